/** What lies in an archive's folder at one moment, before anything of it is believed. */
import { join } from 'node:path';
import { ProofFailedError } from '../../errors.js';
import { readSmallIfThere } from '../../files/small-file.js';
import { descriptionFile, readDescription } from '../store/form.js';
import type { LeafFile } from '../store/leaf-files.js';
import { attemptNow } from './attempt.js';
import { type FoundCheckpoint, findCheckpoint, newestPath } from './checkpoints.js';
import { isLedgerFile } from './diagnose.js';
import { type FoundFile, type Inventory, takeInventory } from './inventory.js';
import { type Records, readRecords } from './records.js';
import { compareTiles } from './tile-inventory.js';

export interface Scene {
  readonly folder: string;
  readonly inventory: Inventory;
  /** `log/checkpoint`, or the largest of those that are kept where that one cannot be read. */
  readonly newest: FoundCheckpoint;
  /** Segments and ledger files of the leaves that the newest checkpoint counts. */
  readonly leafFiles: readonly (LeafFile & FoundFile)[];
  /** Checkpoints of these sizes. */
  readonly checkpoints: readonly FoundFile[];
  readonly records: Records;
  /** The text of `archive.json`. */
  readonly description: string | undefined;
  /** Files that the newest checkpoint does not count: of a run that goes on beside this, or that was killed. */
  readonly leftovers: number;
}

/** A run beside this one may commit while its files are listed; so often it is listed anew. */
const mostTries = 5;

/** @throws ProofFailedError `nothing-to-verify` */
export function lookAt(folder: string): Scene {
  const { inventory, newest } = listed(folder);
  const isWithin = (size: number) => size <= newest.size;
  const leafFiles = inventory.leafFiles.filter(({ last }) => isWithin(last + 1));
  const checkpoints = inventory.checkpoints.filter(({ path }) => isWithin(Number(path.split('/').at(-1))));
  const description = attemptNow(() => readSmallIfThere(join(folder, descriptionFile)));
  return {
    folder,
    inventory,
    newest,
    leafFiles,
    checkpoints,
    records: readRecords(folder, leafFiles.filter(isLedgerFile)),
    description: description?.toString('utf8'),
    leftovers:
      inventory.leafFiles.length -
      leafFiles.length +
      (inventory.checkpoints.length - checkpoints.length) +
      compareTiles(inventory.tiles, newest.size).others +
      inventory.drafts.length,
  };
}

/** The log's name as the archive gives it, to find what this machine keeps of it. */
export function originOf({ newest, description }: Scene): string {
  try {
    return readDescription(description ?? '').origin;
  } catch (error) {
    if (error instanceof ProofFailedError) return newest.origin;
    throw error;
  }
}

function listed(folder: string): Pick<Scene, 'inventory' | 'newest'> {
  for (let tries = 1; ; tries += 1) {
    const newest = findCheckpoint(folder, newestPath);
    const inventory = attemptNow(() => takeInventory(folder));
    const after = findCheckpoint(folder, newestPath);
    if (newest?.text !== after?.text && tries < mostTries) continue;
    const found = newest ?? (inventory && largestKept(folder, inventory));
    if (inventory !== undefined && found !== undefined) return { inventory, newest: found };
    throw new ProofFailedError(
      'nothing-to-verify',
      `There is nothing to verify in ${folder}: no checkpoint vouches for anything.`,
      {
        hint: 'An archive begins with: audit archive sync\nIf there was one, bring back its log from a copy.',
      },
    );
  }
}

function largestKept(folder: string, { checkpoints }: Inventory): FoundCheckpoint | undefined {
  for (const { path } of checkpoints.toReversed()) {
    const checkpoint = findCheckpoint(folder, path);
    if (checkpoint !== undefined) return checkpoint;
  }
  return undefined;
}
