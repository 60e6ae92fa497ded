/** The `.partial` file: bytes that grow to a proven position and become the target in one stroke. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { ProofFailedError } from '../errors.js';
import { syncFolderOf } from '../files/whole-file.js';

/** A position in a file, and the SHA-256 (hex) of what lies before it. */
export interface Position {
  readonly bytes: number;
  readonly sha256: string;
}

/** Gathered before the system is asked: one small write a page of events would cost more than the page. */
const writeBytes = 262_144;

export class PartialFile {
  readonly #file: FileHandle;
  readonly #hash: Hash;
  #bytes: number;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  private constructor(file: FileHandle, hash: Hash, bytes: number) {
    this.#file = file;
    this.#hash = hash;
    this.#bytes = bytes;
  }

  /** Begins with nothing; what lies there, be it a link, is replaced and not followed. */
  static async create(path: string): Promise<PartialFile> {
    await rm(path, { force: true });
    return new PartialFile(await open(path, 'wx'), createHash('sha256'), 0);
  }

  /**
   * Goes on at a position; what lies behind it is cut off.
   *
   * @throws ProofFailedError when the file is not what it was.
   */
  static async reopen(path: string, { bytes, sha256 }: Position): Promise<PartialFile> {
    const file = await open(path, 'r+');
    try {
      const hash = createHash('sha256');
      for await (const chunk of readUpTo(path, bytes)) hash.update(chunk);
      const { size } = await file.stat();
      if (size < bytes || hash.copy().digest('hex') !== sha256) throw changed(path);
      await file.truncate(bytes);
      return new PartialFile(file, hash, bytes);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes >= writeBytes) await this.#flush();
  }

  /** Where the file stands, once the disk has it. */
  async settle(): Promise<Position> {
    await this.#flush();
    await this.#file.datasync();
    return { bytes: this.#bytes, sha256: this.#hash.copy().digest('hex') };
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    if (this.#pendingBytes === 0) return;
    const bytes = Buffer.concat(this.#pending, this.#pendingBytes);
    this.#pending = [];
    this.#pendingBytes = 0;
    await writeAt(this.#file, bytes, this.#bytes);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }
}

/** A system may take less than it is given. */
async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

/** Puts the finished file in the target's place, under the mode of what was there. */
export async function putInPlace(partial: string, target: string): Promise<void> {
  const before = await stat(target).catch(() => undefined);
  if (before !== undefined) await chmod(partial, before.mode & 0o7777);
  await rename(partial, target);
  await syncFolderOf(target);
}

/** The position at the end of a file. */
export async function positionOfFile(path: string): Promise<Position> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The file's first bytes. */
export function readUpTo(path: string, bytes: number): AsyncIterable<Uint8Array> {
  if (bytes === 0) return empty();
  return createReadStream(path, { end: bytes - 1 });
}

async function* empty(): AsyncIterable<Uint8Array> {}

function changed(path: string): ProofFailedError {
  return new ProofFailedError(
    'partial-changed',
    `${path} is not what it was when the export was interrupted.`,
    {
      hint: 'Begin again: the same command without --resume.',
    },
  );
}
