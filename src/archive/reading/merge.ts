/** Events of many segments in one stable order: segments overlap where events arrived late, and what lies in two of them is given once. */
import { type AuditEvent, compareNewestFirst, compareOldestFirst } from '../../audit/event.js';
import type { TimedSegment } from './pick.js';
import { type SegmentEventsOptions, segmentEvents, windowOf } from './segment-events.js';
import type { Shelf } from './shelf.js';

/** A segment that has been opened, and its next event. */
interface Open {
  readonly rest: Iterator<AuditEvent>;
  readonly first: number;
  event: AuditEvent;
}

export class Merge {
  readonly #shelf: Shelf;
  readonly #options: SegmentEventsOptions;
  readonly #compare: (a: AuditEvent, b: AuditEvent) => number;
  readonly #open: Open[] = [];
  #given: AuditEvent | undefined;

  constructor(shelf: Shelf, options: SegmentEventsOptions) {
    this.#shelf = shelf;
    this.#options = options;
    this.#compare = options.order === 'oldest-first' ? compareOldestFirst : compareNewestFirst;
  }

  /** Whether another segment has to be fetched before the next event is known. */
  get needsMore(): boolean {
    const { next } = this.#shelf;
    const [head] = this.#open;
    return next !== undefined && (head === undefined || this.#mayComeBefore(next, head.event));
  }

  /** Opens the next segment. */
  async more(): Promise<void> {
    const segment = this.#shelf.next;
    const fetched = await this.#shelf.take();
    if (segment === undefined) return;
    if ('damage' in fetched) {
      this.#options.notes.couldNotRead(windowOf(segment), fetched.damage);
      return;
    }
    const rest = segmentEvents(segment, fetched.content, this.#options);
    const { value: event, done } = rest.next();
    if (done !== true) this.#place({ rest, first: segment.entry.first, event });
  }

  /** The next event, when no more segments are needed to know it; undefined when all have been given. */
  next(): AuditEvent | undefined {
    for (let event = this.#take(); event !== undefined; event = this.#take()) {
      if (this.#given?.id === event.id) {
        this.#options.notes.duplicates += 1;
        continue;
      }
      this.#given = event;
      return event;
    }
    return undefined;
  }

  #take(): AuditEvent | undefined {
    const head = this.#open[0];
    if (head === undefined || this.needsMore) return undefined;
    const { event } = head;
    const { value, done } = head.rest.next();
    if (done === true) {
      this.#open.shift();
    } else if (this.#open.length > 1 && this.#compare(value, (this.#open[1] as Open).event) >= 0) {
      this.#open.shift();
      this.#place({ ...head, event: value });
    } else {
      head.event = value;
    }
    return event;
  }

  #mayComeBefore({ firstMs, lastMs }: TimedSegment, { instantMs }: AuditEvent): boolean {
    return this.#options.order === 'oldest-first' ? firstMs <= instantMs : lastMs >= instantMs;
  }

  /** Of two versions of one event that share their instant the later leaf comes first, and so is the one that is given. */
  #place(opened: Open): void {
    const at = this.#open.findIndex(({ event, first }) => {
      const order = this.#compare(opened.event, event);
      return order < 0 || (order === 0 && opened.first > first);
    });
    if (at < 0) this.#open.push(opened);
    else this.#open.splice(at, 0, opened);
  }
}
