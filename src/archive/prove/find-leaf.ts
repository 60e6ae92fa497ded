/** Where an event stands in the log: its leaves, found by their name in the bundles' bytes, without reading a million of them one by one. */
import { join } from 'node:path';
import { splitBundle } from '../log/bundle.js';
import { nameOfEvent } from '../log/leaf.js';
import { tileWidth, tileWidthIn } from '../log/tile.js';
import { tileBytes } from '../log/tile-files.js';

/** The numbers of the leaves of an event, oldest first: more than one where it came again with other bytes. */
export function findLeaves(archiveFolder: string, size: number, eventId: string): readonly number[] {
  const end = Buffer.from(`  ${nameOfEvent(eventId)}\n`);
  const found: number[] = [];
  for (let index = 0; index * tileWidth < size; index += 1) {
    const width = tileWidthIn(size, 'entries', index);
    const bytes = tileBytes(join(archiveFolder, 'log'), { level: 'entries', index, width });
    if (!bytes.includes(end)) continue;
    for (const [at, entry] of (splitBundle(bytes) ?? []).slice(0, width).entries())
      if (Buffer.from(entry).subarray(-end.length).equals(end)) found.push(index * tileWidth + at);
  }
  return found;
}
