/** What a sync has come to, as facts: for the words, the row and the JSON that tell of it. */
import { headLine } from '../archive/log/head.js';
import { readVerifierKey } from '../archive/log/note.js';
import type { ArchiveWriter } from '../archive/store/append.js';
import { readSegments } from '../archive/store/open.js';
import { type Holes, holesOf } from '../archive/sync/holes.js';
import type { Synced } from '../archive/sync/sync.js';
import type { Anchored } from '../archive/timestamp/anchor.js';
import type { Window } from '../audit/coverage.js';
import type { JsonObject } from '../audit/event.js';
import type { AuditError } from '../errors.js';

/** What came of asking for a time stamp; neither where none was wanted, or nothing was read that it could attest. */
export interface Stamping {
  readonly anchored: Anchored | undefined;
  readonly stampFailure: AuditError | undefined;
}

export interface SyncReport extends Synced, Holes, Stamping {
  readonly folder: string;
  readonly locationId: string;
  /** In one line, to keep elsewhere; undefined where nothing was ever signed. */
  readonly head: string | undefined;
  /** Of the whole archive. */
  readonly events: number;
  readonly bytes: number;
  readonly timeZone: string;
  /** By the account's clock. */
  readonly nowMs: number;
}

/** The facts of a sync that has just ended. */
export async function reportOf(
  { folder, description, log }: ArchiveWriter,
  synced: Synced & Stamping,
  timeZone: string,
  nowMs: number,
): Promise<SyncReport> {
  const segments = await readSegments(folder, log.size);
  const publicKey = description.keys.at(-1)?.publicKey;
  const head =
    log.checkpoint === undefined || publicKey === undefined
      ? undefined
      : headLine(log.checkpoint, readVerifierKey(publicKey));
  return {
    ...synced,
    ...holesOf(synced.ledger, synced.floorMs, nowMs),
    folder,
    locationId: description.account.locationId,
    head,
    events: segments.reduce((sum, { events }) => sum + events, 0),
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    timeZone,
    nowMs,
  };
}

/** Why a sync did not do all that was asked of it; what was committed before stays. */
export function failureOf({ failure, stampFailure }: SyncReport): AuditError | undefined {
  return failure ?? stampFailure;
}

/** For scripts; the keys are a promise. */
export function syncJson(report: SyncReport): JsonObject {
  const { tally, ledger, failure, anchored } = report;
  const ended = failureOf(report);
  const { settledUntilMs } = ledger;
  return {
    archive: {
      folder: report.folder,
      location: report.locationId,
      events: report.events,
      bytes: report.bytes,
    },
    head: report.head ?? null,
    window: windowJson(report.plan.window),
    lookedBackMs: report.plan.overlap?.ms ?? null,
    new: tally.new,
    repeated: tally.repeated,
    changed: tally.changed,
    malformed: tally.malformed,
    late: { count: tally.late, longestMs: tally.longestLateMs },
    settledUntil: settledUntilMs === undefined ? null : iso(settledUntilMs),
    complete: failure === undefined && report.fillable.length === 0 && report.plan.lost.length === 0,
    holes: report.fillable.map(({ window, fillableUntilMs }) => ({
      ...windowJson(window),
      fillableUntil: iso(fillableUntilMs),
    })),
    lost: report.lost.map(windowJson),
    timestamp:
      anchored === undefined
        ? null
        : {
            time: anchored.time,
            authority: anchored.authority,
            leaves: anchored.size,
            path: anchored.path,
          },
    failure: ended === undefined ? null : { code: ended.code, message: ended.message },
  };
}

function windowJson({ sinceMs, untilMs }: Window): JsonObject {
  return { since: iso(sinceMs), until: iso(untilMs) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
