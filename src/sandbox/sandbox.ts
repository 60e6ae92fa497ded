/** The embedded account: a small CRM with its own audit log, in a folder of its own, answering the account API without a socket. */

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type AccountSettings, readSettings } from './account-settings.js';
import { type Database, explained, openDatabase } from './database.js';
import type { Deed, WrittenEvent } from './deed.js';
import { type Answer, throughFetch } from './exchange.js';
import {
  type Beginning,
  beginAnew,
  beginAnewWatched,
  bringToPresent,
  liveOn,
  type Preparation,
  type Watch,
} from './first-use.js';
import { makeFolder } from './folder.js';
import { createAnswer } from './handler.js';
import { readInfo, type SandboxInfo } from './info.js';
import { createRateLimit, generous, type RateLimit } from './rate-limit.js';
import type { PlanName } from './retention.js';
import { SandboxError } from './sandbox-error.js';
import { loadTokens, type Tokens } from './tokens.js';

export interface SandboxOptions {
  /** Absolute; made with mode 0700 if it is not there. */
  readonly folder: string;
  readonly nowMs: () => number;
  /** The same seed, days and instant give the same business, byte for byte. */
  readonly seed?: string;
  /** Days that are lived at first use; 60 unless told otherwise. */
  readonly days?: number;
  /** The plan decides how long events are kept: `Growth`, 60 days, unless told otherwise. Heeded at first use and by reset. */
  readonly plan?: PlanName;
  /** Far beyond need unless told otherwise; the service's own is 100 in 10 s and 200,000 a day. */
  readonly rateLimit?: RateLimit;
  /** Just so many events in those days; about 50 a day unless told otherwise. */
  readonly events?: number;
}

/** How another beginning differs from the usual one. */
export type OtherBeginning = Partial<Omit<Beginning, 'nowMs'>>;

export interface Sandbox {
  readonly locationId: string;
  readonly tokens: Tokens;
  /** What opening it took: nothing, its first days, the days since the last time, or a new beginning after a change of form. */
  readonly preparation: Preparation;
  /** For listeners and in-process clients. */
  readonly answer: Answer;
  /** The same for callers that speak fetch. */
  handle(request: Request): Promise<Response>;
  /** Of the first location unless told otherwise. @throws SandboxError for a location that is none. */
  info(locationId?: string): SandboxInfo;
  /** A session token that is good in this location: the account administrator's in the first, the agency's in any other. */
  tokenFor(locationId: string): string;
  /** Throws the business away and lives it anew, until now; as the options say where `other` does not. */
  reset(other?: OtherBeginning): void;
  /** The same with somebody watching. @throws the signal's reason, after which nothing has changed. */
  beginAnew(other: OtherBeginning, watch: Watch): Promise<void>;
  /** Lives what is missing until this instant, also within one day; gives how many events came of it. */
  liveOn(): number;
  /** Tells a story that ends now; gives how many events came of it. @throws SandboxError for a name or a location that is none. */
  tell(storyName: string, locationId?: string): Promise<number>;
  /** Makes one change by hand. @throws SandboxError as doByHand. */
  do(deed: Deed): Promise<readonly WrittenEvent[]>;
  close(): void;
}

const defaultSeed = 'lakeshore';
const defaultDays = 60;
/** How long one process waits for another's first simulation, which takes about a second. */
const busyTimeoutMs = 20_000;

/**
 * Opens the account in a folder; lives its first days where there is nothing yet, and the days missed since the last opening.
 * @throws SandboxError when the folder cannot be used, the database cannot be read, or another process holds it for too long.
 */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    folder,
    nowMs,
    seed = defaultSeed,
    days = defaultDays,
    plan = 'Growth',
    rateLimit = generous,
    events,
  } = options;
  prepareFolder(folder);
  const tokens = loadTokens(folder);
  const file = join(folder, 'account.db');
  const database = openDatabase(file, busyTimeoutMs);
  const beginning = () => ({ nowMs: nowMs(), seed, days, plan, ...(events === undefined ? {} : { events }) });
  const preparation = prepareDatabase(database, file, beginning());
  const settings = () => present(readSettings(database), file);
  const answer = createAnswer({
    database,
    tokens,
    nowMs,
    countRequest: createRateLimit(rateLimit, nowMs),
    settings,
  });
  return {
    locationId: settings().locationId,
    tokens,
    preparation,
    answer,
    handle: (request) => throughFetch(answer, request),
    info: (locationId) => readInfo(database, settings(), { folder, locationId, nowMs: nowMs() }),
    tokenFor: (locationId) => (locationId === settings().locationId ? tokens.adminToken : tokens.agencyToken),
    reset: (other = {}) => beginAnew(database, { ...beginning(), ...other }),
    beginAnew: (other, watch) => beginAnewWatched(database, { ...beginning(), ...other }, watch),
    liveOn: () => liveOn(database, nowMs()),
    // Imported when they are wanted: whoever only reads the log does not wait for them.
    tell: async (storyName, locationId) => {
      const { storyCalled, tell } = await import('./stories/stories.js');
      return tell(database, settings(), { story: storyCalled(storyName), locationId }, nowMs());
    },
    do: async (deed) => {
      const { doByHand } = await import('./deed.js');
      return doByHand(database, settings(), deed, nowMs());
    },
    close: () => database.close(),
  };
}

function prepareDatabase(database: Database, file: string, beginning: Beginning): Preparation {
  try {
    return bringToPresent(database, beginning);
  } catch (error) {
    database.close();
    throw explained(error, file);
  }
}

function prepareFolder(folder: string): void {
  try {
    makeFolder(folder);
    chmodSync(folder, 0o700);
  } catch (error) {
    throw new SandboxError(
      'sandbox-folder',
      `The embedded account's folder (${folder}) cannot be used: ${(error as Error).message}`,
      'Name another place for its data with AUDIT_DATA_DIR.',
      { cause: error },
    );
  }
}

function present(settings: AccountSettings | undefined, file: string): AccountSettings {
  if (settings !== undefined) return settings;
  throw new SandboxError(
    'sandbox-unreadable',
    `The embedded account's database (${file}) holds no account.`,
    'Start afresh with `audit sandbox reset`.',
  );
}
