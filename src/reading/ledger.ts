/** The books of one reading: what was delivered, repeated, malformed or could not be read; `coverage.ts` makes the coverage of it. */
import { createHash } from 'node:crypto';
import { isToldAlike } from '../account/wire-event.js';
import type { MalformedEvent, Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';

/** What `Coverage.malformed` promises to keep in full. */
const malformedKept = 100;
/** A list for a person to look into; the rest is the same story. */
const conflictsKept = 1_000;

export interface UnreadableSpan {
  readonly window: Window;
  readonly message: string;
}

export class Ledger {
  delivered = 0;
  duplicates = 0;
  /** Events outside the span that was asked for: kept out. */
  strays = 0;
  readonly malformed: MalformedEvent[] = [];
  readonly unreadable: UnreadableSpan[] = [];
  readonly #conflicts = new Set<string>();
  readonly #malformedTimes = new Map<string, number>();

  get conflictingIds(): readonly string[] {
    return [...this.#conflicts];
  }

  get malformedCount(): number {
    let count = 0;
    for (const times of this.#malformedTimes.values()) count += times;
    return count;
  }

  repeated(kept: AuditEvent, repeat: AuditEvent): void {
    this.duplicates++;
    if (this.#conflicts.size < conflictsKept && !isToldAlike(kept, repeat)) this.#conflicts.add(kept.id);
  }

  /** An event without id or time is known by its text alone: it counts as often as one answer held it at most. */
  sawMalformed(events: readonly MalformedEvent[]): void {
    const here = new Map<string, number>();
    for (const event of events) {
      const key = createHash('sha256').update(event.rawText).digest('base64');
      const times = (here.get(key) ?? 0) + 1;
      here.set(key, times);
      const before = this.#malformedTimes.get(key) ?? 0;
      if (times <= before) continue;
      this.#malformedTimes.set(key, times);
      if (this.malformed.length < malformedKept) this.malformed.push(event);
    }
  }

  couldNotRead(window: Window, message: string): void {
    if (window.sinceMs < window.untilMs) this.unreadable.push({ window, message });
  }
}
