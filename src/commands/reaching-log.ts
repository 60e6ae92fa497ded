/** The account's log, and behind its floor the archive's where there is one: looked for by a question that reaches so far, and by no other. */
import type { Account } from '../account/account.js';
import type { ArchivedLog } from '../archive/reading/archived-log.js';
import type { Window } from '../audit/coverage.js';
import type { Context } from '../context.js';
import { NotFoundError, ProofFailedError, UsageError } from '../errors.js';
import { systemCode } from '../files/file-failure.js';
import type { Log } from '../reading/log.js';
import type { Reading, ReadingRequest } from '../reading/reading.js';
import type { GlobalFlags } from './command.js';
import type { Connection } from './connection.js';
import type { Voice } from './voice.js';

export interface ReachingLogOptions {
  readonly live: Log;
  readonly account: Account;
  readonly connection: Connection;
  readonly globals: GlobalFlags;
  readonly context: Context;
  readonly voice: Voice;
  /** Ends every reading of the archive. */
  readonly signal: AbortSignal;
}

export class ReachingLog implements Log {
  readonly #options: ReachingLogOptions;
  #log: Log;
  #beyond: Promise<readonly Window[]> | undefined;

  constructor(options: ReachingLogOptions) {
    this.#options = options;
    this.#log = options.live;
  }

  read(request: ReadingRequest, signal?: AbortSignal): Reading {
    return this.#log.read(request, signal);
  }

  /** From then on readings that begin behind the floor are answered from both. An archive that cannot be believed is told, and left out. */
  beyond(): Promise<readonly Window[]> {
    this.#beyond ??= this.#reachOut();
    return this.#beyond;
  }

  async #reachOut(): Promise<readonly Window[]> {
    const { live, account } = this.#options;
    const [archived, { BothLog }] = await Promise.all([
      archiveOf(this.#options),
      import('../archive/reading/both.js'),
    ]);
    if (archived === undefined) return [];
    const both = await BothLog.of(live, archived, account);
    this.#log = both;
    return both.beyond();
  }
}

/**
 * The archive of the very account that is connected; undefined where there is none. One that cannot be believed is told of, and
 * left out.
 */
export async function archiveOf({
  connection,
  globals,
  context,
  voice,
  signal,
}: Omit<ReachingLogOptions, 'live' | 'account'>): Promise<ArchivedLog | undefined> {
  const [{ archivedAccount, archiveFolder }, { ArchivedLog }] = await Promise.all([
    import('./archive-place.js'),
    import('../archive/reading/archived-log.js'),
  ]);
  try {
    const named = archivedAccount(connection);
    const archived = await ArchivedLog.open(archiveFolder(named, globals, context), signal);
    const { locationId, apiUrl } = archived.archive.description.account;
    return locationId === named.locationId && apiUrl === named.apiUrl ? archived : undefined;
  } catch (error) {
    if (error instanceof NotFoundError && error.code === 'no-archive') return undefined;
    if (!isOfArchive(error)) throw error;
    await voice.warn(`The archive is left out: ${error.message} See: audit archive verify`);
    return undefined;
  }
}

/** What the archive's files are to blame for: damaged, not to be read by whoever asks, or of a disk that fails. */
function isOfArchive(error: unknown): error is Error {
  return error instanceof ProofFailedError || error instanceof UsageError || systemCode(error) !== undefined;
}
