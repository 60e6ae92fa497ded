/** Bringing an archive up to now: what is new, what came late, and what earlier syncs could not read; its table of contents. */
import type { Account } from '../../account/account.js';
import type { Coverage, Window } from '../../audit/coverage.js';
import { floorOf } from '../../audit/retention.js';
import type { Clock } from '../../context.js';
import { type AuditError, UnreachableError } from '../../errors.js';
import { findOldest } from '../../reading/oldest.js';
import type { ReadingProgress } from '../../reading/reading.js';
import type { ArchiveWriter } from '../store/append.js';
import { CoverageLedger } from '../store/coverage-ledger.js';
import type { LedgerRecord } from '../store/ledger.js';
import { readSegments } from '../store/open.js';
import { KnownEvents, knownMalformed } from './known-events.js';
import { MalformedRows } from './malformed-rows.js';
import { askNames, NamesLedger } from './names.js';
import { planSync, type SyncPlan } from './plan.js';
import { type Collected, collect, type StrideTools } from './stride.js';
import { Tally } from './tally.js';

/** No plan is known to keep more than a year. */
const farthestMs = 400 * 86_400_000;

export interface SyncTools {
  readonly account: Account;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly version: string;
  /** From where on to look again; undefined: as far as lateness makes necessary. */
  readonly sinceMs: number | undefined;
  /** Told of the plan before anything is read. */
  readonly onPlan: (plan: SyncPlan) => Promise<void>;
  /** Told after each batch of each reading. */
  readonly onProgress: (progress: ReadingProgress) => Promise<void>;
}

export interface Synced {
  readonly plan: SyncPlan;
  /** The oldest instant that the account told when the sync began. */
  readonly floorMs: number;
  /** Of all readings. */
  readonly tally: Tally;
  /** The archive's coverage now. */
  readonly ledger: CoverageLedger;
  /** Of the reading from what was settled to now. */
  readonly coverage: Coverage;
  /** What ended it before its end; what was committed until then stays. */
  readonly failure: AuditError | undefined;
}

/** Brings the archive up to now. */
export async function syncArchive(writer: ArchiveWriter, tools: SyncTools): Promise<Synced> {
  return new Sync(writer, tools).run();
}

class Sync {
  readonly #writer: ArchiveWriter;
  readonly #tools: SyncTools;
  readonly #ledger = new CoverageLedger();
  readonly #names = new NamesLedger();
  readonly #tally = new Tally();

  constructor(writer: ArchiveWriter, tools: SyncTools) {
    this.#writer = writer;
    this.#tools = tools;
  }

  async run(): Promise<Synced> {
    for (const record of this.#writer.records) {
      this.#ledger.add(record);
      this.#names.add(record);
    }
    const records = await this.#namesNow();
    const floorMs = await this.#floorMs();
    const { account, sinceMs } = this.#tools;
    const plan = planSync(this.#ledger, { nowMs: account.nowMs(), floorMs, sinceMs });
    await this.#tools.onPlan(plan);
    const strideTools = await this.#strideTools();
    const main = await this.#read(plan.window, plan.lostBefore, records, strideTools);
    let { failure } = main;
    for (const hole of plan.holes) {
      if (failure !== undefined) break;
      failure = (await this.#read(hole, undefined, [], strideTools)).failure;
    }
    const { coverage } = main;
    return { plan, floorMs, tally: this.#tally, ledger: this.#ledger, coverage, failure };
  }

  async #namesNow(): Promise<readonly LedgerRecord[]> {
    const { account } = this.#tools;
    const changes = this.#names.changesIn(await askNames(account));
    if (changes === undefined) return [];
    return [{ ledger: 1, kind: 'names', at: new Date(account.nowMs()).toISOString(), ...changes }];
  }

  /** Where an account announces nothing, what it still tells is measured, as soon as it matters. */
  async #floorMs(): Promise<number> {
    const { account, signal, clock, sinceMs = Number.POSITIVE_INFINITY } = this.#tools;
    const retentionDays = await announcedRetention(account);
    const nowMs = account.nowMs();
    const { ms, origin } = floorOf({ retentionDays, nowMs });
    const { settledUntilMs = Number.NEGATIVE_INFINITY, holes } = this.#ledger;
    const wantedMs = Math.min(settledUntilMs, sinceMs, ...holes.map((hole) => hole.sinceMs));
    if (origin === 'announced' || wantedMs >= ms) return ms;
    const window = { sinceMs: nowMs - farthestMs, untilMs: nowMs };
    const oldest = await findOldest(account, window, ms, { signal, clock });
    return Math.min(ms, oldest?.instantMs ?? ms);
  }

  async #strideTools(): Promise<StrideTools> {
    const { account, signal, clock, version, onProgress } = this.#tools;
    const segments = await readSegments(this.#writer.folder, this.#writer.log.size);
    const rows = new MalformedRows(await knownMalformed(this.#writer.log, segments));
    return { writer: this.#writer, account, signal, clock, version, rows, onProgress };
  }

  async #read(
    window: Window,
    lost: Window | undefined,
    records: readonly LedgerRecord[],
    tools: StrideTools,
  ): Promise<Collected> {
    const { folder, log } = this.#writer;
    const segments = await readSegments(folder, log.size);
    const collected = await collect(
      {
        window,
        lost,
        isBeginning: this.#ledger.window === undefined,
        known: new KnownEvents(log, segments, window.sinceMs),
        looks: this.#ledger.looksAfter(window.sinceMs),
        records,
      },
      tools,
    );
    for (const record of collected.committed) this.#ledger.add(record);
    this.#tally.add(collected.tally);
    return collected;
  }
}

/** An account that fails to say is asked for its events nevertheless. */
async function announcedRetention(account: Account): Promise<number | undefined> {
  try {
    return (await account.capabilities()).retentionDays;
  } catch (error) {
    if (error instanceof UnreachableError) return undefined;
    throw error;
  }
}
