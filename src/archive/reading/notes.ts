/** What a reading of an archive notes on its way beside the events: what could not be read, what came in several versions. */
import type { MalformedEvent, Window } from '../../audit/coverage.js';

/** What `Coverage.malformed` promises to keep in full. */
const malformedKept = 100;
/** A list for a person to look into; the rest is the same story. */
const changedKept = 1_000;

export interface Damage {
  readonly window: Window;
  readonly message: string;
}

export class Notes {
  /** Events that lay in several segments. */
  duplicates = 0;
  malformedCount = 0;
  readonly malformed: MalformedEvent[] = [];
  readonly damages: Damage[] = [];
  readonly #changed = new Set<string>();

  /** Ids of events of which there are several versions. */
  get changedIds(): readonly string[] {
    return [...this.#changed];
  }

  changed(id: string): void {
    if (this.#changed.size < changedKept) this.#changed.add(id);
  }

  sawMalformed(event: MalformedEvent): void {
    this.malformedCount += 1;
    if (this.malformed.length < malformedKept) this.malformed.push(event);
  }

  /** @param window of which events may be missing for that */
  couldNotRead(window: Window, message: string): void {
    if (window.sinceMs < window.untilMs) this.damages.push({ window, message });
  }
}
