/** Where a publication goes: whole files by name, in a folder or in a store that speaks S3. */
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolders } from '../../files/folders.js';
import { readIfThere, syncFolderOf } from '../../files/whole-file.js';

export interface Place {
  /** What a person calls it. */
  readonly name: string;
  /** A file's bytes; undefined where there is none. Names are relative, with slashes. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** There whole or not at all. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Also of what is not there. */
  remove(name: string): Promise<void>;
}

/** A folder, made where there is none. */
export class FolderPlace implements Place {
  readonly name: string;

  constructor(folder: string) {
    this.name = folder;
  }

  read(name: string): Promise<Uint8Array | undefined> {
    return readIfThere(join(this.name, name));
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.name, name);
    makeFolders(dirname(path));
    // A name that readers of such folders pass over.
    const draft = join(dirname(path), `_${name.split('/').at(-1)}.new`);
    await rm(draft, { force: true });
    await writeFile(draft, bytes, { flag: 'wx', mode: 0o600, flush: true });
    await rename(draft, path);
    await syncFolderOf(path);
  }

  async remove(name: string): Promise<void> {
    const path = join(this.name, name);
    await rm(path, { force: true });
    const folder = dirname(path);
    const left = await readdir(folder).catch(() => ['something']);
    if (left.length === 0) await rm(folder, { recursive: true });
  }
}
