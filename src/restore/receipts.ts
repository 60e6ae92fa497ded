/** The receipts on disk: one JSON file each, newest last by name, readable by their owner only. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { namesIn, replaceFile } from './data-folder.js';
import type { Receipt } from './receipt.js';

export interface Receipts {
  /** Gives the path. @throws AccessError when it cannot be written */
  keep(receipt: Receipt): Promise<string>;
  /** Newest first; `unreadable`: files that hold none. */
  list(): Promise<{ readonly receipts: readonly Receipt[]; readonly unreadable: readonly string[] }>;
}

/** Those in the data folder. */
export function openReceipts(dataFolder: string): Receipts {
  const folder = join(dataFolder, 'restores', 'receipts');
  return {
    async keep(receipt) {
      const path = join(folder, `${nameOf(receipt)}.json`);
      await replaceFile(path, `${JSON.stringify(receipt, undefined, 2)}\n`);
      return path;
    },
    async list() {
      const paths = (await namesIn(folder))
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(folder, name));
      const read = await Promise.all(paths.map(readReceipt));
      return {
        receipts: read
          .filter((receipt) => receipt !== undefined)
          .sort((a, b) => (a.seenAt < b.seenAt ? 1 : -1)),
        unreadable: paths.filter((_path, index) => read[index] === undefined),
      };
    },
  };
}

/** One restore has one receipt: looked at again later, it is written anew. */
function nameOf({ askedAt, plan, key }: Receipt): string {
  const hash = createHash('sha256').update(`${plan.locationId}\n${plan.eventId}\n${key}`).digest('hex');
  return `${askedAt.replace(/[^0-9TZ]/g, '')}-${hash.slice(0, 8)}`;
}

async function readReceipt(path: string): Promise<Receipt | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isReceipt(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Our own file; only what the listing needs is looked at. */
function isReceipt(value: unknown): value is Receipt {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, outcome, seenAt, askedAt, plan, seen } = value as Partial<Receipt>;
  return (
    schema === 1 &&
    typeof outcome === 'string' &&
    typeof seenAt === 'string' &&
    typeof askedAt === 'string' &&
    typeof plan === 'object' &&
    Array.isArray(plan.restores) &&
    typeof seen === 'object'
  );
}
