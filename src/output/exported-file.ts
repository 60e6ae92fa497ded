/** An exported file read back: its hashes, its rows, and which events they tell of. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { JsonObject } from '../audit/event.js';
import { isObject } from '../audit/json-value.js';
import { readCsv } from './csv-reader.js';
import type { Manifest } from './manifest-reader.js';
import type { Position } from './partial-file.js';
import { restoreCell } from './safe-cell.js';

/** What one row tells of; undefined where the file has no such column. */
export interface ExportedRow {
  readonly id: string | undefined;
  readonly instantMs: number | undefined;
}

/** The hash and size of what a packed file holds. */
export async function contentOf(path: string): Promise<Position> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of unpacked(path, true)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The rows of a file that is what its manifest says: call it only then, for a file cut short may end in the midst of one. */
export async function* exportedRows(path: string, manifest: Manifest): AsyncIterable<ExportedRow> {
  const { format, columns, gzip } = manifest.file;
  const texts = decoded(unpacked(path, gzip));
  if (format === 'csv') yield* csvRows(readCsv(texts), columns ?? [], manifest.isRawCells);
  else yield* jsonRows(linesOf(texts));
}

async function* csvRows(
  rows: AsyncIterable<readonly string[]>,
  columns: readonly string[],
  isRawCells: boolean,
): AsyncIterable<ExportedRow> {
  const [idAt, timeAt] = [columns.indexOf('id'), columns.indexOf('timestamp')];
  let isHeader = true;
  for await (const row of rows) {
    if (!isHeader) {
      const cell = row[idAt];
      yield {
        id: cell === undefined || isRawCells ? cell : restoreCell(cell),
        instantMs: instantOf(row[timeAt]),
      };
    }
    isHeader = false;
  }
}

/** Our JSON has one event a line, too: what is no event's line opens or closes the document. */
async function* jsonRows(lines: AsyncIterable<string>): AsyncIterable<ExportedRow> {
  for await (const line of lines) {
    if (!line.startsWith('{') || line.startsWith('{"schema":')) continue;
    const event = asObject(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line));
    const [id, timestamp] = [event['id'], event['timestamp']];
    yield {
      id: typeof id === 'string' ? id : undefined,
      instantMs: typeof timestamp === 'string' ? instantOf(timestamp) : undefined,
    };
  }
}

function instantOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function unpacked(path: string, gzip: boolean): Readable {
  const file = createReadStream(path);
  if (!gzip) return file;
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* linesOf(texts: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
