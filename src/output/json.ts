/** One JSON document, `{ "schema": 1, "events": […], "coverage": {…} }`, written as it comes: one event a line. */
import { coverageObject } from './coverage-object.js';
import { eventsToLines } from './event-json.js';
import type { EventFormat, FormatOptions } from './format.js';
import { harmlessJson } from './harmless.js';
import { textOfLines } from './line-writer.js';

/** The shape's version: raised only when a key changes its meaning. */
const schemaVersion = 1;

/** What the next reading of the same log would tell differently. */
const ofThisRunAlone = {
  floor: null,
  requests: null,
  retries: null,
  refusals: null,
  duplicates: null,
  unsettledSince: null,
};

/** The coverage stands last: it is known last. A document without one was cut off. */
export function createJson(options: FormatOptions): EventFormat {
  const { view, fields, eventsBefore = 0, isReproducible = false } = options;
  const toLines = eventsToLines(view, fields);
  let written = eventsBefore;
  const begin = () => {
    written += 1;
    return written === 1 ? '\n' : ',\n';
  };
  return {
    start: () => `{"schema":${schemaVersion},"events":[`,
    batch: (events) => textOfLines(toLines(events, begin, '')),
    encoded: (events) => toLines(events, begin, '').bytes,
    end(coverage) {
      const object = coverageObject(coverage, view.timeZone);
      const told = isReproducible ? { ...object, ...ofThisRunAlone } : object;
      return `\n],"coverage":${harmlessJson(JSON.stringify(told))}}\n`;
    },
  };
}
