/** Segments and ledger files read for a judgement: to the last byte where they are whole, as far as possible where they are not. */
import { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { createGunzip, gunzip } from 'node:zlib';
import { readIfThere } from '../../files/whole-file.js';
import type { LeafFile } from '../store/leaf-files.js';
import { attempt } from './attempt.js';

export interface Unpacked<File extends LeafFile> {
  readonly file: File;
  readonly content: Buffer;
  /** Of the file as it lies there. */
  readonly sha256: string;
  readonly bytes: number;
  /** What is wrong with the packing; undefined where nothing is. */
  readonly damage: string | undefined;
}

/** So many files are read and unpacked, on other threads, while one is judged: with more, the log’s small files wait behind them. */
const filesAhead = 1;
/** What is unpacked at one step, that most segments need one: each further one costs a turn of the event loop, and all are copied together. */
const stepBytes = { least: 64 << 10, most: 17 << 20, packedBy: 32 } as const;
/** A few lines' worth. */
const bytesAtOnce = 64;
/** More than any segment that was written here holds. */
const mostContentBytes = 1 << 30;

/** The files in their order; those that cannot be read at all as empty ones. */
export async function* unpackAll<File extends LeafFile>(
  archiveFolder: string,
  files: readonly File[],
): AsyncGenerator<Unpacked<File>> {
  const ahead: Promise<Unpacked<File>>[] = [];
  for (const file of files) {
    ahead.push(unpackFile(archiveFolder, file));
    ahead.at(-1)?.catch(() => undefined);
    const next = ahead.length > filesAhead ? ahead.shift() : undefined;
    if (next !== undefined) yield await next;
  }
  for (const next of ahead) yield await next;
}

async function unpackFile<File extends LeafFile>(archiveFolder: string, file: File): Promise<Unpacked<File>> {
  const packed = await attempt(() => readIfThere(join(archiveFolder, file.path)));
  if (packed === undefined)
    return { file, content: Buffer.alloc(0), sha256: '', bytes: 0, damage: 'cannot be read' };
  const sha256 = Buffer.from(await webcrypto.subtle.digest('SHA-256', packed)).toString('hex');
  const isPacked = file.path.endsWith('.gz');
  const unpacked = isPacked ? await unpack(packed) : { content: packed, damage: undefined };
  return { file, sha256, bytes: packed.length, ...unpacked };
}

type Content = Pick<Unpacked<LeafFile>, 'content' | 'damage'>;

function unpack(packed: Buffer): Promise<Content> {
  return new Promise((resolve) => {
    // With `info`, which its types do not know, what was read is told beside the content.
    const options = { chunkSize: stepFor(packed), maxOutputLength: mostContentBytes, info: true };
    gunzip(packed, options, (error, result: unknown) => {
      if (error !== null) resolve(unpackWhatIsWhole(packed));
      else {
        const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
        const rest = packed.length - engine.bytesWritten;
        resolve({ content: buffer, damage: rest === 0 ? undefined : `has ${rest} bytes behind its end` });
      }
    });
  });
}

function stepFor({ length }: Buffer): number {
  return Math.min(Math.max(length * stepBytes.packedBy, stepBytes.least), stepBytes.most);
}

/** What a damaged file still gives, so that the first event can be named that it does not. */
function unpackWhatIsWhole(packed: Buffer): Promise<Content> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const engine = createGunzip({ chunkSize: stepBytes.least });
    const end = () => resolve({ content: Buffer.concat(chunks), damage: 'cannot be unpacked to its end' });
    engine.on('data', (chunk: Buffer) => chunks.push(chunk));
    engine.on('error', end);
    engine.on('end', end);
    // What is unpacked together with the first wrong byte is not handed out.
    for (let at = 0; at < packed.length; at += bytesAtOnce)
      engine.write(packed.subarray(at, at + bytesAtOnce));
    engine.end();
  });
}
