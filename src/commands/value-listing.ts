/** Each kind of value as a listing: where it is known from, what counts it, and which columns it has. */
import type { Account, ObjectSchema, User } from '../account/account.js';
import { actorOf } from '../audit/attribution.js';
import type { AuditEvent } from '../audit/event.js';
import { folded } from '../audit/folded.js';
import type { NameBook } from '../audit/names.js';
import { emptyNames } from '../audit/names.js';
import { objectKeysOf } from '../audit/object-key.js';
import { countText } from '../audit/phrase.js';
import { type SpelledValue, spelledValues } from '../audit/spelled-value.js';
import type { VocabularyKind } from '../audit/vocabulary.js';
import type { Listing, ListingColumn } from '../output/listing.js';
import type { ValueKind } from './value-kind.js';

/** A value of any kind: what to type, and what it is. */
interface ValueRow {
  readonly spelling: string;
  readonly name: string;
  readonly also: readonly string[];
  /** Ids, keys or wire values. */
  readonly ids: readonly string[];
  /** What else is to be known of it, e.g. a user's role. */
  readonly remark: string;
  readonly events: number;
  /** The kind's own keys in JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface ValueListing {
  readonly kind: ValueKind;
  /** Whether the account has to be asked even where nothing is counted. */
  readonly asksAccount: boolean;
  ask(account: Account): Promise<void>;
  /** Counts an event. */
  see(event: AuditEvent): void;
  /** `rest`: what else the JSON document holds. */
  show(isCounted: boolean, rest: Readonly<Record<string, unknown>>): Listing<ValueRow>;
}

/** A new listing of each kind, without counts yet. */
export const valueListings: Readonly<Record<ValueKind, () => ValueListing>> = {
  users: () => new UserListing(),
  types: () => new VocabularyListing('types', 'type', ({ type }) => type),
  modules: () => new VocabularyListing('modules', 'module', ({ module }) => module),
  sources: () => new VocabularyListing('sources', 'source', ({ source }) => source),
  objects: () => new ObjectListing(),
};

/** How often each key was seen. */
class Tally {
  readonly #counts = new Map<string, number>();

  add(key: string): void {
    this.#counts.set(key, this.of(key) + 1);
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  get keys(): readonly string[] {
    return [...this.#counts.keys()];
  }
}

class VocabularyListing implements ValueListing {
  readonly asksAccount = false;
  readonly kind: ValueKind;
  readonly #vocabulary: VocabularyKind;
  readonly #wireOf: (event: AuditEvent) => string;
  readonly #tally = new Tally();

  constructor(kind: ValueKind, vocabulary: VocabularyKind, wireOf: (event: AuditEvent) => string) {
    this.kind = kind;
    this.#vocabulary = vocabulary;
    this.#wireOf = wireOf;
  }

  async ask(): Promise<void> {}

  see(event: AuditEvent): void {
    this.#tally.add(this.#wireOf(event));
  }

  show(isCounted: boolean, rest: Readonly<Record<string, unknown>>): Listing<ValueRow> {
    const rows = spelledValues(this.#vocabulary, this.#tally.keys).map((value) => this.#row(value));
    const columns = [spellingColumn, nameColumn('Label'), alsoColumn, idColumn('Wire value')];
    return listingOf(rows, columns, isCounted, rest);
  }

  #row({ spelling, also, wires, label }: SpelledValue): ValueRow {
    const events = wires.reduce((sum, wire) => sum + this.#tally.of(wire), 0);
    return { spelling, name: label, also, ids: wires, remark: '', events, json: { label, also, wires } };
  }
}

class UserListing implements ValueListing {
  readonly kind = 'users';
  readonly asksAccount = true;
  readonly #tally = new Tally();
  /** Who acted, by the name that the events give. */
  readonly #seenNames = new Map<string, string | undefined>();
  #users: ReadonlyMap<string, User> = new Map();
  #names: NameBook = emptyNames;

  async ask(account: Account): Promise<void> {
    const users = new Map((await account.users()).map((user) => [user.id, user]));
    this.#users = users;
    this.#names = { ...emptyNames, user: (id) => users.get(id) };
  }

  see(event: AuditEvent): void {
    const { sourceId: id } = event;
    if (id === undefined || actorOf(event, this.#names).kind !== 'person') return;
    this.#tally.add(id);
    this.#seenNames.set(id, this.#seenNames.get(id) ?? event.sourceName);
  }

  show(isCounted: boolean, rest: Readonly<Record<string, unknown>>): Listing<ValueRow> {
    const known = [...this.#users.values()].sort((a, b) => (folded(a.name) < folded(b.name) ? -1 : 1));
    const former = this.#tally.keys.filter((id) => !this.#users.has(id));
    const rows = [...known.map((user) => this.#row(user)), ...former.map((id) => this.#formerRow(id))];
    const columns = [
      spellingColumn,
      nameColumn('Name'),
      remarkColumn('Role'),
      { ...idColumn('User ID'), isWhole: true },
    ];
    return listingOf(rows, columns, isCounted, rest);
  }

  #row({ id, name, email, type, role, deleted }: User): ValueRow {
    const words = [type, role, deleted ? 'deleted' : undefined].filter((word) => word !== undefined);
    return {
      spelling: email ?? id,
      name,
      also: [],
      ids: [id],
      remark: words.join(' '),
      events: this.#tally.of(id),
      json: { name, email: email ?? null, id, type: type ?? null, role: role ?? null, deleted },
    };
  }

  /** The log knows them, the account does not list them any more. */
  #formerRow(id: string): ValueRow {
    const name = this.#seenNames.get(id);
    const json = { name: name ?? null, email: null, id, type: null, role: null, deleted: true };
    const events = this.#tally.of(id);
    return {
      spelling: `raw:${id}`,
      name: name ?? '',
      also: [],
      ids: [id],
      remark: 'not listed',
      events,
      json,
    };
  }
}

class ObjectListing implements ValueListing {
  readonly kind = 'objects';
  readonly asksAccount = true;
  readonly #tally = new Tally();
  #objects: readonly ObjectSchema[] = [];

  async ask(account: Account): Promise<void> {
    this.#objects = await account.objects();
  }

  see(event: AuditEvent): void {
    for (const key of objectKeysOf(event)) this.#tally.add(key);
  }

  show(isCounted: boolean, rest: Readonly<Record<string, unknown>>): Listing<ValueRow> {
    const known = new Set(this.#objects.map(({ key }) => key));
    const former = this.#tally.keys.filter((key) => !known.has(key));
    const rows = [
      ...this.#objects.map((object) => this.#row(object)),
      ...former.map((key) => this.#formerRow(key)),
    ];
    const columns = [
      spellingColumn,
      nameColumn('Name'),
      remarkColumn('Kind'),
      { ...idColumn('Key'), isWhole: true },
    ];
    return listingOf(rows, columns, isCounted, rest);
  }

  #row({ key, singular, plural, standard }: ObjectSchema): ValueRow {
    return {
      spelling: key.replace('custom_objects.', ''),
      name: plural,
      also: [],
      ids: [key],
      remark: standard ? 'standard' : 'custom',
      events: this.#tally.of(key),
      json: { key, singular, plural, standard },
    };
  }

  #formerRow(key: string): ValueRow {
    const json = { key, singular: null, plural: null, standard: null };
    const events = this.#tally.of(key);
    return { spelling: `raw:${key}`, name: '', also: [], ids: [key], remark: 'not listed', events, json };
  }
}

const spellingColumn: ListingColumn<ValueRow> = {
  header: 'Spelling',
  value: ({ spelling }) => spelling,
  paint: (_, { strong }) => strong,
  isWhole: true,
};

const alsoColumn: ListingColumn<ValueRow> = { header: 'Also', value: ({ also }) => also.join(', ') };

const eventsColumn: ListingColumn<ValueRow> = {
  header: 'Events',
  value: ({ events }) => String(events),
  shown: ({ events }) => countText(events),
};

function nameColumn(header: string): ListingColumn<ValueRow> {
  return { header, value: ({ name }) => name };
}

function remarkColumn(header: string): ListingColumn<ValueRow> {
  return { header, value: ({ remark }) => remark };
}

function idColumn(header: string): ListingColumn<ValueRow> {
  return { header, value: ({ ids }) => ids.join(', '), paint: (_, { faint }) => faint };
}

/** Counted, the most first. */
function listingOf(
  rows: readonly ValueRow[],
  columns: readonly ListingColumn<ValueRow>[],
  isCounted: boolean,
  rest: Readonly<Record<string, unknown>>,
): Listing<ValueRow> {
  return {
    key: 'values',
    rest,
    columns: isCounted ? [...columns, eventsColumn] : columns,
    rows: isCounted ? rows.toSorted((a, b) => b.events - a.events) : rows,
    toJson: ({ spelling, events, json }) => ({ spelling, ...json, events: isCounted ? events : null }),
  };
}
