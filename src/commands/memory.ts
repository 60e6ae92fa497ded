/** What commands see of an account on the way, kept in a small file for completing. Never in the way: whatever goes wrong here is nobody's error. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectSchema, User } from '../account/account.js';
import { describe } from '../audit/describe.js';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { knownWireValues } from '../audit/vocabulary.js';
import {
  type Known,
  type KnownValue,
  knownFileName,
  knownFolderName,
  parseKnown,
} from '../completion/known.js';
import type { Context } from '../context.js';
import type { EventView } from '../output/fields.js';
import { harmless } from '../output/harmless.js';
import { truncate } from '../output/width.js';
import { makePrivateFolder } from '../profile/private-folder.js';
import { sandboxProfileName } from '../profile/profile.js';
import type { Connection } from './connection.js';

/** As many as one leafs through at a prompt. */
const keptEvents = 100;
const keptUsers = 2_000;
const keptWords = 200;
const textWidth = 70;

export interface Memory {
  sawUsers(users: readonly Pick<User, 'id' | 'email' | 'name'>[]): void;
  sawObjects(objects: readonly Pick<ObjectSchema, 'key' | 'plural'>[]): void;
  /** Newest first. */
  sawEvents(events: readonly AuditEvent[], view: EventView): void;
  /** Soonest to expire first; the whole list. */
  sawDeletions(events: readonly AuditEvent[], view: EventView): void;
  /** Writes what is new; never throws. */
  keep(): Promise<void>;
}

/**
 * Only where a person sits, who may complete something, and only of an account that this machine keeps anyway: variables alone
 * leave nothing on disk. Undefined elsewhere.
 */
export function openMemory(
  { isSandbox, profile, locationId }: Pick<Connection, 'isSandbox' | 'profile' | 'locationId'>,
  { stderr, dataFolder, random }: Context,
): Memory | undefined {
  const file = isSandbox ? knownFileName(sandboxProfileName) : knownFileName(locationId);
  if (!stderr.isTerminal || profile === undefined || file === undefined) return undefined;
  return new FileMemory(join(dataFolder, knownFolderName), file, random);
}

class FileMemory implements Memory {
  readonly #folder: string;
  readonly #path: string;
  readonly #random: () => number;
  #seen: Partial<Known> = {};

  constructor(folder: string, file: string, random: () => number) {
    this.#folder = folder;
    this.#path = join(folder, file);
    this.#random = random;
  }

  sawUsers(users: readonly Pick<User, 'id' | 'email' | 'name'>[]): void {
    const known = users.flatMap(({ id, email, name }) => {
      const value = [email, id].find((word) => word !== undefined && isOneWord(word));
      return value === undefined ? [] : [[value, harmless(name)] as const];
    });
    if (known.length > 0) this.#note({ users: known.slice(0, keptUsers) });
  }

  sawObjects(objects: readonly Pick<ObjectSchema, 'key' | 'plural'>[]): void {
    const known = objects.flatMap(({ key, plural }) => {
      const value = key.replace('custom_objects.', '');
      return isOneWord(value) ? [[value, harmless(plural)] as const] : [];
    });
    if (known.length > 0) this.#note({ objects: known });
  }

  sawEvents(events: readonly AuditEvent[], view: EventView): void {
    const room = keptEvents - (this.#seen.events?.length ?? 0);
    const fresh = events.slice(0, Math.max(0, room)).flatMap((event) => knownEvent(event, view));
    this.#note({
      events: [...(this.#seen.events ?? []), ...fresh],
      types: unknownWords(this.#seen.types, events, 'type'),
      modules: unknownWords(this.#seen.modules, events, 'module'),
      sources: unknownWords(this.#seen.sources, events, 'source'),
    });
  }

  sawDeletions(events: readonly AuditEvent[], view: EventView): void {
    this.#note({ deletions: events.slice(0, keptEvents).flatMap((event) => knownEvent(event, view)) });
  }

  async keep(): Promise<void> {
    if (Object.keys(this.#seen).length === 0) return;
    try {
      await makePrivateFolder(this.#folder);
      const old = parseKnown(this.#text());
      this.#replace(`${JSON.stringify(merged(old, this.#seen))}\n`);
    } catch {
      // A read-only folder or a full disk: completing knows a little less.
    }
  }

  #note(seen: Partial<Known>): void {
    this.#seen = { ...this.#seen, ...seen };
  }

  #text(): string {
    try {
      return readFileSync(this.#path, 'utf8');
    } catch {
      return '';
    }
  }

  /** Two commands at once each leave a whole file. */
  #replace(text: string): void {
    const draft = `${this.#path}.${this.#random().toString(36).slice(2)}.new`;
    try {
      writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
      renameSync(draft, this.#path);
    } finally {
      rmSync(draft, { force: true });
    }
  }
}

function knownEvent(event: AuditEvent, { names, timeZone }: EventView): readonly KnownValue[] {
  if (!isOneWord(event.id)) return [];
  const when = formatInstant(event.instantMs, timeZone, 'minute');
  return [[event.id, truncate(`${when} ${harmless(describe(event, names))}`, textWidth)]];
}

/** What a shell inserts must be nothing that it or a person could take for something else. */
function isOneWord(text: string): boolean {
  return /^[\x21-\x7e]{1,100}$/.test(text) && !/["'`$\\]/.test(text);
}

function unknownWords(
  seen: readonly string[] = [],
  events: readonly AuditEvent[],
  kind: 'type' | 'module' | 'source',
): readonly string[] {
  const known = new Set(knownWireValues(kind));
  const fresh = new Set(
    events.map((event) => event[kind]).filter((wire) => !known.has(wire) && isOneWord(wire)),
  );
  return [...new Set([...seen, ...fresh])].slice(0, keptWords);
}

function merged(old: Known, seen: Partial<Known>): Known {
  const words = (name: 'types' | 'modules' | 'sources') =>
    [...new Set([...(seen[name] ?? []), ...old[name]])].slice(0, keptWords);
  const events = new Map([...(seen.events ?? []), ...old.events].map((event) => [event[0], event] as const));
  return {
    users: seen.users ?? old.users,
    objects: seen.objects ?? old.objects,
    deletions: seen.deletions ?? old.deletions,
    types: words('types'),
    modules: words('modules'),
    sources: words('sources'),
    events: [...events.values()].slice(0, keptEvents),
  };
}
