/** The account's folder, made with all that it lies in; Node's own recursive mkdir never ends below /proc (seen with Node 20.20). */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** For its owner only; one that is there stays as it is. @throws what the system refuses */
export function makeFolder(folder: string): void {
  const parent = dirname(folder);
  if (parent !== folder && !isThere(parent)) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isThere(folder)) throw error;
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
