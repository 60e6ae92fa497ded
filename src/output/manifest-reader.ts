/** The manifest beside an exported file, as it is read again: nobody vouches for its shape, so everything that is used is looked at first. */
import { readFile } from 'node:fs/promises';
import type { Window } from '../audit/coverage.js';
import type { JsonObject } from '../audit/event.js';
import type { DescribedFilter } from '../audit/filter-clause.js';
import { isObject } from '../audit/json-value.js';
import { ProofFailedError } from '../errors.js';
import { systemCode } from '../files/file-failure.js';
import type { Position } from './partial-file.js';

/** What a manifest says, as far as somebody who checks a file needs it. */
export interface Manifest {
  readonly file: {
    readonly bytes: number;
    readonly sha256: string;
    readonly rows: number;
    readonly events: number;
    readonly format: string;
    readonly columns: readonly string[] | null;
    readonly gzip: boolean;
    readonly content: Position | undefined;
  };
  readonly isRawCells: boolean;
  readonly filters: readonly DescribedFilter[];
  readonly window: Window;
  readonly timeZone: string;
  readonly locationId: string;
  readonly exportId: string;
}

/**
 * The manifest at a path; undefined where there is none.
 *
 * @throws ProofFailedError for one that nobody can read.
 */
export async function readManifest(path: string): Promise<Manifest | undefined> {
  try {
    return toManifest(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new ProofFailedError('manifest-unreadable', `${path} is no manifest that can be read.`, {
      hint: 'Nothing vouches for the file any more. Export it again.',
      cause: error,
    });
  }
}

function toManifest(value: unknown): Manifest {
  const manifest = object(value);
  const [file, window, query] = [
    object(manifest['file']),
    object(manifest['window']),
    object(manifest['query']),
  ];
  const csv = manifest['csv'] === null ? undefined : object(manifest['csv']);
  return {
    file: {
      bytes: number(file['bytes']),
      sha256: text(file['sha256']),
      rows: number(file['rows']),
      events: number(file['events']),
      format: text(file['format']),
      columns:
        file['columns'] === null ? null : list(file['columns']).map((column) => text(object(column)['name'])),
      gzip: file['gzip'] === true,
      content: file['content'] === null ? undefined : position(object(file['content'])),
    },
    isRawCells: csv !== undefined && object(csv['cells'])['rule'] === 'raw',
    filters: list(query['filters']).map((filter) => toFilter(object(filter))),
    window: { sinceMs: instant(window['since']), untilMs: instant(window['until']) },
    timeZone: text(window['timeZone']),
    locationId: text(object(manifest['account'])['locationId']),
    exportId: text(object(manifest['export'])['id']),
  };
}

function toFilter(filter: JsonObject): DescribedFilter {
  return {
    name: text(filter['name']),
    asked: list(filter['asked']).map(text),
    values: list(filter['values']).map(text),
    labels: list(filter['labels']).map(text),
  };
}

function position(value: JsonObject): Position {
  return { bytes: number(value['bytes']), sha256: text(value['sha256']) };
}

function object(value: unknown): JsonObject {
  if (isObject(value)) return value;
  throw new TypeError('an object was expected');
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError('a list was expected');
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('a text was expected');
}

function number(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new TypeError('a number was expected');
}

function instant(value: unknown): number {
  return number(Date.parse(text(value)));
}
