/** Keeps the journal: watches a command, and notes it when it has ended, if it has talked to an account. */
import type { Hash } from 'node:crypto';
import { basename } from 'node:path';
import { withoutSecrets } from '../account/token.js';
import type { Coverage } from '../audit/coverage.js';
import type { Context, OutputStream } from '../context.js';
import { AuditError, type ExitCode } from '../errors.js';
import type { JournalFact } from '../journal/journal.js';
import { harmlessLines } from '../output/harmless.js';
import { StreamAround } from './stream-around.js';
import type { Witness, WitnessedAccount } from './witness.js';

/** Others hold the journal for a millisecond each. */
const mostTries = 100;
const pauseMs = 20;

/**
 * Lets `work` run and gives its exit code. A journal that cannot be written takes nothing back of what was done: it is said.
 * `AUDIT_NO_JOURNAL` switches it off.
 */
export async function withJournal(
  argv: readonly string[],
  context: Context,
  work: (watched: Context, witness: Witness | undefined) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (isOff(context)) return work(context, undefined);
  const keeper = new JournalKeeper(argv, context);
  const exitCode = await work({ ...context, stdout: keeper.stdout }, keeper);
  const fact = keeper.fact(exitCode);
  if (fact !== undefined) await note(fact, context);
  return exitCode;
}

function isOff({ environment }: Context): boolean {
  return !['', '0', undefined].includes(environment['AUDIT_NO_JOURNAL']);
}

class JournalKeeper implements Witness {
  readonly stdout: OutputStream;
  readonly #argv: readonly string[];
  readonly #context: Context;
  readonly #output: DigestedOutput;
  readonly #files: { readonly bytes: number; readonly sha256: string }[] = [];
  #account: WitnessedAccount | undefined;
  #coverage: Coverage | undefined;
  #receipt: string | undefined;

  constructor(argv: readonly string[], context: Context) {
    this.#argv = argv;
    this.#context = context;
    this.#output = new DigestedOutput(context.stdout);
    this.stdout = this.#output;
  }

  connected(account: WitnessedAccount): void {
    this.#account = account;
  }

  covered(coverage: Coverage): void {
    this.#coverage = coverage;
  }

  wrote({ bytes, sha256 }: { readonly bytes: number; readonly sha256: string }): void {
    this.#files.push({ bytes, sha256 });
  }

  gaveReceipt(path: string): void {
    this.#receipt = basename(path);
  }

  /** Undefined where no account was talked to. */
  fact(exitCode: ExitCode): JournalFact | undefined {
    const account = this.#account;
    if (account === undefined) return undefined;
    const { clock, runner, version } = this.#context;
    const coverage = this.#coverage;
    return {
      at: new Date(clock.nowMs()).toISOString(),
      by: { user: runner.userName ?? null, host: runner.hostName, process: runner.processId },
      tool: version,
      command: commandWords(this.#argv, account.token),
      profile: account.profileName ?? null,
      account: { location: account.locationId, apiUrl: account.apiUrl, embedded: account.isSandbox },
      window:
        coverage === undefined
          ? null
          : { since: isoOf(coverage.window.sinceMs), until: isoOf(coverage.window.untilMs) },
      rows: coverage?.count ?? null,
      complete: coverage?.complete ?? null,
      outputs: [...this.#output.digests(), ...this.#files],
      receipt: this.#receipt ?? null,
      exitCode,
    };
  }
}

/** Stdout that counts and hashes what goes through it; not what goes to a screen, of which no bytes are left to compare. */
class DigestedOutput extends StreamAround {
  #hash: Hash | undefined;
  #bytes = 0;

  async write(chunk: string | Uint8Array): Promise<void> {
    if (!this.inner.isTerminal) {
      this.#hash ??= (await import('node:crypto')).createHash('sha256');
      this.#hash.update(chunk);
      this.#bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength;
    }
    await this.inner.write(chunk);
  }

  digests(): readonly { readonly bytes: number; readonly sha256: string }[] {
    return this.#hash === undefined ? [] : [{ bytes: this.#bytes, sha256: this.#hash.copy().digest('hex') }];
  }
}

/** As typed, but for what nobody should find there: tokens, and the command that fetches one, which may hold what opens a vault. */
function commandWords(argv: readonly string[], token: string): readonly string[] {
  return argv.map((word, index) => {
    if (argv[index - 1] === '--token-command') return '…';
    return withoutSecrets(word.replace(/^(--token-command=).*$/su, '$1…'), token);
  });
}

async function note(fact: JournalFact, context: Context): Promise<void> {
  const { dataFolder, stderr, clock, runner } = context;
  const [{ appendEntry, journalPath }, { withLock }, { makePrivateFolder }] = await Promise.all([
    import('../journal/journal.js'),
    import('../files/lock.js'),
    import('../profile/private-folder.js'),
  ]);
  const path = journalPath(dataFolder);
  try {
    await makePrivateFolder(dataFolder);
    await makePrivateFolder(path.replace(/[/\\][^/\\]+$/u, ''));
    await patiently(clock, () =>
      withLock(`${path}.lock`, path, { runner, clock }, () => appendEntry(path, fact)),
    );
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    const hint = error.hint === undefined ? '' : `\n${error.hint}`;
    await stderr.write(harmlessLines(`Warning: not noted in the journal. ${error.message}${hint}\n`));
  }
}

async function patiently(clock: Context['clock'], work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const isHeld = error instanceof AuditError && error.code === 'target-in-use';
      if (!isHeld || tries === mostTries) throw error;
      await clock.sleep(pauseMs);
    }
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
