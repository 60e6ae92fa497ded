/** The one map of the formats that events are written in: a new format is one file and one line here. */
import { UsageError } from '../errors.js';
import type { EventFormat, FormatOptions } from './format.js';

type FormatMaker = (options: FormatOptions) => EventFormat;

/** Loaded when asked for: what a table needs should not cost a script anything, nor the other way round. */
const formats = {
  table: async () => (await import('./table.js')).createTable,
  tsv: async () => (await import('./tsv.js')).createTsv,
  csv: async () => (await import('./csv.js')).createCsv,
  json: async () => (await import('./json.js')).createJson,
  ndjson: async () => (await import('./ndjson.js')).createNdjson,
} as const satisfies Record<string, () => Promise<FormatMaker>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[];

/** A format ready to write one reading. */
export async function createFormat(name: FormatName, options: FormatOptions): Promise<EventFormat> {
  const make = await formats[name]();
  return make(options);
}

/**
 * The format that a word names.
 *
 * @throws UsageError when there is none of that name, or it is not among the `allowed`.
 */
export function parseFormat(word: string, allowed: readonly FormatName[] = formatNames): FormatName {
  const found = allowed.find((name) => name === word.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError('unknown-format', `There is no format "${word}" here.`, {
    hint: `There are: ${allowed.join(', ')}`,
  });
}
