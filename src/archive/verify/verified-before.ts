/** What this machine has verified before, kept apart from the archive: so that what nobody has touched since need not be read again. */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { isObject } from '../../audit/json-value.js';
import { makeFolders } from '../../files/folders.js';
import { readIfThere, replaceFile } from '../../files/whole-file.js';
import { tileWidth } from '../log/tile.js';
import { attempt } from './attempt.js';
import type { ReadFile } from './content-check.js';
import type { FoundFile } from './inventory.js';
import type { VouchedRoot } from './tree-check.js';

/** What was found of a file, and its mark at that time. */
interface VerifiedFile extends ReadFile {
  readonly mark: string;
}

export interface VerifiedBefore {
  readonly prefix: VouchedRoot;
  /** Over the marks of the tiles within the prefix. */
  readonly tiles: string;
  readonly files: ReadonlyMap<string, VerifiedFile>;
}

const stateFile = 'verified.json';

/** What was verified before; undefined where nothing was, or not by a version that this one understands. */
export async function readVerifiedBefore(keptApartFolder: string): Promise<VerifiedBefore | undefined> {
  const text = await attempt(() => readIfThere(join(keptApartFolder, stateFile)));
  const value: unknown = text && parsed(text.toString('utf8'));
  if (!isObject(value) || value['verified'] !== 1 || typeof value['tiles'] !== 'string') return undefined;
  const { size, root, tiles, files } = value;
  if (typeof size !== 'number' || typeof root !== 'string' || !isObject(files)) return undefined;
  const known = Object.entries(files).filter((entry): entry is [string, VerifiedFile] =>
    isVerifiedFile(entry[1]),
  );
  return { prefix: { size, rootHash: Buffer.from(root, 'base64') }, tiles, files: new Map(known) };
}

/** Keeps what a verification without any finding has seen. */
export async function keepVerified(
  keptApartFolder: string,
  { prefix, tiles, files }: VerifiedBefore,
): Promise<void> {
  makeFolders(keptApartFolder);
  const root = Buffer.from(prefix.rootHash).toString('base64');
  const state = { verified: 1, size: prefix.size, root, tiles, files: Object.fromEntries(files) };
  await replaceFile(join(keptApartFolder, stateFile), JSON.stringify(state), 0o600);
}

/** One hash over the marks of the tiles that a tree of that many leaves has filled. */
export function tilesMark(tiles: readonly FoundFile[], size: number): string {
  const marks = tiles.flatMap(({ path, mark }) => (isWithin(path, size) ? [`${path} ${mark}`] : []));
  return hash('sha256', marks.sort().join('\n'), 'hex');
}

/** Whether it is a full tile of which every leaf is among the first `size`. */
function isWithin(path: string, size: number): boolean {
  const [, level = '', digits = ''] = /\/tile\/([^/]+)\/([x\d/]+)$/.exec(path) ?? [];
  const index = Number(digits.replace(/[x/]/g, ''));
  const leaves = level === 'entries' ? tileWidth : tileWidth ** (Number(level) + 1);
  return digits !== '' && (index + 1) * leaves <= size;
}

function isVerifiedFile(value: unknown): value is VerifiedFile {
  return (
    isObject(value) &&
    typeof value['mark'] === 'string' &&
    typeof value['sha256'] === 'string' &&
    typeof value['bytes'] === 'number' &&
    typeof value['contentBytes'] === 'number'
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
