/** The profiles on disk: one JSON file, mode 0600, in the settings folder. Tokens are kept elsewhere. */
import { join } from 'node:path';
import type { Profile, ProfileStore } from '../context.js';
import { AccessError, NotFoundError } from '../errors.js';
import { notKept, readSettingsFile } from './owner-only.js';
import { readProfile, sandboxProfileName } from './profile.js';

/** Before anything is written there: makes the folder, and says so where that needs saying. */
export type PrepareFolder = (folder: string) => Promise<void>;

interface Stored {
  readonly current?: string;
  readonly profiles: ReadonlyMap<string, Profile>;
}

/**
 * Profiles in `folder`. Reading goes past conf, whose import alone costs 138 ms on every start (architecture.md);
 * writing goes through it for its atomic replacement of the file.
 *
 * @throws AccessError from every method when the file is damaged.
 */
export function createProfileStore(folder: string, prepare: PrepareFolder): ProfileStore {
  const path = join(folder, 'config.json');

  async function change(edit: (stored: Stored) => Stored): Promise<void> {
    const next = edit(await readStored(path));
    await prepare(folder);
    const { default: Conf } = await import('conf');
    try {
      const conf = new Conf<Record<string, unknown>>({
        cwd: folder,
        configName: 'config',
        configFileMode: 0o600,
        accessPropertiesByDotNotation: false,
      });
      conf.store = { ...next, profiles: Object.fromEntries(next.profiles) };
    } catch (error) {
      throw notKept(path, error);
    }
  }

  return {
    async list() {
      const { profiles } = await readStored(path);
      return [...profiles.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async get(name) {
      return (await readStored(path)).profiles.get(name);
    },
    async save(profile) {
      await change((stored) => ({
        current: stored.current ?? profile.name,
        profiles: new Map(stored.profiles).set(profile.name, profile),
      }));
    },
    async remove(name) {
      const { profiles } = await readStored(path);
      if (!profiles.has(name)) return false;
      await change((stored) => without(stored, name));
      return true;
    },
    async rename(from, to) {
      await change((stored) => {
        const profile = stored.profiles.get(from);
        if (profile === undefined)
          throw new NotFoundError('unknown-profile', `There is no profile “${from}”.`);
        const profiles = new Map(without(stored, from).profiles).set(to, { ...profile, name: to });
        const current = stored.current === from ? to : stored.current;
        return current === undefined ? { profiles } : { current, profiles };
      });
    },
    async currentName() {
      return (await readStored(path)).current;
    },
    async use(name) {
      const { profiles } = await readStored(path);
      if (name !== sandboxProfileName && !profiles.has(name)) {
        throw new NotFoundError('unknown-profile', `There is no profile “${name}”.`);
      }
      await change((stored) => ({ ...stored, current: name }));
    },
  };
}

function without({ current, profiles }: Stored, name: string): Stored {
  const others = new Map(profiles);
  others.delete(name);
  return current === undefined || current === name ? { profiles: others } : { current, profiles: others };
}

async function readStored(path: string): Promise<Stored> {
  const text = await readSettingsFile(path);
  if (text === undefined) return { profiles: new Map() };
  try {
    return toStored(JSON.parse(text));
  } catch (error) {
    throw damaged(path, error);
  }
}

function toStored(value: unknown): Stored {
  if (typeof value !== 'object' || value === null || !('profiles' in value)) {
    throw new TypeError('no profiles in it');
  }
  const profiles: [string, Profile][] = Object.entries(Object(value.profiles)).map(([name, entry]) => [
    name,
    readProfile(name, entry),
  ]);
  const current = 'current' in value && typeof value.current === 'string' ? value.current : undefined;
  return { ...(current === undefined ? {} : { current }), profiles: new Map(profiles) };
}

function damaged(path: string, cause: unknown): AccessError {
  const word = cause instanceof Error ? cause.message : String(cause);
  return new AccessError('profiles-unreadable', `The profiles in ${path} cannot be read: ${word}.`, {
    hint: 'Mend the file, or delete it and log in again: audit login',
    cause,
  });
}
