/** Which files hold which leaves, as their names say, and whether together they hold each leaf once: asked by whoever opens, mends or checks an archive. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { systemCode } from '../../files/file-failure.js';
import { eventsFolder, ledgerFolder, rangeOf } from './form.js';

/** A segment or a ledger file. */
export interface LeafFile {
  /** Relative to the archive's folder, with slashes. */
  readonly path: string;
  /** Leaves, both included. */
  readonly first: number;
  readonly last: number;
}

/** Leaves, both included. */
export type LeafRange = Pick<LeafFile, 'first' | 'last'>;

/** Every segment, in the order of the leaves. Links are no segments, and no folders of segments. */
export async function segmentFiles(archiveFolder: string): Promise<readonly LeafFile[]> {
  const found: LeafFile[] = [];
  for (const location of await foldersIn(join(archiveFolder, eventsFolder))) {
    for (const date of await foldersIn(join(archiveFolder, eventsFolder, location)))
      found.push(...(await leafFilesIn(archiveFolder, posix.join(eventsFolder, location, date))));
  }
  return found.sort(byFirst);
}

/** Every ledger file, in the order of the leaves. */
export async function ledgerFiles(archiveFolder: string): Promise<readonly LeafFile[]> {
  return [...(await leafFilesIn(archiveFolder, ledgerFolder))].sort(byFirst);
}

/** The leaves below `size` that none of the ranges holds. */
export function missingRanges(held: readonly LeafRange[], size: number): readonly LeafRange[] {
  const missing: LeafRange[] = [];
  let next = 0;
  for (const { first, last } of held.toSorted(byFirst)) {
    if (next >= size) break;
    if (first > next) missing.push({ first: next, last: Math.min(first, size) - 1 });
    next = Math.max(next, last + 1);
  }
  if (next < size) missing.push({ first: next, last: size - 1 });
  return missing;
}

function byFirst(a: LeafRange, b: LeafRange): number {
  return a.first - b.first || a.last - b.last;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  return (await entriesOf(folder)).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function leafFilesIn(archiveFolder: string, folder: string): Promise<readonly LeafFile[]> {
  const entries = await entriesOf(join(archiveFolder, folder));
  return entries
    .filter((entry) => entry.isFile())
    .flatMap(({ name }) => {
      const range = rangeOf(name);
      return range === undefined ? [] : [{ path: posix.join(folder, name), ...range }];
    });
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
}
