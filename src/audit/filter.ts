/** Filters: the words of the flags → a test for events, and the part of it that is safe to push to the account. */
import { UsageError } from '../errors.js';
import { itemsOf } from './comma-list.js';
import type { AuditEvent } from './event.js';
import { folded } from './folded.js';
import type { NameBook } from './names.js';
import { objectKeysOf } from './object-key.js';
import { type KnownObject, resolveObject } from './object-match.js';
import { holdsText } from './search.js';
import { type KnownUser, resolveUser } from './user-match.js';
import {
  labelOfModule,
  labelOfSource,
  labelOfType,
  rawValueOf,
  resolveVocabulary,
  type VocabularyKind,
} from './vocabulary.js';

/** As typed: repeated flags and comma lists, unsplit. */
export interface FilterWords {
  readonly user: readonly string[];
  readonly type: readonly string[];
  readonly module: readonly string[];
  readonly record: readonly string[];
  readonly object: readonly string[];
  readonly source: readonly string[];
  readonly search?: string | undefined;
  readonly notUser: readonly string[];
  readonly notType: readonly string[];
  readonly notModule: readonly string[];
  readonly notSource: readonly string[];
}

/** What the account is known to hold; lists that no filter needs may be empty (`needsUsers`, `needsObjects`). */
export interface KnownValues {
  readonly users: readonly KnownUser[];
  /** Wire values that this account has shown. */
  readonly types: readonly string[];
  readonly modules: readonly string[];
  readonly sources: readonly string[];
  readonly objects: readonly KnownObject[];
}

/** Wire values; each is any of its list. */
export interface PushedFilterValues {
  readonly userId?: readonly string[];
  readonly type?: readonly string[];
  readonly documentType?: readonly string[];
  readonly source?: readonly string[];
  readonly query?: string;
}

/** One filter as it was understood: for `--verbose`, the manifest, and the sentence above a table. */
interface DescribedFilter {
  /** The flag without its dashes, e.g. `user`, `not-type`. */
  readonly name: string;
  /** As typed, split. */
  readonly asked: readonly string[];
  /** What it was resolved to: ids, wire values, keys; the text itself for `record` and `search`. */
  readonly values: readonly string[];
  /** For people, e.g. `Maria Lopez`, `Tag added`. */
  readonly labels: readonly string[];
}

export interface ResolvedFilter {
  /** Undefined: everything matches. */
  readonly matches: ((event: AuditEvent) => boolean) | undefined;
  /** Never keeps out an event that `matches` would let in. */
  readonly push: PushedFilterValues;
  /** Names of the asked filters, in the order of the flags. */
  readonly names: readonly string[];
  readonly described: readonly DescribedFilter[];
}

/** A filter that was asked for, with its test and what may be pushed. */
interface Clause extends DescribedFilter {
  readonly matches: (event: AuditEvent) => boolean;
  readonly push?: PushedFilterValues;
}

/** Whether resolving the words takes the account's users. */
export function needsUsers(words: FilterWords): boolean {
  return itemsOf([...words.user, ...words.notUser]).some((word) => rawValueOf(word) === undefined);
}

/** Whether resolving the words takes the account's custom objects. */
export function needsObjects(words: FilterWords): boolean {
  return itemsOf(words.object).some((word) => rawValueOf(word) === undefined);
}

/**
 * Values of one flag: any of them. Different flags: all of them. `not-` flags: none of them.
 * @throws UsageError for unknown or ambiguous words, each with what to type instead; `empty-filter` for a flag without a value.
 */
export function resolveFilter(words: FilterWords, known: KnownValues, names: NameBook): ResolvedFilter {
  const clauses = [
    userClause('user', words.user, known),
    vocabularyClause('type', 'type', words.type, known),
    vocabularyClause('module', 'module', words.module, known),
    recordClause(words.record),
    objectClause(words.object, known),
    vocabularyClause('source', 'source', words.source, known),
    searchClause(words.search, names),
    excluded(userClause('not-user', words.notUser, known)),
    excluded(vocabularyClause('not-type', 'type', words.notType, known)),
    excluded(vocabularyClause('not-module', 'module', words.notModule, known)),
    excluded(vocabularyClause('not-source', 'source', words.notSource, known)),
  ].filter((clause) => clause !== undefined);
  return {
    matches: clauses.length === 0 ? undefined : (event) => clauses.every((clause) => clause.matches(event)),
    push: Object.assign({}, ...clauses.map(({ push }) => push)),
    names: clauses.map(({ name }) => name),
    described: clauses.map(({ name, asked, values, labels }) => ({ name, asked, values, labels })),
  };
}

function userClause(name: string, words: readonly string[], { users }: KnownValues): Clause | undefined {
  const asked = askedItems(name, words);
  if (asked === undefined) return undefined;
  const ids = new Set(asked.map((word) => resolveUser(word, users)));
  const values = [...ids];
  return {
    name,
    asked,
    values,
    labels: values.map((id) => users.find((user) => user.id === id)?.name || id),
    matches: ({ sourceId }) => sourceId !== undefined && ids.has(sourceId),
    push: { userId: values },
  };
}

/** How each vocabulary is read off an event, known, pushed and labelled. */
const vocabularyFields = {
  type: { read: (event: AuditEvent) => event.type, known: 'types', label: labelOfType },
  module: { read: (event: AuditEvent) => event.module, known: 'modules', label: labelOfModule },
  source: { read: (event: AuditEvent) => event.source, known: 'sources', label: labelOfSource },
} as const;

function vocabularyClause(
  name: string,
  kind: VocabularyKind,
  words: readonly string[],
  known: KnownValues,
): Clause | undefined {
  const asked = askedItems(name, words);
  if (asked === undefined) return undefined;
  const field = vocabularyFields[kind];
  const values = resolveVocabulary(kind, asked, known[field.known]);
  const wires = new Set(values);
  return {
    name,
    asked,
    values,
    labels: [...new Set(values.map(field.label))],
    matches: (event) => wires.has(field.read(event)),
    push: pushOf(kind, values),
  };
}

/**
 * An event's source may be the truer one out of its `meta` where the wire says UNKNOWN_SOURCE (`event.ts`): the account must
 * let those through as well.
 */
function pushOf(kind: VocabularyKind, values: readonly string[]): PushedFilterValues {
  if (kind === 'type') return { type: values };
  if (kind === 'module') return { documentType: values };
  return { source: [...new Set([...values, 'UNKNOWN_SOURCE'])] };
}

/** The record's id as it is, or its name or a part of it. Never pushed: nobody can tell an id from a name. */
function recordClause(words: readonly string[]): Clause | undefined {
  const asked = askedItems('record', words);
  if (asked === undefined) return undefined;
  const ids = new Set(asked);
  const texts = asked.map(folded);
  return {
    name: 'record',
    asked,
    values: asked,
    labels: asked,
    matches: ({ recordId, recordName }) => {
      if (recordId !== undefined && ids.has(recordId)) return true;
      const name = recordName === undefined ? '' : folded(recordName);
      return name !== '' && texts.some((text) => name.includes(text));
    },
  };
}

function objectClause(words: readonly string[], { objects }: KnownValues): Clause | undefined {
  const asked = askedItems('object', words);
  if (asked === undefined) return undefined;
  const keys = new Set(asked.map((word) => resolveObject(word, objects)));
  const values = [...keys];
  return {
    name: 'object',
    asked,
    values,
    labels: values.map((key) => objects.find((object) => object.key === key)?.plural || key),
    matches: (event) => objectKeysOf(event).some((key) => keys.has(key)),
  };
}

/** Never pushed: the account does not know our sentences, so that its own search would keep events out. */
function searchClause(text: string | undefined, names: NameBook): Clause | undefined {
  if (text === undefined) return undefined;
  if (folded(text) === '') throw emptyFilter('search');
  return { name: 'search', asked: [text], values: [text], labels: [text], matches: holdsText(text, names) };
}

function excluded(clause: Clause | undefined): Clause | undefined {
  if (clause === undefined) return undefined;
  const { push: _, matches, ...described } = clause;
  return { ...described, matches: (event) => !matches(event) };
}

function askedItems(name: string, words: readonly string[]): readonly string[] | undefined {
  if (words.length === 0) return undefined;
  const asked = itemsOf(words);
  if (asked.length === 0) throw emptyFilter(name);
  return asked;
}

function emptyFilter(name: string): UsageError {
  return new UsageError('empty-filter', `--${name} has no value.`, {
    hint: `Give one, or leave --${name} out.`,
  });
}
