/** Every file of an archive and what it is by its name and place, so that nothing lies there that nobody looked at. */
import { type BigIntStats, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { descriptionFile, draftsFolder, lockFile, manifestFile, rangeOf } from '../store/form.js';
import type { LeafFile } from '../store/leaf-files.js';

export interface FoundFile {
  /** Relative to the archive's folder, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** What changes whenever anybody writes to the file: size, times, number. */
  readonly mark: string;
}

export interface Inventory {
  /** Segments and ledger files, in the order of their leaves. */
  readonly leafFiles: readonly (LeafFile & FoundFile)[];
  readonly tiles: readonly FoundFile[];
  readonly checkpoints: readonly FoundFile[];
  readonly anchors: readonly FoundFile[];
  /** What was being written when a run was killed. */
  readonly drafts: readonly FoundFile[];
  /** Neither part of an archive nor of what a run leaves behind; links and devices are that everywhere. */
  readonly foreign: readonly string[];
}

type Kind = 'leaves' | 'tile' | 'checkpoint' | 'anchor' | 'known' | 'draft' | 'foreign';

/** By path; the first that fits says what a file is. */
const kinds: readonly (readonly [RegExp, Kind])[] = [
  [/^events\/location=[^/]+\/date=[^/]+\/\d{12,15}-\d{12,15}\.ndjson\.gz$/, 'leaves'],
  [/^ledger\/\d{12,15}-\d{12,15}\.ndjson$/, 'leaves'],
  [/^log\/tile\/(?:entries|[0-7])\/(?:x\d{3}\/)*\d{3}(?:\.p\/[1-9]\d{0,2})?$/, 'tile'],
  [/^log\/checkpoints\/\d{12,15}$/, 'checkpoint'],
  [/^log\/anchors\/\d{12,15}\.\d+\.ts[qr]$/, 'anchor'],
  [/^log\/checkpoint(?:s\/\d{12,15})?\.new$/, 'draft'],
  [/^log\/checkpoint$/, 'known'],
];
const knownFiles: readonly string[] = [descriptionFile, manifestFile, 'manifest.note', lockFile];
/** Folders of which nothing is believed: drafts of a run, and what is derived. */
const knownFolders: readonly string[] = [`${draftsFolder}/`, 'cache/'];

/** Walks the folder. Nothing is opened. */
export function takeInventory(archiveFolder: string): Inventory {
  const byKind = new Map<Kind, FoundFile[]>();
  for (const { path, stats } of filesBelow(archiveFolder, '')) {
    const kind = stats.isFile() || path === lockFile ? kindOf(path) : 'foreign';
    const found = { path, bytes: Number(stats.size), mark: markOf(stats) };
    const others = byKind.get(kind);
    if (others === undefined) byKind.set(kind, [found]);
    else others.push(found);
  }
  const of = (kind: Kind) => byKind.get(kind) ?? [];
  const leafFiles = of('leaves').flatMap((file) => {
    const range = rangeOf(file.path);
    return range === undefined ? [] : [{ ...file, ...range }];
  });
  const rangeless = of('leaves').filter(({ path }) => rangeOf(path) === undefined);
  return {
    leafFiles: leafFiles.sort((a, b) => a.first - b.first || a.last - b.last),
    tiles: of('tile'),
    checkpoints: of('checkpoint'),
    anchors: of('anchor'),
    drafts: of('draft'),
    foreign: [...of('foreign'), ...rangeless].map(({ path }) => path),
  };
}

function* filesBelow(
  archiveFolder: string,
  folder: string,
): Generator<{ readonly path: string; readonly stats: BigIntStats }> {
  const entries = readdirSync(join(archiveFolder, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}${entry.name}`;
    if (knownFolders.includes(`${path}/`)) continue;
    if (entry.isDirectory()) yield* filesBelow(archiveFolder, `${path}/`);
    else {
      const stats = statsOf(join(archiveFolder, path));
      if (stats !== undefined) yield { path, stats };
    }
  }
}

/** Undefined for what is gone since: what a run beside us has tidied up. */
function statsOf(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

function kindOf(path: string): Kind {
  if (knownFiles.includes(path)) return 'known';
  if (knownFiles.includes(path.replace(/\.new$/, ''))) return 'draft';
  return kinds.find(([form]) => form.test(path))?.[1] ?? 'foreign';
}

/** The time of the last change of the file's facts cannot be set by whoever writes to it. */
function markOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size} ${mtimeNs} ${ctimeNs} ${ino}`;
}
