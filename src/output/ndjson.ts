/** NDJSON: one event a line and nothing else, so that lines can be cut, counted and joined. */
import { eventsToPieces, eventToJson } from './event-json.js';
import type { EventFormat, FormatOptions } from './format.js';

/** The coverage goes to stderr, not into the lines. */
export function createNdjson({ view, fields }: FormatOptions): EventFormat {
  const toJson = eventToJson(view, fields);
  const toPieces = eventsToPieces(view, fields);
  return {
    start: () => '',
    batch: (events) => {
      let lines = '';
      for (const event of events) lines += `${toJson(event)}\n`;
      return lines;
    },
    pieces: (events) => toPieces(events, () => '', '\n'),
    end: () => '',
  };
}
