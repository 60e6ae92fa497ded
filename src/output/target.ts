/** Where an export goes: what `-o` names, its links followed, and the files that stand beside it while it is made. */
import { access, constants, lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { cannotOpen, systemCode } from '../files/file-failure.js';

export type Target =
  | { readonly kind: 'stdout' }
  /** A pipe or a device: written to directly, there is nothing to rename. */
  | { readonly kind: 'device'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string };

/** As many as Linux follows. */
const mostLinks = 40;

/** What the shell calls its streams: to replace them by a file would lose what they were joined to. */
const streamNames = /^(?:-|\/dev\/stdout|\/dev\/fd\/1|\/proc\/self\/fd\/1)$/;
const descriptors = /^(?:\/dev\/stderr$|\/dev\/fd\/|\/proc\/[^/]+\/fd\/)/;

/**
 * What the word names. A link is followed, so that the link stays and two links to one file are one target.
 *
 * @throws UsageError for a folder, for what may not be written, and where the folder is not there.
 */
export async function findTarget(word: string): Promise<Target> {
  if (streamNames.test(word)) return { kind: 'stdout' };
  if (descriptors.test(word)) return { kind: 'device', path: word };
  try {
    return await lookAt(await followed(resolve(word)), word);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw cannotOpen(error, word);
  }
}

async function lookAt(path: string, word: string): Promise<Target> {
  const found = await stat(path).catch(nothingThere);
  if (found === undefined && !word.endsWith('/')) return { kind: 'file', path };
  if (found === undefined || found.isDirectory()) {
    const inside = join(word, 'audit.csv');
    throw new UsageError('target-is-folder', `-o ${word} names a folder.`, {
      hint: `Name a file in it: -o ${inside}`,
    });
  }
  if (!found.isFile()) return { kind: 'device', path };
  await access(path, constants.W_OK);
  return { kind: 'file', path };
}

/** The path with its folder's and its own links followed, also where the last one leads to nothing yet. */
async function followed(path: string, links = 0): Promise<string> {
  const real = join(await realpath(dirname(path)), basename(path));
  const found = await lstat(real).catch(nothingThere);
  if (found?.isSymbolicLink() !== true || links >= mostLinks) return real;
  return followed(resolve(dirname(real), await readlink(real)), links + 1);
}

function nothingThere(error: unknown): undefined {
  if (systemCode(error) !== 'ENOENT') throw error;
}

/** The files beside a target; their names are promised to whoever cleans up after a crash. */
export interface Companions {
  /** What has been written so far. */
  readonly partial: string;
  /** How far that goes and what it is of. */
  readonly journal: string;
  readonly lock: string;
  readonly manifest: string;
  /** The manifest until the target is in its place. */
  readonly nextManifest: string;
}

/** The files beside `path`. */
export function companionsOf(path: string): Companions {
  return {
    partial: `${path}.partial`,
    journal: `${path}.partial.json`,
    lock: `${path}.partial.lock`,
    manifest: `${path}.manifest.json`,
    nextManifest: `${path}.manifest.json.partial`,
  };
}
