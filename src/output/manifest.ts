/** The manifest beside an exported file: what was asked, what was had, and the hash by which the file is known again. */
import { readFile } from 'node:fs/promises';
import type { Coverage, Window } from '../audit/coverage.js';
import type { JsonObject } from '../audit/event.js';
import type { DescribedFilter } from '../audit/filter-clause.js';
import { formatInstant } from '../audit/instant.js';
import { isObject } from '../audit/json-value.js';
import { ProofFailedError } from '../errors.js';
import { coverageObject } from './coverage-object.js';
import { type CsvColumn, csvCell } from './csv-cell.js';
import { systemCode } from './file-failure.js';
import type { Position } from './partial-file.js';
import { safeCellRule } from './safe-cell.js';

/** The shape of the manifest; raised only when a key changes its meaning. */
const manifestVersion = 1;

/** The form of what an export writes: raised whenever the same log and query would give other bytes than before. */
export const exportFormatVersion = 1;

export interface ManifestFacts {
  /** The file's own name, without its folder. */
  readonly name: string;
  readonly position: Position;
  /** Of a packed file: what it holds. */
  readonly content: Position | undefined;
  readonly rows: number;
  readonly events: number;
  readonly format: string;
  readonly order: 'oldest-first' | 'newest-first';
  readonly columns: readonly CsvColumn[] | null;
  readonly csv: { readonly bom: boolean; readonly rawCells: boolean; readonly perField: boolean } | undefined;
  readonly gzip: boolean;
  /** The flags that chose the events, as they were typed. */
  readonly words: JsonObject;
  readonly filters: readonly DescribedFilter[];
  readonly window: Window;
  readonly timeZone: string;
  readonly coverage: Coverage;
  readonly account: { readonly locationId: string; readonly name: string | null; readonly apiUrl: string };
  readonly by: JsonObject;
  readonly toolVersion: string;
  /** Known by this among the files of one export. */
  readonly exportId: string;
  readonly begunAtMs: number;
  readonly finishedAtMs: number;
  /** How often it was interrupted and gone on with. */
  readonly resumes: number;
}

/** The manifest's text. Instants are ISO 8601 UTC; what is not known is null. Frozen keys; adding is fine. */
export function manifestText(facts: ManifestFacts): string {
  const { position, content, csv, window, coverage, timeZone } = facts;
  const manifest = {
    manifest: manifestVersion,
    file: {
      name: facts.name,
      bytes: position.bytes,
      sha256: position.sha256,
      rows: facts.rows,
      events: facts.events,
      format: facts.format,
      formatVersion: exportFormatVersion,
      order: facts.order,
      columns: facts.columns?.map((name) => ({ name, header: csvCell(name).header })) ?? null,
      gzip: facts.gzip,
      content: content ?? null,
    },
    csv:
      csv === undefined
        ? null
        : {
            standard: 'RFC 4180',
            lineEnd: 'CRLF',
            encoding: 'UTF-8',
            bom: csv.bom,
            rowIs: csv.perField ? 'changed field' : 'event',
            cells: csv.rawCells ? { rule: 'raw', words: null } : { rule: 'safe-cell-1', words: safeCellRule },
          },
    query: { words: facts.words, filters: facts.filters },
    window: { since: isoUtc(window.sinceMs), until: isoUtc(window.untilMs), timeZone },
    coverage: coverageObject(coverage, timeZone),
    account: facts.account,
    by: facts.by,
    tool: { name: 'audit', version: facts.toolVersion },
    export: {
      id: facts.exportId,
      begunAt: isoUtc(facts.begunAtMs),
      finishedAt: isoUtc(facts.finishedAtMs),
      resumes: facts.resumes,
    },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

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

function isoUtc(ms: number): string {
  return formatInstant(ms, 'UTC', 'iso-utc');
}
