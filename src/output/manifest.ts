/** The manifest beside an exported file, as it is written: what was asked, what was had, and the hash by which the file is known again. */
import type { Coverage, Window } from '../audit/coverage.js';
import type { JsonObject } from '../audit/event.js';
import type { DescribedFilter } from '../audit/filter-clause.js';
import { formatInstant } from '../audit/instant.js';
import { coverageObject } from './coverage-object.js';
import { type CsvColumn, csvCell } from './csv-cell.js';
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

function isoUtc(ms: number): string {
  return formatInstant(ms, 'UTC', 'iso-utc');
}
