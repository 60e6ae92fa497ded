/** The proof of a leaf as C2SP tlog-proof writes it: index, path, checkpoint, in one file. */
import type { Checkpoint } from '../log/checkpoint.js';

/** The file's text; `path` from the leaf up. */
export function proofText(leaf: number, path: readonly Uint8Array[], checkpoint: Checkpoint): string {
  return [
    'c2sp.org/tlog-proof@v1',
    `index ${leaf}`,
    ...path.map((hash) => Buffer.from(hash).toString('base64')),
    '',
    checkpoint.text,
  ].join('\n');
}
