/** Judges what a reading delivered against the truth of the hostile account: nothing lost, nothing doubled, no gap without a word. Knows nothing of how the reading was done. */
import type { Coverage, Window } from '../../src/audit/coverage.js';
import type { AuditEvent, EventOrder } from '../../src/audit/event.js';
import type { EventLog } from './event-log.js';

export interface Asked {
  readonly window: Window;
  readonly order: EventOrder;
  readonly limit: number | undefined;
  /** Whether the event of this number is wanted. */
  readonly isWanted: (index: number) => boolean;
}

/** When the run took place, by the account's clock, and what went away meanwhile. */
interface RunTimes {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly retentionMs: number | undefined;
  /** Whether the account announces its retention: only then can a reading know what went away under its hands. */
  readonly isFloorKnown: boolean;
}

export interface Verdict {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly silentGaps: readonly string[];
  /** Wrong in another way: order, strangers, altered bytes, counts. */
  readonly wrong: readonly string[];
  /** How many findings of each kind there are; the lists spell out the first few. */
  readonly counts: {
    readonly lost: number;
    readonly doubled: number;
    readonly silentGaps: number;
    readonly wrong: number;
  };
  readonly delivered: number;
  /** Late events, inside the unsettled stretch, that were not delivered: allowed, and counted. */
  readonly lateMissing: number;
}

export interface Judge {
  /** Called for each batch, as it comes; keeps no event. */
  see(batch: readonly AuditEvent[]): void;
  verdict(coverage: Coverage, times: RunTimes): Verdict;
}

/** At most so many of a kind are spelled out. */
const spelledOut = 5;

export function createJudge(log: EventLog, asked: Asked): Judge {
  const seen = new Uint8Array(log.count);
  const findings = { lost: list(), doubled: list(), silentGaps: list(), wrong: list() };
  let last: AuditEvent | undefined;
  let delivered = 0;

  function see(batch: readonly AuditEvent[]): void {
    if (batch.length === 0) findings.wrong.add('an empty batch');
    for (const event of batch) {
      delivered += 1;
      seeOne(event);
      last = event;
    }
  }

  function seeOne(event: AuditEvent): void {
    const index = log.indexOf(event.id);
    if (index === undefined || !isReadable(log, index)) {
      findings.wrong.add(`${event.id} was never in the log`);
      return;
    }
    if (seen[index] === 1) findings.doubled.add(describe(log, index));
    seen[index] = 1;
    if (last && !isInOrder(last, event, asked.order))
      findings.wrong.add(`${describe(log, index)} is out of order`);
    if (!isInside(log.instantMs(index), asked.window))
      findings.wrong.add(`${describe(log, index)} is outside the window`);
    if (!asked.isWanted(index)) findings.wrong.add(`${describe(log, index)} does not match`);
    if (event.instantMs !== log.instantMs(index))
      findings.wrong.add(`${describe(log, index)} has another time`);
    if (event.rawText !== log.text(index, 0) && !isRetold(log, index, event.rawText)) {
      findings.wrong.add(`${describe(log, index)} has other bytes than were sent`);
    }
  }

  function verdict(coverage: Coverage, times: RunTimes): Verdict {
    const { late, odd } = judgeMissing(coverage, times);
    judgeMalformed(coverage, times, odd);
    judgeFloor(coverage, times);
    judgeWords(coverage);
    return {
      lost: findings.lost.all(),
      doubled: findings.doubled.all(),
      silentGaps: findings.silentGaps.all(),
      wrong: findings.wrong.all(),
      counts: {
        lost: findings.lost.count(),
        doubled: findings.doubled.count(),
        silentGaps: findings.silentGaps.count(),
        wrong: findings.wrong.count(),
      },
      delivered,
      lateMissing: late,
    };
  }

  function judgeMissing(
    coverage: Coverage,
    times: RunTimes,
  ): { readonly late: number; readonly odd: number } {
    const gaps = gapsOf(coverage);
    const excuses = { late: 0, odd: 0, none: 0 };
    const end = log.firstAt(asked.window.untilMs);
    for (let index = log.firstAt(asked.window.sinceMs); index < end; index += 1) {
      if (seen[index] === 1 || !isDue(index, times)) continue;
      const isSaid = !coverage.complete && isInAny(log.instantMs(index), gaps);
      if (isSaid || isBeyondLimit(index)) continue;
      const excuse = excuseFor(index, coverage, times);
      excuses[excuse] += 1;
      if (excuse !== 'none') continue;
      const accused = coverage.complete ? findings.lost : findings.silentGaps;
      accused.add(`${describe(log, index)}${circumstances(index, times)}`);
    }
    return excuses;
  }

  /** Whether a reading that did all it could would have delivered it. */
  function isDue(index: number, times: RunTimes): boolean {
    const wasThere = log.arrivesAtMs(index) <= times.endedMs;
    const isGone = isPurged(
      log.instantMs(index),
      times.isFloorKnown ? times.startedMs : times.endedMs,
      times,
    );
    return wasThere && !isGone && isReadable(log, index) && asked.isWanted(index);
  }

  function excuseFor(index: number, coverage: Coverage, times: RunTimes): 'late' | 'odd' | 'none' {
    const isLate = log.arrivesAtMs(index) > times.startedMs;
    if (isLate && log.instantMs(index) >= (coverage.unsettledSinceMs ?? Number.POSITIVE_INFINITY))
      return 'late';
    return log.kind(index) === 'odd' && countMalformed(coverage) > 0 ? 'odd' : 'none';
  }

  function circumstances(index: number, times: RunTimes): string {
    if (log.arrivesAtMs(index) > times.startedMs) return ' (came late)';
    return isPurged(log.instantMs(index), times.endedMs, times) ? ' (purged)' : '';
  }

  /** With a limit, only what would have come before the last one delivered can be missed. */
  function isBeyondLimit(index: number): boolean {
    if (asked.limit === undefined || delivered < asked.limit || !last) return false;
    const id = idFromText(log.text(index, 0));
    const later = log.instantMs(index) - last.instantMs || (id < last.id ? -1 : 1);
    return asked.order === 'oldest-first' ? later > 0 : later < 0;
  }

  /** Events without a usable id or time are in the window too: a reading that passed them must have said so; of those that the account filtered away nobody can know. */
  function judgeMalformed(coverage: Coverage, times: RunTimes, refusedOdd: number): void {
    const gaps = gapsOf(coverage);
    let there = refusedOdd;
    const end = asked.limit === undefined ? log.firstAt(asked.window.untilMs) : 0;
    for (let index = log.firstAt(asked.window.sinceMs); index < end; index += 1) {
      const isMalformed = log.kind(index) === 'no-id' || log.kind(index) === 'bad-date';
      const wasThere =
        log.arrivesAtMs(index) <= times.startedMs && !isPurged(log.instantMs(index), times.endedMs, times);
      if (isMalformed && wasThere && asked.isWanted(index) && !isInAny(log.instantMs(index), gaps))
        there += 1;
    }
    const counted = countMalformed(coverage);
    if (counted < there) findings.silentGaps.add(`${there} malformed events, ${counted} accounted for`);
    if (there > 0 && coverage.complete) findings.wrong.add('complete, though events were malformed');
  }

  function judgeFloor(coverage: Coverage, times: RunTimes): void {
    const isBehind = times.isFloorKnown && isPurged(asked.window.sinceMs, times.startedMs, times);
    const isSaid = coverage.reasons.some(({ kind }) => kind === 'behind-floor');
    if (isBehind && !isSaid)
      findings.silentGaps.add('the window begins behind the floor, and nothing says so');
  }

  function judgeWords(coverage: Coverage): void {
    const { add } = findings.wrong;
    if (coverage.count !== delivered) add(`says ${coverage.count} events, gave ${delivered}`);
    const isBelowLimit = asked.limit === undefined || delivered <= asked.limit;
    if (!isBelowLimit) add(`gave ${delivered} events, asked for ${asked.limit}`);
    if (!coverage.complete && coverage.reasons.length === 0)
      findings.silentGaps.add('incomplete without a reason');
    const gaps = coverage.reasons.filter(({ kind }) => kind !== 'behind-floor');
    if (coverage.complete && gaps.length > 0) add('complete, and yet with reasons');
    const { sinceMs, untilMs } = coverage.window;
    if (sinceMs !== asked.window.sinceMs || untilMs !== asked.window.untilMs) add('speaks of another window');
  }

  return { see, verdict };
}

interface Findings {
  add(text: string): void;
  all(): readonly string[];
  count(): number;
}

/** Keeps the first few in words and counts the rest. */
function list(): Findings {
  const texts: string[] = [];
  let count = 0;
  return {
    add: (text) => {
      count += 1;
      if (texts.length < spelledOut) texts.push(text);
    },
    count: () => count,
    all: () => (count > texts.length ? [...texts, `… ${count} in all`] : [...texts]),
  };
}

function isReadable(log: EventLog, index: number): boolean {
  const kind = log.kind(index);
  return kind === 'plain' || kind === 'odd';
}

function isRetold(log: EventLog, index: number, text: string): boolean {
  for (let telling = 1; telling < 200; telling += 1) if (log.text(index, telling) === text) return true;
  return false;
}

function isInOrder(before: AuditEvent, after: AuditEvent, order: EventOrder): boolean {
  const step =
    after.instantMs - before.instantMs || (before.id < after.id ? 1 : before.id > after.id ? -1 : 0);
  return order === 'oldest-first' ? step >= 0 : step <= 0;
}

function isInside(instantMs: number, { sinceMs, untilMs }: Window): boolean {
  return sinceMs <= instantMs && instantMs < untilMs;
}

function isInAny(instantMs: number, windows: readonly Window[]): boolean {
  return windows.some((window) => isInside(instantMs, window));
}

function gapsOf(coverage: Coverage): readonly Window[] {
  return coverage.reasons.flatMap((reason) => ('window' in reason ? [reason.window] : []));
}

function isPurged(instantMs: number, nowMs: number, { retentionMs }: RunTimes): boolean {
  return retentionMs !== undefined && instantMs < nowMs - retentionMs;
}

function countMalformed(coverage: Coverage): number {
  return coverage.reasons.reduce(
    (sum, reason) => sum + (reason.kind === 'malformed-events' ? reason.count : 0),
    0,
  );
}

function idFromText(text: string): string {
  return /"_id":"([0-9a-f]{24})"/.exec(text)?.[1] ?? '';
}

function describe(log: EventLog, index: number): string {
  return `event ${index} of ${new Date(log.instantMs(index)).toISOString()}`;
}
