/** NDJSON: one event a line and nothing else, so that lines can be cut, counted and joined. */
import type { AuditEvent } from '../audit/event.js';
import { eventsToLines } from './event-json.js';
import type { EventFormat, FormatOptions } from './format.js';
import { textOfLines } from './line-writer.js';

/** The coverage goes to stderr, not into the lines. */
export function createNdjson({ view, fields }: FormatOptions): EventFormat {
  const toLines = eventsToLines(view, fields);
  const lines = (events: readonly AuditEvent[]) => toLines(events, () => '', '\n');
  return {
    start: () => '',
    batch: (events) => textOfLines(lines(events)),
    lines,
    end: () => '',
  };
}
