/** Erasing what an archive holds of a record: what it would take, and taking it. The leaves stay, and with them every proof of the rest. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveWriter } from '../store/append.js';
import { erasuresIn, removeErased } from '../store/erasures.js';
import type { ErasureRecord, HoldRecord } from '../store/ledger.js';
import { readLedger, readSegments } from '../store/open.js';
import { type FoundRecord, findRecord } from './found-record.js';
import { Holds } from './holds.js';

/** Derived, so that nothing is lost with it; and it may hold copies. */
const cacheFolder = 'cache';

export interface ErasurePlan extends FoundRecord {
  readonly recordId: string;
  /** Holds in force that forbid it. */
  readonly holds: readonly HoldRecord[];
}

export interface Erased {
  /** Written anew. */
  readonly segments: number;
}

/**
 * What erasing a record would take.
 *
 * @param archive its folder, and how many leaves it has
 * @throws ProofFailedError where part of the archive cannot be read
 */
export async function planErasure(
  { folder, size }: { readonly folder: string; readonly size: number },
  recordId: string,
): Promise<ErasurePlan> {
  const holds = new Holds();
  for await (const { record } of readLedger(folder, size)) holds.add(record);
  const found = await findRecord(folder, await readSegments(folder, size), recordId);
  const inForce = new Map<string, HoldRecord>();
  for (const { event } of found.events)
    for (const hold of holds.covering(event)) inForce.set(hold.hold, hold);
  return { recordId, ...found, holds: [...inForce.values()] };
}

/**
 * Puts the erasure on record, then takes the content out of the segments. Killed in between, the next run that opens the archive for
 * writing ends it.
 *
 * @param at when, ISO 8601
 */
export async function carryOutErasure(
  writer: ArchiveWriter,
  { events }: Pick<ErasurePlan, 'events'>,
  { case: caseText, at }: { readonly case: string; readonly at: string },
): Promise<Erased> {
  const { folder, log } = writer;
  const leaves = events.map(({ leaf }) => leaf);
  const record: ErasureRecord = { ledger: 1, kind: 'erasure', at, case: caseText, leaves };
  await writer.addRecord(record);
  await writer.commit();
  const entries = await readSegments(folder, log.size);
  const erasures = erasuresIn([...writer.records, record]);
  const segments = await removeErased(folder, entries, erasures, (mended) => writer.replaceManifest(mended));
  await rm(join(folder, cacheFolder), { recursive: true, force: true });
  return { segments };
}
