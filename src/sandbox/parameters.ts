/** Query parameters, strictly: every unknown, repeated or malformed one is named in a 422, as strict validators do. */

import { Refusal } from './answer.js';

/** Parameters of one request; each reader names what it takes, `finish` refuses the rest. */
export interface Parameters {
  /** The parameter's text; undefined when absent. */
  text(name: string): string | undefined;
  required(name: string): string;
  /** Every value of a parameter that may be repeated, up to a number. */
  list(name: string, most: number): readonly string[];
  /** A whole number within bounds, or the default. */
  integer(
    name: string,
    bounds: { readonly low: number; readonly high: number; readonly byDefault: number },
  ): number;
  /** One of a few words; undefined when absent. */
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined;
  /** An instant in ISO 8601 with `Z`: milliseconds since the epoch. */
  instant(name: string): number | undefined;
  /** @throws Refusal 422 with a sentence for each thing wrong. */
  finish(): void;
}

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/u;

/** Wraps the query of a URL. Values are gathered first and refused together, so that a caller sees all faults at once. */
export function readParameters(query: URLSearchParams): Parameters {
  const faults: string[] = [];
  const taken = new Set<string>();
  const list = (name: string, most: number) => {
    taken.add(name);
    const values = query.getAll(name);
    if (values.includes('')) faults.push(`${name} should not be empty`);
    if (values.length > most)
      faults.push(
        most === 1 ? `${name} must be given once` : `${name} must contain no more than ${most} values`,
      );
    return values;
  };
  const text = (name: string) => list(name, 1)[0];
  return {
    text,
    list,
    required: (name) => {
      const value = text(name);
      if (value === undefined) faults.push(`${name} should not be empty`);
      return value ?? '';
    },
    integer: (name, { low, high, byDefault }) => {
      const value = text(name);
      if (value === undefined) return byDefault;
      const number = /^\d{1,15}$/u.test(value) ? Number(value) : Number.NaN;
      if (!(number >= low && number <= high)) faults.push(rangeFault(name, number, low, high));
      return number;
    },
    oneOf: (name, words) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const word = words.find((candidate) => candidate === value);
      if (word === undefined) faults.push(`${name} must be one of the following values: ${words.join(', ')}`);
      return word;
    },
    instant: (name) => {
      const value = text(name);
      if (value === undefined) return undefined;
      const ms = parseInstant(value);
      if (Number.isNaN(ms)) faults.push(`${name} must be a valid ISO 8601 date string`);
      return ms;
    },
    finish: () => {
      for (const name of new Set(query.keys())) {
        if (!taken.has(name)) faults.push(`property ${name} should not exist`);
      }
      if (faults.length > 0) throw new Refusal(422, [...new Set(faults)]);
    },
  };
}

/** NaN for anything but an instant that exists: the runtime alone would take the 31st of February for the 3rd of March. */
function parseInstant(text: string): number {
  const ms = isoInstant.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 19)) ? ms : Number.NaN;
}

function rangeFault(name: string, number: number, low: number, high: number): string {
  if (Number.isNaN(number)) return `${name} must be an integer number`;
  return number < low ? `${name} must not be less than ${low}` : `${name} must not be greater than ${high}`;
}
