/** Which user somebody means: by id, e-mail, full name, or an unambiguous part of one. Never guessed. */
import { UsageError } from '../errors.js';
import { folded } from './folded.js';
import { nearest } from './nearest.js';
import { rawValueOf } from './vocabulary.js';

export interface KnownUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly deleted: boolean;
}

const shownCandidates = 10;

/**
 * The id of the user. The first that gives anybody decides: id, e-mail, full name, a part of name or e-mail. An id that no
 * list knows (a former user) is refused too, for it may as well be a slip; `raw:<id>` passes it.
 * @throws UsageError `ambiguous-user` with the candidates, `unknown-user` with the nearest.
 */
export function resolveUser(word: string, users: readonly KnownUser[]): string {
  const raw = rawValueOf(word);
  if (raw !== undefined) return raw;
  const found = candidatesFor(word.trim(), users);
  const [only, ...others] = [...new Map(found.map((user) => [user.id, user])).values()];
  if (only === undefined) throw unknownUser(word, users);
  if (others.length > 0) throw ambiguousUser(word, [only, ...others]);
  return only.id;
}

function candidatesFor(word: string, users: readonly KnownUser[]): readonly KnownUser[] {
  const text = folded(word);
  const tests: readonly ((user: KnownUser) => boolean)[] = [
    ({ id }) => id === word,
    ({ email }) => email !== undefined && folded(email) === text,
    ({ name }) => folded(name) === text,
    ({ name, email = '' }) => folded(name).includes(text) || folded(email).includes(text),
  ];
  for (const test of tests) {
    const found = text === '' ? [] : users.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

function ambiguousUser(word: string, candidates: readonly KnownUser[]): UsageError {
  const more = candidates.length - shownCandidates;
  return new UsageError('ambiguous-user', `"${word.slice(0, 80)}" could be ${candidates.length} users.`, {
    hint: [
      'Give one of these e-mails or ids:',
      ...candidates.slice(0, shownCandidates).map(candidateLine),
      ...(more > 0 ? [`  and ${more} more; "audit values users" lists them all`] : []),
    ].join('\n'),
  });
}

function unknownUser(word: string, users: readonly KnownUser[]): UsageError {
  const byName = new Map(users.flatMap((user) => namesOf(user).map((name) => [name, user] as const)));
  const near = nearest(word, [...byName.keys()], 6).flatMap((name) => byName.get(name) ?? []);
  const lines = [...new Set(near)].slice(0, 3).map(candidateLine);
  return new UsageError('unknown-user', `No user is called "${word.slice(0, 80)}".`, {
    hint: [
      ...(lines.length > 0 ? ['The nearest:', ...lines] : []),
      '"audit values users" lists them; raw:<id> passes an id as it is, for users that are gone.',
    ].join('\n'),
  });
}

/** People mistype a first name, a last name, or all of it. */
function namesOf({ name, email }: KnownUser): readonly string[] {
  return [name, ...name.split(/\s+/), ...(email === undefined ? [] : [email, email.replace(/@.*$/, '')])];
}

function candidateLine({ id, name, email, deleted }: KnownUser): string {
  const words = [name, ...(email === undefined ? [] : [`<${email}>`]), id, ...(deleted ? ['(deleted)'] : [])];
  return `  ${words.join('  ')}`;
}
