/** Segments and ledger files read for a judgement: to the last byte where they are whole, as far as possible where they are not. */
import { hash, webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGunzip, gunzip, gunzipSync } from 'node:zlib';
import { readSmallIfThere } from '../../files/small-file.js';
import { readIfThere } from '../../files/whole-file.js';
import type { LeafFile } from '../store/leaf-files.js';
import { attempt, attemptNow } from './attempt.js';
import { Turns } from './turns.js';

/** A file and how large it was when it was listed. */
export interface SizedFile extends LeafFile {
  readonly bytes: number;
}

export interface Unpacked {
  readonly file: SizedFile;
  readonly content: Buffer;
  /** Of the file as it lies there. */
  readonly sha256: string;
  readonly bytes: number;
  /** What is wrong with the packing; undefined where nothing is. */
  readonly damage: string | undefined;
}

const gunzipped = promisify(gunzip);

/** So many files are read and unpacked, on other threads, while one is judged: judging takes longer, and each is held in memory. */
const filesAhead = 1;
/** What is unpacked at one step, that most segments need one: each further one costs a turn of the event loop, and all are copied together. */
const stepBytes = { least: 16 << 10, most: 17 << 20, packedBy: 32 } as const;
/** What is no larger is read and unpacked there and then: to hand it to other threads takes longer than to do it. */
const mostSmallBytes = 16 << 10;
const smallFilesATurn = 32;
/** A few lines' worth. */
const bytesAtOnce = 64;
/** More than any segment that was written here holds. */
const mostContentBytes = 1 << 30;

/** The files in their order; those that cannot be read at all as empty ones. */
export async function* unpackAll(
  archiveFolder: string,
  files: readonly SizedFile[],
): AsyncGenerator<Unpacked> {
  const ahead: Promise<Unpacked>[] = [];
  const turns = new Turns(smallFilesATurn);
  for (const file of files) {
    await turns.next();
    ahead.push(unpackFile(archiveFolder, file));
    ahead.at(-1)?.catch(() => undefined);
    const next = ahead.length > filesAhead ? ahead.shift() : undefined;
    if (next !== undefined) yield await next;
  }
  for (const next of ahead) yield await next;
}

async function unpackFile(archiveFolder: string, file: SizedFile): Promise<Unpacked> {
  const path = join(archiveFolder, file.path);
  const isSmall = file.bytes <= mostSmallBytes;
  const packed = isSmall ? attemptNow(() => readSmallIfThere(path)) : await attempt(() => readIfThere(path));
  if (packed === undefined)
    return { file, content: Buffer.alloc(0), sha256: '', bytes: 0, damage: 'cannot be read' };
  const sha256 = isSmall ? hash('sha256', packed, 'hex') : await digestOf(packed);
  const isPacked = file.path.endsWith('.gz');
  const unpacked = isPacked ? await unpack(packed, isSmall) : { content: packed, damage: undefined };
  return { file, sha256, bytes: packed.length, ...unpacked };
}

async function digestOf(packed: Buffer): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', packed)).toString('hex');
}

type Content = Pick<Unpacked, 'content' | 'damage'>;

async function unpack(packed: Buffer, isSmall: boolean): Promise<Content> {
  // With `info`, which its types do not know, what was read is told beside the content.
  const options = { chunkSize: stepFor(packed), maxOutputLength: mostContentBytes, info: true };
  try {
    return contentOf(packed, isSmall ? gunzipSync(packed, options) : await gunzipped(packed, options));
  } catch {
    return unpackWhatIsWhole(packed);
  }
}

function contentOf(packed: Buffer, result: unknown): Content {
  const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
  const rest = packed.length - engine.bytesWritten;
  return { content: buffer, damage: rest === 0 ? undefined : `has ${rest} bytes behind its end` };
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
