/** How an archive stands, without asking anybody: read off the archive itself, for `archive status`, `status` and `doctor`. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CoverageLedger, type Retention } from '../archive/store/coverage-ledger.js';
import type { ArchiveDescription } from '../archive/store/form.js';
import { openArchive } from '../archive/store/open.js';
import { type Holes, holesOf } from '../archive/sync/holes.js';
import { floorOf } from '../audit/retention.js';
import { Withheld } from './archive-withheld.js';

export interface ArchiveState extends Holes {
  readonly folder: string;
  readonly description: ArchiveDescription;
  readonly size: number;
  readonly events: number;
  readonly segments: number;
  /** Of the events' files, packed and unpacked, and of everything in the folder. */
  readonly bytes: { readonly packed: number; readonly unpacked: number; readonly whole: number };
  readonly coverage: CoverageLedger;
  readonly withheld: Withheld;
  readonly accountName: string | undefined;
  /** As the account called it when it was last asked. */
  readonly timeZone: string | undefined;
  readonly retention: Retention;
  readonly floorMs: number;
  readonly nowMs: number;
}

/**
 * Reads the state of the archive in a folder.
 *
 * @throws NotFoundError where there is none; ProofFailedError where it cannot be believed
 */
export async function readArchiveState(folder: string, nowMs: number): Promise<ArchiveState> {
  const archive = await openArchive(folder);
  const coverage = new CoverageLedger();
  const withheld = new Withheld();
  let location: { readonly name: string; readonly timeZone: string | null } | undefined;
  for await (const { record } of archive.ledger()) {
    coverage.add(record);
    withheld.add(record);
    if (record.kind === 'names') location = record.location ?? location;
  }
  const segments = await archive.manifest();
  const retention = coverage.retention ?? assumedRetention(nowMs);
  const floorMs = nowMs - retention.ms;
  return {
    folder,
    description: archive.description,
    size: archive.log.size,
    events: segments.reduce((sum, { events }) => sum + events, 0),
    segments: segments.length,
    bytes: {
      packed: segments.reduce((sum, { bytes }) => sum + bytes, 0),
      unpacked: segments.reduce((sum, { contentBytes }) => sum + contentBytes, 0),
      whole: bytesIn(folder),
    },
    coverage,
    withheld,
    accountName: location?.name,
    timeZone: location?.timeZone ?? undefined,
    retention,
    floorMs,
    nowMs,
    ...holesOf(coverage, floorMs, nowMs),
  };
}

function assumedRetention(nowMs: number): Retention {
  return { ms: nowMs - floorOf({ nowMs }).ms, origin: 'assumed' };
}

/** Of all files below a folder; there and then, for there are tens of thousands after a year of hourly syncs. */
function bytesIn(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + bytesOf(join(entry.parentPath, entry.name)), 0);
}

/** None of a file that a sync has just moved. */
function bytesOf(path: string): number {
  try {
    return lstatSync(path).size;
  } catch {
    return 0;
  }
}
