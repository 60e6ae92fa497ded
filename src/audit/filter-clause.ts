/** One filter each: its words → a test for events, what may be pushed of it, and how it reads; `filter.ts` joins them. */
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
  resolveVocabulary,
  type VocabularyKind,
} from './vocabulary.js';

/** Wire values; each is any of its list. */
export interface PushedFilterValues {
  readonly userId?: readonly string[];
  readonly type?: readonly string[];
  readonly documentType?: readonly string[];
  readonly source?: readonly string[];
  readonly query?: string;
}

/** One filter as it was understood: for `--verbose`, the manifest, and the sentence above a table. */
export interface DescribedFilter {
  /** The flag without its dashes, e.g. `user`, `not-type`. */
  readonly name: string;
  /** As typed, split. */
  readonly asked: readonly string[];
  /** What it was resolved to: ids, wire values, keys; the text itself for `record` and `search`. */
  readonly values: readonly string[];
  /** For people, e.g. `Maria Lopez`, `Tag added`. */
  readonly labels: readonly string[];
}

/** A filter that was asked for, with its test and what may be pushed. */
export interface Clause extends DescribedFilter {
  readonly matches: (event: AuditEvent) => boolean;
  readonly push?: PushedFilterValues;
}

/** Who did it: the id of the user or workflow that the event bears. */
export function userClause(
  name: string,
  words: readonly string[],
  users: readonly KnownUser[],
): Clause | undefined {
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

/** How each vocabulary is read off an event and labelled. */
const vocabularyFields = {
  type: { read: (event: AuditEvent) => event.type, label: labelOfType },
  module: { read: (event: AuditEvent) => event.module, label: labelOfModule },
  source: { read: (event: AuditEvent) => event.source, label: labelOfSource },
} as const;

/** Event type, module or source, by wire values. */
export function vocabularyClause(
  name: string,
  kind: VocabularyKind,
  words: readonly string[],
  alsoKnown: readonly string[],
): Clause | undefined {
  const asked = askedItems(name, words);
  if (asked === undefined) return undefined;
  const field = vocabularyFields[kind];
  const values = resolveVocabulary(kind, asked, alsoKnown);
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
export function recordClause(words: readonly string[]): Clause | undefined {
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

/** The custom object, wherever the event holds its key. */
export function objectClause(words: readonly string[], objects: readonly KnownObject[]): Clause | undefined {
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
export function searchClause(text: string | undefined, names: NameBook): Clause | undefined {
  if (text === undefined) return undefined;
  if (folded(text) === '') throw emptyFilter('search');
  return { name: 'search', asked: [text], values: [text], labels: [text], matches: holdsText(text, names) };
}

/** The opposite; nothing of it can be pushed, for no account takes exclusions. */
export function excluded(clause: Clause | undefined): Clause | undefined {
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
