/**
 * A segment: one day's events of one run of leaves, a line each, as gzip. Written beside its place and moved there whole; apart
 * from the order of the log, of which a segment knows only its own leaves.
 */
import { createHash, hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readEventLine } from '../../account/event-line.js';
import { ProofFailedError } from '../../errors.js';
import { gzipMember } from '../../files/gzip-member.js';
import { readIfThere } from '../../files/whole-file.js';
import { erasedLeaf } from './erased-line.js';
import { rangeOf, segmentDate, unknownDate } from './form.js';
import type { LeafFile } from './leaf-files.js';
import type { SegmentEntry } from './manifest.js';
import { type Counted, Tally } from './tally.js';

const unpack = promisify(gunzip);

/** Content that goes into one gzip member: enough for its ratio, little enough to be packed while the next is gathered. */
const memberBytes = 1 << 20;
/** Content after which the next segment begins: what a reader unpacks at once. */
const fullBytes = 16 << 20;
/** Where nobody knows: zlib's usual 16 KiB a step make one segment take 300 ms instead of 40. */
const unpackedAtOnce = 1 << 20;
const leastAtOnce = 16 << 10;
/** A full segment, and an event that came last. */
const mostAtOnce = 20 << 20;
/** No segment that was written here unpacks to more: the largest event beside a full segment, and some. */
const mostContentBytes = 512 << 20;

/** A line as a segment is told of it. */
export interface SegmentLine extends Counted {
  /** Without its LF. */
  readonly line: string;
}

export class SegmentWriter {
  readonly date: string;
  readonly #file: FileHandle;
  readonly #tally = new Tally();
  readonly #hash = createHash('sha256');
  #lines: string[] = [];
  #gatheredLength = 0;
  #contentBytes = 0;
  #bytes = 0;
  #packing: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle, date: string) {
    this.#file = file;
    this.date = date;
  }

  /** A new one; what lies at the path must be nothing, be it only a link. */
  static async create(draftPath: string, date: string): Promise<SegmentWriter> {
    return new SegmentWriter(await open(draftPath, 'wx', 0o600), date);
  }

  /** Lines so far. */
  get lines(): number {
    return this.#tally.lines;
  }

  get isFull(): boolean {
    return this.#contentBytes + this.#gatheredLength >= fullBytes;
  }

  /** Resolves when the next line may come: at most one member is packed meanwhile. */
  async add(line: SegmentLine): Promise<void> {
    this.#tally.count(line);
    await this.#gather(line.line);
  }

  /** As `add`, of a line that was read from a segment: it is the leaf of that number. */
  async addStored(line: string, leaf: number): Promise<void> {
    countLine(this.#tally, line, leaf, this.date);
    await this.#gather(line);
  }

  /** Everything is on the disk; gives what the manifest says of it but for its leaves and its place. */
  async finish(): Promise<Omit<SegmentEntry, 'path' | 'first' | 'last'>> {
    try {
      if (this.#lines.length > 0) await this.#pack();
      await this.#packing;
      await this.#file.sync();
    } finally {
      await this.#file.close();
    }
    return {
      ...this.#tally.counts(),
      sha256: this.#hash.digest('hex'),
      bytes: this.#bytes,
      contentBytes: this.#contentBytes,
    };
  }

  /** Lets go of the file where it stands. */
  async abandon(): Promise<void> {
    await this.#packing.catch(() => undefined);
    await this.#file.close();
  }

  async #gather(line: string): Promise<void> {
    this.#lines.push(line);
    this.#gatheredLength += line.length + 1;
    if (this.#gatheredLength >= memberBytes) await this.#pack();
  }

  async #pack(): Promise<void> {
    const content = Buffer.from(`${this.#lines.join('\n')}\n`);
    this.#lines = [];
    this.#gatheredLength = 0;
    this.#contentBytes += content.length;
    await this.#packing;
    this.#packing = this.#write(content);
    // Its failure is met by whoever awaits it next.
    this.#packing.catch(() => undefined);
  }

  async #write(content: Uint8Array): Promise<void> {
    const member = await gzipMember(content);
    this.#hash.update(member);
    await this.#file.writeFile(member);
    this.#bytes += member.length;
  }
}

/**
 * A segment's lines, each with its LF, unpacked.
 *
 * @param path relative to the archive's folder
 * @throws ProofFailedError `segment-damaged` where it does not hold the lines that its name promises
 */
export async function readContent(archiveFolder: string, path: string): Promise<Buffer> {
  return unpackSegment(await readPacked(archiveFolder, path), path);
}

/**
 * The lines of a segment's packed bytes.
 *
 * @param contentBytes how many there will be, as far as anybody knows: so many are unpacked in one step
 * @throws ProofFailedError `segment-damaged`
 */
export async function unpackSegment(
  packed: Buffer,
  path: string,
  contentBytes: number = unpackedAtOnce,
): Promise<Buffer> {
  // With a byte to spare the step ends knowing that there is nothing left.
  const chunkSize = Math.min(Math.max(contentBytes + 1, leastAtOnce), mostAtOnce);
  const options = { maxOutputLength: mostContentBytes, chunkSize };
  const content = await unpack(packed, options).catch((error: unknown) => {
    throw damaged(path, 'it cannot be unpacked', error);
  });
  const range = rangeOf(path);
  const promised = range === undefined ? undefined : range.last - range.first + 1;
  const found = countLines(content);
  if (found !== promised) throw damaged(path, `it holds ${found} lines, and its name promises ${promised}`);
  return content;
}

/** What the manifest says of a segment, read from the segment itself. @throws ProofFailedError `segment-damaged` */
export async function describeSegment(archiveFolder: string, file: LeafFile): Promise<SegmentEntry> {
  const packed = await readPacked(archiveFolder, file.path);
  return entryOfSegment(file, packed, await unpackSegment(packed, file.path));
}

/** The manifest's entry of a segment: what `SegmentWriter` has counted while it wrote, counted again. */
function entryOfSegment({ path, first, last }: LeafFile, packed: Uint8Array, content: Buffer): SegmentEntry {
  const tally = new Tally();
  const date = segmentDate(path);
  for (const [index, line] of content.toString('utf8').split('\n').slice(0, -1).entries())
    countLine(tally, line, first + index, date);
  return {
    path,
    first,
    last,
    ...tally.counts(),
    sha256: hash('sha256', packed, 'hex'),
    bytes: packed.length,
    contentBytes: content.length,
  };
}

/** Rows of no known day are never erased: whatever looks like it came so from the account. */
function countLine(tally: Tally, line: string, leaf: number, date: string): void {
  if (date !== unknownDate && erasedLeaf(line) === leaf) tally.countErased(date);
  else tally.count(countedOf(line));
}

/** What is counted of a line; of one that holds no event only that it is there. */
function countedOf(line: string): Counted {
  const event = readEventLine(line);
  return 'problem' in event
    ? { instantMs: undefined, type: '', module: '', userId: undefined }
    : { instantMs: event.instantMs, type: event.type, module: event.module, userId: event.sourceId };
}

/** A segment's bytes as they lie there. @throws ProofFailedError `segment-damaged` where there are none */
export async function readPacked(archiveFolder: string, path: string): Promise<Buffer> {
  const packed = await readIfThere(join(archiveFolder, path));
  if (packed === undefined) throw damaged(path, 'it is not there any more');
  return packed;
}

function countLines(content: Buffer): number {
  let count = 0;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) count += 1;
  return content.at(-1) === 10 || content.length === 0 ? count : count + 1;
}

function damaged(path: string, why: string, cause?: unknown): ProofFailedError {
  return new ProofFailedError('segment-damaged', `${path} is damaged: ${why}.`, {
    hint: 'See what else is: audit archive verify\nPut back the file from a copy of the archive.',
    cause,
  });
}
