/**
 * Small files, of which there are thousands: read there and then, for to hand each to another thread and wait for it takes ten times
 * as long as to read it. Whoever reads many lets the event loop have its turn between them.
 */
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { cannotRead, systemCode } from './file-failure.js';

/** A link is not followed, and at a pipe nobody waits for a writer (Windows knows no such flags). */
const asItLies = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A file's bytes; undefined where there is none. A link that lies in its place is not followed. @throws UsageError `file-not-readable` */
export function readSmallIfThere(path: string): Buffer | undefined {
  try {
    const file = openSync(path, asItLies);
    try {
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw cannotRead(error, path);
  }
}
