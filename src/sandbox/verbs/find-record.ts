/** From a word that somebody typed to the one record that it means: an id, a name, an unambiguous part of a name, `any` or `newest`. */

import type { BusinessRecord, Kind } from '../business.js';
import type { Change } from '../change.js';
import type { Records } from '../records.js';
import { SandboxError } from '../sandbox-error.js';
import { fold } from '../search-text.js';

/** Names shown where a word means several. */
const shownAtMost = 6;

/** @throws SandboxError `sandbox-not-found` when it means none, `sandbox-usage` when it means several. */
export function findRecord<K extends Kind>(change: Change, kind: K, word: string): BusinessRecord<K> {
  const { records, random } = change;
  const found =
    word === 'any'
      ? records.any(kind, random)
      : word === 'newest'
        ? records.newest(kind)
        : (records.find(kind, word) ?? byName(kind, word, records.list(kind).filter(isActive)));
  if (found === undefined) throw nothing(kind, word, records);
  return found;
}

/** The same among the deleted, the last first. @throws SandboxError as findRecord. */
export function findDeleted<K extends Kind>({ records }: Change, kind: K, word: string) {
  const deleted = records.listDeleted(kind);
  const record =
    word === 'newest'
      ? deleted[0]?.record
      : (records.findDeleted(kind, word)?.record ??
        byName(
          kind,
          word,
          deleted.map((kept) => kept.record),
        ));
  const found = deleted.find((kept) => kept.record.id === record?.id);
  if (found !== undefined) return found;
  throw new SandboxError(
    'sandbox-not-found',
    `No deleted ${kind} is called “${word}”.`,
    'newest is the one that was deleted last.',
  );
}

function byName<K extends Kind>(
  kind: K,
  word: string,
  all: readonly BusinessRecord<K>[],
): BusinessRecord<K> | undefined {
  const wanted = fold(word.trim());
  const whole = all.filter((record) => namesOf(record).includes(wanted));
  const isPart = (record: BusinessRecord<K>) => namesOf(record).some((name) => name.includes(wanted));
  const fitting = whole.length > 0 ? whole : all.filter(isPart);
  if (wanted === '' || fitting.length < 2) return wanted === '' ? undefined : fitting[0];
  const shown = fitting.slice(0, shownAtMost).map((record) => `${record.id}  ${record.name.trim()}`);
  const more = fitting.length - shown.length;
  throw new SandboxError(
    'sandbox-usage',
    `“${word}” may mean ${fitting.length} records of the kind ${kind}.`,
    [...shown, ...(more > 0 ? [`and ${more} more`] : []), 'Name one by its id.'].join('\n'),
  );
}

/** Whoever has left is named no more: a successor may bear the same name. */
function isActive({ fields }: BusinessRecord<Kind>): boolean {
  return !('deleted' in fields && fields.deleted);
}

/** A note has no name: its text stands for it. Users are known by their e-mail too. */
function namesOf({ kind, name, fields }: BusinessRecord<Kind>): readonly string[] {
  const text = name === '' && 'body' in fields ? fields.body : name;
  const email = kind === 'user' && 'email' in fields ? [fields.email] : [];
  return [text, ...email].map((spelling) => fold(spelling.trim()));
}

function nothing(kind: Kind, word: string, records: Records): SandboxError {
  const some = records
    .list(kind)
    .slice(0, shownAtMost)
    .map(({ name }) => name.trim())
    .filter((name) => name !== '');
  return new SandboxError(
    'sandbox-not-found',
    `No ${kind} is called “${word}”.`,
    some.length === 0
      ? `There is no ${kind} at all.`
      : `There is ${some.join(', ')}${records.count(kind) > some.length ? ', …' : ''}; any and newest mean one of them.`,
  );
}
