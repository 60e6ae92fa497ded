/** The events of one segment that may match, in the order that was asked for: only what is taken is parsed, and of a rare filter only its lines. */
import { isAscii } from 'node:buffer';
import { readEventLine } from '../../account/event-line.js';
import {
  type AuditEvent,
  compareNewestFirst,
  compareOldestFirst,
  type EventOrder,
} from '../../audit/event.js';
import { erasedLeaf } from '../store/erased-line.js';
import type { LedgerBook } from './ledger-book.js';
import { allLines, type LineSpans, linesWith } from './lines.js';
import type { Notes } from './notes.js';
import { isUndated, type TimedSegment } from './pick.js';
import type { WantedValues } from './wanted.js';

export interface SegmentEventsOptions {
  readonly wanted: readonly WantedValues[];
  readonly order: EventOrder;
  readonly book: LedgerBook;
  readonly notes: Notes;
}

/** Where characters may be written as `\u0041`, bytes prove nothing. */
const asciiEscape = Buffer.from('\\u00');

/**
 * Not all that it gives need match, and nothing that matches is left out but what a later version has replaced. What cannot be
 * read is noted.
 *
 * @param content the segment's lines, unpacked
 */
export function* segmentEvents(
  segment: TimedSegment,
  content: Buffer,
  options: SegmentEventsOptions,
): Generator<AuditEvent> {
  const compare = options.order === 'oldest-first' ? compareOldestFirst : compareNewestFirst;
  let previous: AuditEvent | undefined;
  for (const event of new Candidates(segment, content, options).events()) {
    if (previous !== undefined && compare(previous, event) > 0) {
      options.notes.couldNotRead(windowOf(segment), `${segment.entry.path} is not in order`);
      return;
    }
    previous = event;
    if (isLatest(event, segment, options)) yield event;
  }
}

/** Whether no later segment holds the event anew. */
function isLatest(
  { id }: AuditEvent,
  { entry }: TimedSegment,
  { book, notes }: SegmentEventsOptions,
): boolean {
  const latest = book.latestOf(id);
  if (latest === undefined) return true;
  notes.changed(id);
  return entry.last >= latest;
}

/** The span of which events may be missing where a segment cannot be read. */
export function windowOf({ firstMs, lastMs }: TimedSegment): {
  readonly sinceMs: number;
  readonly untilMs: number;
} {
  return { sinceMs: firstMs, untilMs: lastMs + 1 };
}

class Candidates {
  readonly #segment: TimedSegment;
  readonly #content: Buffer;
  readonly #options: SegmentEventsOptions;
  readonly #encoding: 'latin1' | 'utf8';

  constructor(segment: TimedSegment, content: Buffer, options: SegmentEventsOptions) {
    this.#segment = segment;
    this.#content = content;
    this.#options = options;
    // What is ASCII reads the same either way, and is only copied as Latin-1.
    this.#encoding = isAscii(content) ? 'latin1' : 'utf8';
  }

  events(): Iterable<AuditEvent> {
    const counted = this.#countedEvents();
    if (counted !== undefined) return this.#options.order === 'oldest-first' ? counted : counted.reverse();
    return this.#parsed(this.#searchedLines() ?? allLines(this.#content));
  }

  /**
   * Those that bear the rarest value that the manifest counts. Undefined where it is not rare, or where the lines with its
   * bytes are fewer than were counted: then some are written otherwise.
   */
  #countedEvents(): AuditEvent[] | undefined {
    const { entry } = this.#segment;
    const [rarest] = this.#options.wanted
      .flatMap((values) => {
        const { needles } = values;
        const count = values.countIn(entry);
        return needles === undefined || count === undefined ? [] : [{ values, needles, count }];
      })
      .sort((a, b) => a.count - b.count);
    if (rarest === undefined || rarest.count > entry.events / 2) return undefined;
    const events: AuditEvent[] = [];
    for (const event of this.#read(linesWith(this.#content, rarest.needles), 'oldest-first'))
      if (rarest.values.bears(event)) events.push(event);
    return events.length >= rarest.count ? events : undefined;
  }

  /** Lines with bytes that nobody has counted; undefined where bytes prove nothing. */
  #searchedLines(): LineSpans | undefined {
    const uncounted = this.#options.wanted.find(
      (values) => values.countIn(this.#segment.entry) === undefined,
    );
    if (uncounted?.needles === undefined || this.#content.includes(asciiEscape)) return undefined;
    return linesWith(this.#content, uncounted.needles);
  }

  #parsed(lines: LineSpans): Iterable<AuditEvent> {
    return this.#read(lines, this.#options.order);
  }

  *#read(lines: LineSpans, order: EventOrder): Generator<AuditEvent> {
    const count = lines.length / 2;
    for (let index = 0; index < count; index++) {
      const at = 2 * (order === 'oldest-first' ? index : count - 1 - index);
      const event = this.#event(this.#content.toString(this.#encoding, lines[at], lines[at + 1]));
      if (event !== undefined) yield event;
    }
  }

  #event(line: string): AuditEvent | undefined {
    const event = readEventLine(line);
    if (!('problem' in event)) return event;
    if (!isUndated(this.#segment.entry) && !this.#isErased(line)) {
      const message = `${this.#segment.entry.path} holds a line that is no event`;
      this.#options.notes.couldNotRead(windowOf(this.#segment), message);
    }
    return undefined;
  }

  /** Only what the archive's own records say counts as erased. */
  #isErased(line: string): boolean {
    const { first, last } = this.#segment.entry;
    const leaf = erasedLeaf(line);
    return (
      leaf !== undefined && leaf >= first && leaf <= last && this.#options.book.caseOf(leaf) !== undefined
    );
  }
}
