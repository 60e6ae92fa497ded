/** A CSV of anybody's: which events it tells of, as far as its header says where their ids and times stand. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { folded } from '../audit/folded.js';
import { UsageError } from '../errors.js';
import { cannotRead } from '../files/file-failure.js';
import { readCsv } from './csv-reader.js';
import { restoreCell } from './safe-cell.js';

interface ForeignRow {
  readonly id: string;
  /** Undefined where there is no such column, or nobody can tell what it says. */
  readonly instantMs: number | undefined;
}

export interface ForeignCsv {
  /** As the header names them. */
  readonly idColumn: string;
  readonly timeColumn: string | undefined;
  readonly otherColumns: readonly string[];
  readonly rows: readonly ForeignRow[];
}

/** Ours, the wire's, and what people call it. */
const idNames: ReadonlySet<string> = new Set(['event id', 'eventid', 'event_id', '_id', 'id', 'log id']);
const timeNames: ReadonlySet<string> = new Set([
  'timestamp',
  'createdat',
  'created at',
  'date & time',
  'date',
  'time',
]);

/**
 * Reads it whole: its ids and times.
 *
 * @param parseTime the instant that a cell means; undefined where it means none
 * @throws UsageError for a file that cannot be read, or has no event ids
 */
export async function readForeignCsv(
  path: string,
  parseTime: (text: string) => number | undefined,
): Promise<ForeignCsv> {
  const rows: ForeignRow[] = [];
  let header: readonly string[] | undefined;
  let places = { id: -1, time: -1 };
  try {
    for await (const row of readCsv(decoded(path))) {
      if (header === undefined) {
        header = row;
        places = { id: indexIn(row, idNames), time: indexIn(row, timeNames) };
        if (places.id < 0) throw noIds(path, row);
        continue;
      }
      const [id, time] = [row[places.id], row[places.time]];
      if (id !== undefined && id !== '')
        rows.push({ id: restoreCell(id), instantMs: time === undefined ? undefined : parseTime(time) });
    }
  } catch (error) {
    throw error instanceof UsageError ? error : cannotRead(error, path);
  }
  if (header === undefined) throw noIds(path, []);
  const { id, time } = places;
  return {
    idColumn: header[id] ?? '',
    timeColumn: header[time],
    otherColumns: header.filter((_, index) => index !== id && index !== time),
    rows,
  };
}

function indexIn(header: readonly string[], names: ReadonlySet<string>): number {
  return header.findIndex((name) => names.has(folded(name.trim())));
}

async function* decoded(path: string): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const file = createReadStream(path);
  const gunzip = path.endsWith('.gz') ? createGunzip() : undefined;
  if (gunzip !== undefined) file.on('error', (error) => gunzip.destroy(error));
  for await (const chunk of gunzip === undefined ? file : file.pipe(gunzip))
    yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function noIds(path: string, header: readonly string[]): UsageError {
  const columns = header.length === 0 ? 'It has no header.' : `Its columns: ${header.join(', ')}`;
  return new UsageError('no-ids', `${path} has no event ids, and events that are only alike prove nothing.`, {
    hint: `${columns}\nThe service's own export may leave them out; audit export writes them as Event ID.`,
  });
}
