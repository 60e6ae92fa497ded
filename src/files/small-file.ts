/**
 * Small files, of which there are thousands: read there and then, for to hand each to another thread and wait for it takes ten times
 * as long as to read it. Whoever reads many lets the event loop have its turn between them.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { cannotRead, systemCode, tooLargeToRead } from './file-failure.js';

/** How what may lie there is opened: a link is not followed, and at a pipe nobody waits for a writer (Windows knows no such flags). */
export const asItLies = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** No text can hold more. */
const mostBytes = 500_000_000;

/** A file's bytes; undefined where there is none. A link that lies in its place is not followed. @throws UsageError `file-not-readable` */
export function readSmallIfThere(path: string): Buffer | undefined {
  try {
    const file = openSync(path, asItLies);
    try {
      return contentOf(file, path);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw cannotRead(error, path);
  }
}

/** As much as it held when it was opened: what is no file holds nothing. */
function contentOf(file: number, path: string): Buffer {
  const { size } = fstatSync(file);
  if (size > mostBytes) throw tooLargeToRead(path);
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  for (let read = 1; read > 0 && length < size; length += read)
    read = readSync(file, bytes, length, size - length, null);
  return bytes.subarray(0, length);
}
