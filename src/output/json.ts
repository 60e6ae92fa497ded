/** One JSON document, `{ "schema": 1, "events": […], "coverage": {…} }`, written as it comes: one event a line. */
import { coverageObject } from './coverage-object.js';
import { eventToJson } from './event-json.js';
import type { EventFormat, FormatOptions } from './formats.js';
import { harmlessJson } from './harmless.js';

/** The shape's version: raised only when a key changes its meaning. */
const schemaVersion = 1;

/** The coverage stands last: it is known last. A document without one was cut off. */
export function createJson({ view, fields }: FormatOptions): EventFormat {
  const toJson = eventToJson(view, fields);
  let written = 0;
  return {
    start: () => `{"schema":${schemaVersion},"events":[`,
    batch: (events) => {
      let lines = '';
      for (const event of events) {
        lines += `${written === 0 ? '' : ','}\n${toJson(event)}`;
        written += 1;
      }
      return lines;
    },
    end: (coverage) =>
      `\n],"coverage":${harmlessJson(JSON.stringify(coverageObject(coverage, view.timeZone)))}}\n`,
  };
}
