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

/** How much is remembered beyond what the next look needs: for looks that reach far back. */
export interface MemoryBounds {
  /** So long after an event may have arrived and still be shown, once. */
  readonly longestMs: number;
  /** So many ids, 100 bytes each. */
  readonly mostIds: number;
}

const usualMemory: MemoryBounds = { longestMs: 24 * 3_600_000, mostIds: 200_000 };

export class Watermark {
  /** With their instants, in the order in which they were told. */
  readonly #told = new Map<string, number>();
  readonly #memory: MemoryBounds;
  #sinceMs: number;
  #rememberedSinceMs: number;
  #gaps: readonly Gap[] = [];

  /** Events before this instant (milliseconds since the epoch) are nobody's wish. */
  constructor(sinceMs: number, memory: MemoryBounds = usualMemory) {
    this.#sinceMs = sinceMs;
    this.#rememberedSinceMs = sinceMs;
    this.#memory = memory;
  }

  /** Everything before this instant has been told for good: whoever goes on later begins here. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** Spans that could not be read and are still asked for again. */
  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  /** From here on whatever was told is known to have been: a look may reach back as far, for what arrived very late. */
  get rememberedSinceMs(): number {
    return this.#rememberedSinceMs;
  }

  /** How many events from `sinceMs` on have been told: whoever goes on from there is shown them again. */
  get repeats(): number {
    let count = 0;
    for (const instantMs of this.#told.values()) if (instantMs >= this.#sinceMs) count += 1;
    return count;
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
   * up on from being held in memory whole.
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

  /** Keeps what lies before that instant no longer than the memory reaches, and what lies after it whatever happens. */
  #forget(neededSinceMs: number): void {
    const oldestMs = neededSinceMs - this.#memory.longestMs;
    for (const [id, instantMs] of this.#told) {
      const isTooMuch = this.#told.size > this.#memory.mostIds && instantMs < neededSinceMs;
      if (instantMs >= oldestMs && !isTooMuch) return;
      this.#told.delete(id);
      this.#rememberedSinceMs = Math.max(this.#rememberedSinceMs, instantMs + 1);
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
