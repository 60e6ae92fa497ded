/** Whether the manifest tells of the segments what they are: it is derived, yet a question opens only what it points to. */

import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readSmallIfThere } from '../../files/small-file.js';
import type { VerifierKey } from '../log/note.js';
import { isSealed } from '../log/seal.js';
import { manifestFile } from '../store/form.js';
import type { LeafFile } from '../store/leaf-files.js';
import { readManifest, type SegmentEntry } from '../store/manifest.js';
import { sealFile } from '../store/manifest-file.js';
import { describeSegment } from '../store/segment.js';
import { attempt, attemptNow } from './attempt.js';
import type { ReadFile } from './content-check.js';
import type { Finding } from './finding.js';

export interface ManifestCheck {
  readonly findings: readonly Finding[];
  /** Good to know, and no harm: what the next sync makes anew. */
  readonly notes: readonly string[];
}

export interface ManifestQuestion {
  readonly archiveFolder: string;
  readonly keys: readonly VerifierKey[];
  readonly segments: readonly LeafFile[];
  /** Of the segments that were read. */
  readonly read: ReadonlyMap<string, ReadFile>;
  readonly size: number;
}

/** Compares the manifest with what the segments were found to be. */
export async function checkManifest(question: ManifestQuestion): Promise<ManifestCheck> {
  const { archiveFolder, segments, size } = question;
  const bytes = attemptNow(() => readSmallIfThere(join(archiveFolder, manifestFile)));
  if (bytes === undefined)
    return {
      findings: [],
      notes: segments.length === 0 ? [] : ['there is no manifest: the next sync makes it anew'],
    };
  const entries = readManifest(bytes.toString('utf8'));
  if (entries === undefined)
    return { findings: [altered('holds a line that tells of no segment')], notes: [] };
  const seal = attemptNow(() => readSmallIfThere(join(archiveFolder, sealFile)));
  const isCounted = seal !== undefined && isSealed(bytes, seal.toString('utf8'), question.keys);
  const byPath = new Map(entries.filter(({ last }) => last < size).map((entry) => [entry.path, entry]));
  const findings: Finding[] = [];
  let untold = 0;
  for (const segment of segments) {
    const entry = byPath.get(segment.path);
    byPath.delete(segment.path);
    if (entry === undefined) untold += 1;
    else if (!(await isTrue(entry, segment, question, isCounted)))
      findings.push(altered(`does not tell of ${segment.path} what it holds`, segment));
  }
  for (const path of byPath.keys()) findings.push(altered(`tells of ${path}, which is not there`));
  const notes = [
    ...(untold === 0 ? [] : [`the manifest does not tell of ${untold} segments: the next sync adds them`]),
    ...(isCounted ? [] : ['the manifest bears no seal that fits: what it says was counted again']),
  ];
  return { findings, notes };
}

/** What cannot be told from the packed file rests on the seal, or is counted again. */
async function isTrue(
  entry: SegmentEntry,
  segment: LeafFile,
  { archiveFolder, read }: ManifestQuestion,
  isCounted: boolean,
): Promise<boolean> {
  const { first, last } = segment;
  const found = read.get(segment.path);
  const facts = found && { sha256: found.sha256, bytes: found.bytes, contentBytes: found.contentBytes };
  const { sha256, bytes, contentBytes } = entry;
  if (facts !== undefined && !isDeepStrictEqual(facts, { sha256, bytes, contentBytes })) return false;
  if (entry.events !== last - first + 1 || !isOfItsDay(entry)) return false;
  if (isCounted) return true;
  return isDeepStrictEqual(
    await attempt(() => describeSegment(archiveFolder, { path: segment.path, first, last })),
    entry,
  );
}

/** A segment lies in the folder of its events' day, for whoever picks files by their folders. */
function isOfItsDay({ path, firstAt, lastAt }: SegmentEntry): boolean {
  const day = /\/date=([^/]+)\//.exec(path)?.[1];
  return day === 'unknown' || [firstAt, lastAt].every((at) => at?.slice(0, 10) === day);
}

function altered(text: string, segment?: LeafFile): Finding {
  const leaves = segment && { first: segment.first, last: segment.last };
  return { code: 'manifest-altered', path: manifestFile, leaves, text };
}
