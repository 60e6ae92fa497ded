/** What a command says beside its data, on stderr; `--quiet` and `--verbose` are obeyed in this one place. */
import type { Context, Progress } from '../context.js';
import { harmlessLines } from '../output/harmless.js';
import { wrap } from '../output/width.js';
import type { GlobalFlags } from './command.js';

/** What a terminal has that does not say. */
const assumedColumns = 80;

type Paint = (text: string) => string;

export interface Voice {
  /** Good to know; silent with --quiet. */
  note(text: string, paint?: Paint): Promise<void>;
  /** What the answer lacks, or what is about to go wrong: always said. */
  warn(text: string, paint?: Paint): Promise<void>;
  /** Only with --verbose. */
  detail(text: string): Promise<void>;
  /** A line that is redrawn while one waits; whatever is said meanwhile stands above it. Silent with --quiet. */
  progress(text: string): Progress;
}

/** Says nothing harmful, whatever the account put into an error. */
export function createVoice(
  { stderr, terminal }: Pick<Context, 'stderr' | 'terminal'>,
  globals: Pick<GlobalFlags, 'quiet' | 'verbose'>,
): Voice {
  let waiting: RestartableProgress | undefined;
  const say = async (text: string, paint: Paint = (same) => same) => {
    waiting?.pause();
    const width = stderr.isTerminal ? (stderr.columns ?? assumedColumns) : Number.POSITIVE_INFINITY;
    const lines = wrap(harmlessLines(text), width, 'keep').map((line) => `${paint(line)}\n`);
    await stderr.write(lines.join(''));
    waiting?.resume();
  };
  const nothing = async () => {};
  return {
    note: globals.quiet ? nothing : say,
    warn: say,
    detail: globals.verbose ? say : nothing,
    progress(text) {
      if (globals.quiet) return { update: () => {}, stop: () => {} };
      waiting = new RestartableProgress(harmlessLines(text), terminal);
      return waiting;
    },
  };
}

class RestartableProgress implements Progress {
  readonly #terminal: Context['terminal'];
  #text: string;
  #line: Progress | undefined;
  #isStopped = false;

  constructor(text: string, terminal: Context['terminal']) {
    this.#text = text;
    this.#terminal = terminal;
    this.resume();
  }

  update(text: string): void {
    this.#text = harmlessLines(text);
    this.#line?.update(this.#text);
  }

  stop(): void {
    this.#isStopped = true;
    this.pause();
  }

  pause(): void {
    this.#line?.stop();
    this.#line = undefined;
  }

  resume(): void {
    if (!this.#isStopped) this.#line ??= this.#terminal.progress(this.#text);
  }
}
