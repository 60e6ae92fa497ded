/**
 * A disk on which a run dies at a chosen step: the process is killed, or the power fails and takes with it what was not synced. A test
 * file mocks `node:fs/promises` with `mortal(original)`, `node:fs` with `mortalInPlace(original)`, and says when with `dieAt`. What is
 * synced is only noted: no real power fails here.
 */
import type * as inPlace from 'node:fs';
import type * as promises from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Not through an import, in the place of which the test file puts what is mortal. */
const disk: typeof inPlace = createRequire(import.meta.url)('node:fs');
const { existsSync, lstatSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } = disk;

type Promises = typeof promises;
type Handle = Awaited<ReturnType<Promises['open']>>;

/** How a run ends: the system lives on and has all that it was given, nothing is left but what was synced, or nothing more can be written. */
export type Death = 'kill' | 'power' | 'full';

/** No error of the system: nothing may take it for one that can be dealt with. */
export class Died extends Error {}

interface Plan {
  readonly step: number;
  readonly death: Death;
}

let plan: Plan | undefined;
let steps = 0;
let isDead = false;
/** Names that a folder's sync has not made last, oldest first; each with what stood there before. */
let names: { readonly path: string; readonly undo: () => void }[] = [];
let dirty = new Set<string>();

/** From now on the run dies at that step that changes the disk, the first being 1; undefined: it lives. Forgets what was counted. */
export function dieAt(next: Plan | undefined): void {
  plan = next;
  steps = 0;
  isDead = false;
  names = [];
  dirty = new Set();
}

/** The functions through which the product changes the disk, each of which can be the last one. */
export function mortal(original: Promises): Promises {
  return {
    ...original,
    async open(path, flags, mode) {
      const isWriting = flags !== undefined && flags !== 'r' && flags !== 0 && !isReadOnly(flags);
      if (isWriting) step();
      const isNew = !existsSync(String(path));
      const handle = await original.open(path, flags, mode);
      if (isWriting && isNew) named(String(path), () => rmSync(String(path), { force: true }));
      return watched(handle, String(path), isWriting);
    },
    async rename(from, to) {
      step();
      const undo = undoOfRename(String(from), String(to));
      await original.rename(from, to);
      named(String(to), undo);
      if (dirty.delete(String(from))) dirty.add(String(to));
    },
    async mkdir(path: string, options?: { recursive?: boolean }) {
      step();
      const isNew = !existsSync(path);
      const made = await original.mkdir(path, options);
      if (isNew) named(path, () => rmSync(path, { recursive: true, force: true }));
      return made;
    },
    async rm(path, options) {
      if (plan?.death !== 'full') step();
      await original.rm(path, options);
    },
    async rmdir(path) {
      if (plan?.death !== 'full') step();
      await original.rmdir(path);
    },
    async symlink(target, path, type) {
      step();
      await original.symlink(target, path, type);
    },
  } as Promises;
}

/** The same of what the product does without waiting. */
export function mortalInPlace(original: typeof inPlace): typeof inPlace {
  const mortals: Partial<typeof inPlace> = {
    mkdirSync: ((path: string, options: inPlace.MakeDirectoryOptions) => {
      step();
      const isNew = !existsSync(path);
      disk.mkdirSync(path, options);
      if (isNew) named(path, () => rmSync(path, { recursive: true, force: true }));
    }) as typeof disk.mkdirSync,
    renameSync: (from, to) => {
      step();
      const undo = undoOfRename(String(from), String(to));
      renameSync(from, to);
      named(String(to), undo);
    },
    symlinkSync: (target, path) => {
      step();
      disk.symlinkSync(target, path);
    },
    unlinkSync: (path) => {
      if (plan?.death !== 'full') step();
      disk.unlinkSync(path);
    },
  };
  return { ...original, ...mortals };
}

function isReadOnly(flags: string | number): boolean {
  return typeof flags === 'number' && (flags & 3) === 0;
}

function watched(handle: Handle, path: string, isWriting: boolean): Handle {
  const override: Partial<Record<keyof Handle, unknown>> = {
    async sync() {
      if (isWriting) step();
      synced(path);
    },
    async datasync() {
      step();
      synced(path);
    },
    async writeFile(data: string | Uint8Array) {
      dirty.add(path);
      try {
        step();
      } catch (error) {
        // What a kill interrupts may have been written in part.
        if (plan?.death === 'kill' && !wasDead)
          await handle.writeFile(Buffer.from(data).subarray(0, data.length / 2));
        throw error;
      }
      await handle.writeFile(data);
    },
  };
  return new Proxy(handle, {
    get(target, name) {
      const own = override[name as keyof Handle];
      const value: unknown = own ?? Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

let wasDead = false;

function step(): void {
  wasDead = isDead;
  if (!isDead) steps += 1;
  if (isDead || (plan !== undefined && steps === plan.step)) {
    if (!isDead && plan?.death === 'power') loseTheUnsynced();
    isDead = true;
    if (plan?.death === 'full')
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', syscall: 'write' });
    throw new Died(`died at step ${steps}`);
  }
}

function named(path: string, undo: () => void): void {
  if (plan?.death === 'power') names.push({ path, undo });
}

/** A file's sync makes its bytes last, a folder's the names in it. */
function synced(path: string): void {
  dirty.delete(path);
  if (existsSync(path) && lstatSync(path).isDirectory())
    names = names.filter((name) => dirname(name.path) !== path);
}

function loseTheUnsynced(): void {
  for (const path of dirty) if (existsSync(path)) truncateSync(path, 0);
  for (const { undo } of names.reverse()) undo();
}

function undoOfRename(from: string, to: string): () => void {
  if (plan?.death !== 'power') return () => {};
  const stat = lstatSync(to, { throwIfNoEntry: false });
  const before = stat?.isFile() ? { bytes: readFileSync(to), mode: stat.mode } : undefined;
  return () => {
    if (existsSync(dirname(from)) && existsSync(to)) renameSync(to, from);
    if (before !== undefined && existsSync(dirname(to)))
      writeFileSync(to, before.bytes, { mode: before.mode });
  };
}
