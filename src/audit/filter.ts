/** Filters: the words of the flags → a test for events, and the part of it that is safe to push to the account. */
import { itemsOf } from './comma-list.js';
import type { AuditEvent } from './event.js';
import {
  type DescribedFilter,
  excluded,
  objectClause,
  type PushedFilterValues,
  recordClause,
  searchClause,
  userClause,
  vocabularyClause,
} from './filter-clause.js';
import type { NameBook } from './names.js';
import type { KnownObject } from './object-match.js';
import type { KnownUser } from './user-match.js';
import { rawValueOf } from './vocabulary.js';

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

export interface ResolvedFilter {
  /** Undefined: everything matches. */
  readonly matches: ((event: AuditEvent) => boolean) | undefined;
  /** Never keeps out an event that `matches` would let in. */
  readonly push: PushedFilterValues;
  /** Names of the asked filters, in the order of the flags. */
  readonly names: readonly string[];
  readonly described: readonly DescribedFilter[];
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
    userClause('user', words.user, known.users),
    vocabularyClause('type', 'type', words.type, known.types),
    vocabularyClause('module', 'module', words.module, known.modules),
    recordClause(words.record),
    objectClause(words.object, known.objects),
    vocabularyClause('source', 'source', words.source, known.sources),
    searchClause(words.search, names),
    excluded(userClause('not-user', words.notUser, known.users)),
    excluded(vocabularyClause('not-type', 'type', words.notType, known.types)),
    excluded(vocabularyClause('not-module', 'module', words.notModule, known.modules)),
    excluded(vocabularyClause('not-source', 'source', words.notSource, known.sources)),
  ].filter((clause) => clause !== undefined);
  return {
    matches: clauses.length === 0 ? undefined : (event) => clauses.every((clause) => clause.matches(event)),
    push: clauses.reduce<PushedFilterValues>((all, { push }) => Object.assign(all, push), {}),
    names: clauses.map(({ name }) => name),
    described: clauses.map(({ name, asked, values, labels }) => ({ name, asked, values, labels })),
  };
}
