/** An account's log with its archive behind it: one question, answered from both, each event once. */
import type { Account } from '../../account/account.js';
import type { Coverage, Window } from '../../audit/coverage.js';
import { joinParts } from '../../audit/coverage-parts.js';
import type { AuditEvent } from '../../audit/event.js';
import { floorOf } from '../../audit/retention.js';
import { within } from '../../audit/windows.js';
import type { AuditError } from '../../errors.js';
import type { Log } from '../../reading/log.js';
import type { Reading, ReadingProgress, ReadingRequest } from '../../reading/reading.js';
import type { ArchivedLog } from './archived-log.js';
import { borderOf } from './border.js';

export class BothLog implements Log {
  readonly #live: Log;
  readonly #archived: ArchivedLog;
  readonly #borderMs: number;

  private constructor(live: Log, archived: ArchivedLog, borderMs: number) {
    this.#live = live;
    this.#archived = archived;
    this.#borderMs = borderMs;
  }

  /** @throws what the account throws when it is asked how long it keeps its log */
  static async of(live: Log, archived: ArchivedLog, account: Account): Promise<BothLog> {
    const { retentionDays } = await account.capabilities();
    const floor = floorOf({ retentionDays, nowMs: account.nowMs() });
    const { covered, settledUntilMs } = archived.book;
    return new BothLog(live, archived, borderOf({ floor, covered, settledUntilMs }));
  }

  /** Spans of the archive that end where the account begins. */
  beyond(): Promise<readonly Window[]> {
    const { covered } = this.#archived.book;
    return Promise.resolve(within(covered, { sinceMs: Number.NEGATIVE_INFINITY, untilMs: this.#borderMs }));
  }

  read(request: ReadingRequest, signal?: AbortSignal): Reading {
    const { sinceMs, untilMs } = request.window;
    if (sinceMs >= this.#borderMs) return this.#live.read(request, signal);
    const from = (log: Log, window: Window): Part => ({
      window,
      read: (rest) => log.read({ ...request, window, limit: rest }, signal),
    });
    const archived = from(this.#archived, { sinceMs, untilMs: Math.min(untilMs, this.#borderMs) });
    const live = from(this.#live, { sinceMs: this.#borderMs, untilMs });
    const parts: readonly [Part, ...Part[]] =
      untilMs <= this.#borderMs
        ? [archived]
        : request.order === 'oldest-first'
          ? [archived, live]
          : [live, archived];
    return new ReadingInParts(request, parts);
  }
}

interface Part {
  readonly window: Window;
  /** @param limit of what is left */
  read(limit: number | undefined): Reading;
}

interface Begun {
  readonly window: Window;
  readonly reading: Reading;
}

class ReadingInParts implements Reading {
  readonly #request: ReadingRequest;
  readonly #waiting: Part[];
  /** What has been begun, the last one perhaps not ended. */
  readonly #begun: [Begun, ...Begun[]];
  #hasBegun = false;

  constructor(request: ReadingRequest, [first, ...others]: readonly [Part, ...Part[]]) {
    this.#request = request;
    this.#begun = [{ window: first.window, reading: first.read(request.limit) }];
    this.#waiting = others;
  }

  async *batches(): AsyncGenerator<readonly AuditEvent[]> {
    if (this.#hasBegun) throw new Error('a reading can be iterated once');
    this.#hasBegun = true;
    for (let begun: Begun | undefined = this.#begun[0]; begun !== undefined; ) {
      yield* begun.reading.batches();
      begun = this.#next(begun.reading);
    }
  }

  progress(): ReadingProgress {
    const { sinceMs, untilMs } = this.#request.window;
    const done = this.#begun.map(
      ({ window, reading }) => reading.progress().part * (window.untilMs - window.sinceMs),
    );
    const part = done.reduce((sum, ms) => sum + ms, 0) / (untilMs - sinceMs);
    return { delivered: this.#delivered, part: untilMs > sinceMs ? part : 1 };
  }

  failure(): AuditError | undefined {
    return this.#begun.at(-1)?.reading.failure();
  }

  coverage(): Coverage {
    const [first, ...others] = this.#begun.map(({ reading }) => asBehindFloor(reading.coverage()));
    if (first === undefined) throw new Error('there is always a first part');
    const [left] = this.#waiting;
    const message = this.failure()?.message ?? 'the reading has not come to its end';
    return joinParts([first, ...others], {
      window: this.#request.window,
      limit: this.#request.limit,
      unread: left && { window: left.window, message },
    });
  }

  get #delivered(): number {
    return this.#begun.reduce((sum, { reading }) => sum + reading.progress().delivered, 0);
  }

  /** The part that comes after this one; undefined where nobody wants it, or can have it. */
  #next(reading: Reading): Begun | undefined {
    const { limit } = this.#request;
    const rest = limit === undefined ? undefined : limit - this.#delivered;
    if (rest === 0 || reading.failure() !== undefined || reading.coverage().limit !== undefined)
      return undefined;
    const part = this.#waiting.shift();
    if (part === undefined) return undefined;
    const begun = { window: part.window, reading: part.read(rest) };
    this.#begun.push(begun);
    return begun;
  }
}

/** What the archive lacks the account keeps no longer either: it lies behind the border. */
function asBehindFloor(coverage: Coverage): Coverage {
  const reasons = coverage.reasons.map((reason) =>
    reason.kind === 'not-archived' ? ({ ...reason, kind: 'behind-floor' } as const) : reason,
  );
  return { ...coverage, reasons };
}
