/** The person's pager for what is longer than the screen; apart because it is a child process with an end of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { OutputStream, PagedOutput } from '../context.js';
import { createOutputStream, isDumb } from './streams.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** -F: no pager for what fits the screen. -R: colours. -X: leave it on the screen afterwards. */
const usualPager = 'less -FRX';
/** What shells answer for a command that they cannot run or cannot find. */
const notRun = new Set([126, 127]);
/** A pager that did not run has swallowed no more than a pipe holds (64 KiB): so much is kept to be shown without it. */
const rememberedLength = 256 * 1024;

/**
 * The pager that the person wants: `AUDIT_PAGER`, else `PAGER`, else less; undefined where none is (an empty value or
 * `cat`), off a terminal, and on one that cannot move its cursor.
 */
export function choosePager(
  { isTerminal }: Pick<OutputStream, 'isTerminal'>,
  environment: Environment,
): string | undefined {
  if (!isTerminal || isDumb(environment)) return undefined;
  const command = (environment['AUDIT_PAGER'] ?? environment['PAGER'] ?? usualPager).trim();
  return command === '' || command === 'cat' ? undefined : command;
}

/** What is written goes through the pager; where it cannot be run, to stdout itself. */
export function openPager(command: string, stdout: OutputStream, environment: Environment): PagedOutput {
  return new Pager(command, stdout, environment);
}

class Pager implements PagedOutput {
  readonly isTerminal = true;
  readonly hasColor: boolean;
  readonly #stdout: OutputStream;
  readonly #child: ChildProcess & { readonly stdin: NonNullable<ChildProcess['stdin']> };
  readonly #input: OutputStream;
  readonly #exit: Promise<number>;
  #remembered: (string | Uint8Array)[] = [];
  #length = 0;
  #isReplaced = false;

  constructor(command: string, stdout: OutputStream, environment: Environment) {
    this.#stdout = stdout;
    this.hasColor = stdout.hasColor;
    this.#child = spawn(command, {
      shell: true,
      stdio: ['pipe', 'inherit', 'inherit'],
      env: { LESS: 'FRX', LV: '-c', ...environment },
    });
    this.#exit = exitOf(this.#child);
    this.#input = createOutputStream(this.#child.stdin, environment);
  }

  get columns(): number | undefined {
    return this.#stdout.columns;
  }

  get rows(): number | undefined {
    return this.#stdout.rows;
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    if (this.#isReplaced) return this.#stdout.write(chunk);
    if (this.#length < rememberedLength) this.#remembered.push(chunk);
    this.#length += chunk.length;
    try {
      await this.#input.write(chunk);
    } catch (error) {
      if (!(await this.#replaceIfNotRun())) throw error;
    }
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#replaceIfNotRun();
  }

  /** Shows what a pager that cannot be run has swallowed; whether that was so. */
  async #replaceIfNotRun(): Promise<boolean> {
    if (!notRun.has(await this.#exit)) return false;
    this.#isReplaced = true;
    const swallowed = this.#remembered;
    this.#remembered = [];
    for (const chunk of swallowed) await this.#stdout.write(chunk);
    return true;
  }
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 0));
  });
}
