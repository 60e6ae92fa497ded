/**
 * How far a log that goes on growing has been told: where the next look must begin so that nothing is lost, and what it must not
 * tell again. Pure, and apart from the looking, which fails in many ways that leave no trace here.
 */
import type { Coverage, Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';

/** A span that could not be read, and why. */
export interface Gap {
  readonly window: Window;
  readonly message: string;
}

export class Watermark {
  /** Ids from here on, with their instants. */
  readonly #told = new Map<string, number>();
  #sinceMs: number;
  #gaps: readonly Gap[] = [];

  /** Events before this instant (milliseconds since the epoch) are nobody's wish. */
  constructor(sinceMs: number) {
    this.#sinceMs = sinceMs;
  }

  /** Everything before this instant has been told for good: whoever goes on later begins here. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** Spans that could not be read and are still asked for again. */
  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  /** How many events from `sinceMs` on have been told: whoever goes on from there is shown them again. */
  get remembered(): number {
    return this.#told.size;
  }

  /** Those of the events that have not been told. */
  untold(events: readonly AuditEvent[]): readonly AuditEvent[] {
    return events.filter(({ id }) => !this.#told.has(id));
  }

  /** Call when they have been written, not before: what fails to be written must come again. */
  tell(events: readonly AuditEvent[]): void {
    for (const { id, instantMs } of events) this.#told.set(id, instantMs);
  }

  /**
   * While a look is under way, oldest first: ids are needed where a later look may still reach. Keeps a month that is caught
   * up on from being held in memory.
   */
  passed({ unsettledSinceMs, window }: Coverage, instantMs: number): void {
    this.#forget(Math.min(unsettledSinceMs ?? window.untilMs, instantMs));
  }

  /**
   * A look at everything from `sinceMs` on has ended, at its end or before. The next begins where this one stopped, but never
   * later than where events may still arrive behind it. Gives the gaps that no look will reach any more.
   */
  ended({ window, unsettledSinceMs, reasons }: Coverage): readonly Gap[] {
    const stopped = reasons.find((reason) => reason.kind === 'stopped');
    const nextMs = Math.min(unsettledSinceMs ?? window.untilMs, stopped?.window.sinceMs ?? window.untilMs);
    this.#sinceMs = Math.max(this.#sinceMs, nextMs);
    this.#forget(this.#sinceMs);
    const unread = reasons.filter((reason) => reason.kind === 'unreadable-span');
    const gaps = joined([...this.#gaps.flatMap((gap) => before(window.sinceMs, gap)), ...unread]);
    const isLost = (gap: Gap) => gap.window.untilMs <= this.#sinceMs;
    this.#gaps = gaps.filter((gap) => !isLost(gap));
    return gaps.filter(isLost);
  }

  #forget(beforeMs: number): void {
    for (const [id, instantMs] of this.#told) {
      // In the order in which they were told, which is that of time but for the late ones: those wait for their elders.
      if (instantMs >= beforeMs) return;
      this.#told.delete(id);
    }
  }
}

/** What the new look did not reach. */
function before(sinceMs: number, { window, message }: Gap): readonly Gap[] {
  if (window.sinceMs >= sinceMs) return [];
  return [{ window: { sinceMs: window.sinceMs, untilMs: Math.min(window.untilMs, sinceMs) }, message }];
}

/** Oldest first, one where they touch. */
function joined(gaps: readonly Gap[]): readonly Gap[] {
  const all: Gap[] = [];
  for (const { window, message } of gaps.toSorted((a, b) => a.window.sinceMs - b.window.sinceMs)) {
    const last = all.at(-1);
    if (last === undefined || last.window.untilMs < window.sinceMs) {
      all.push({ window, message });
      continue;
    }
    const untilMs = Math.max(last.window.untilMs, window.untilMs);
    all[all.length - 1] = { window: { sinceMs: last.window.sinceMs, untilMs }, message };
  }
  return all;
}
