/** What the account calls the ids that events carry, asked for at the beginning and only as far as the answer will show or need it. */
import type { Account, Calendar, ObjectSchema, Pipeline, User } from '../account/account.js';
import { type FilterWords, type KnownValues, needsObjects, needsUsers } from '../audit/filter.js';
import type { NameBook } from '../audit/names.js';
import { AccessError, NotFoundError } from '../errors.js';
import type { FieldName } from '../output/fields.js';
import type { Voice } from './voice.js';

/** As the account listed them; empty where it was not asked, or did not tell. */
export interface NameLists {
  readonly users: readonly User[];
  readonly pipelines: readonly Pipeline[];
  readonly calendars: readonly Calendar[];
  readonly objects: readonly ObjectSchema[];
}

export interface Names {
  readonly book: NameBook;
  readonly known: KnownValues;
}

export interface NamesWanted {
  /** The fields that will be shown. */
  readonly fields: readonly FieldName[];
  readonly words: FilterWords;
}

/** Told of a list that the token may not read; gives what stands in its place, or throws. */
type Refused = <List extends keyof NameLists>(
  list: List,
  error: AccessError | NotFoundError,
) => Promise<NameLists[List]>;

const fieldsWithUsers: ReadonlySet<FieldName> = new Set(['user', 'userEmail', 'actor', 'description']);

const called: Readonly<Record<keyof NameLists, string>> = {
  users: 'users',
  pipelines: 'pipelines',
  calendars: 'calendars',
  objects: 'custom objects',
};

/**
 * Asks before the first event is shown, so that the same log gives the same words from its first row to its last. What the
 * token may not read is missing from the book, and said; a filter that needs it fails instead.
 *
 * @throws AccessError where a filter needs names that cannot be had; UnreachableError where the account keeps failing.
 */
export async function askNames(account: Account, wanted: NamesWanted, voice: Voice): Promise<Names> {
  const { words } = wanted;
  const isNeeded: Partial<Record<keyof NameLists, boolean>> = {
    users: needsUsers(words),
    objects: needsObjects(words),
  };
  const missing = new Map<string, (keyof NameLists)[]>();
  const lists = await askLists(account, wanted, async (list, error) => {
    if (isNeeded[list]) throw error;
    missing.set(error.message, [...(missing.get(error.message) ?? []), list]);
    return [];
  });
  for (const [why, refused] of missing) await voice.note(missingWords(refused, why));
  const { users, objects } = lists;
  return { book: bookOf(lists), known: { users, types: [], modules: [], sources: [], objects } };
}

/**
 * The lists as they are now; one that cannot be read stays as it was.
 *
 * @throws UnreachableError where the account keeps failing
 */
export function askNamesAgain(account: Account, wanted: NamesWanted, before: NameLists): Promise<NameLists> {
  return askLists(account, wanted, async (list) => before[list]);
}

/** Looks up in the lists. */
export function bookOf({ users, pipelines, calendars, objects }: NameLists): NameBook {
  const userById = mapOf(users, ({ id }) => id);
  const pipelineById = mapOf(pipelines, ({ id }) => id);
  const stageById = mapOf(
    pipelines.flatMap(({ stages }) => stages),
    ({ id }) => id,
  );
  const calendarById = mapOf(calendars, ({ id }) => id);
  const objectByKey = mapOf(objects, ({ key }) => key);
  return {
    user: (id) => userById.get(id),
    stage: (id) => stageById.get(id)?.name,
    pipeline: (id) => pipelineById.get(id)?.name,
    calendar: (id) => calendarById.get(id)?.name,
    objectLabel: (key) => objectByKey.get(key)?.singular,
  };
}

function missingWords(refused: readonly (keyof NameLists)[], why: string): string {
  const all = Object.keys(called) as (keyof NameLists)[];
  const names = all.filter((list) => refused.includes(list)).map((list) => called[list]);
  const what = [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
  return `The account's ${what} could not be read, so ids stand for some names: ${why}`;
}

async function askLists(
  account: Account,
  { fields, words }: NamesWanted,
  refused: Refused,
): Promise<NameLists> {
  const describes = fields.includes('description') || words.search !== undefined;
  const usersShown = words.search !== undefined || fields.some((field) => fieldsWithUsers.has(field));
  const [users, pipelines, calendars, objects] = await Promise.all([
    needsUsers(words) || usersShown ? account.users().catch(orElse('users', refused)) : [],
    describes ? account.pipelines().catch(orElse('pipelines', refused)) : [],
    describes ? account.calendars().catch(orElse('calendars', refused)) : [],
    describes || needsObjects(words) ? account.objects().catch(orElse('objects', refused)) : [],
  ]);
  return { users, pipelines, calendars, objects };
}

function orElse<List extends keyof NameLists>(
  list: List,
  refused: Refused,
): (error: unknown) => Promise<NameLists[List]> {
  return async (error) => {
    if (error instanceof AccessError || error instanceof NotFoundError) return refused(list, error);
    throw error;
  };
}

function mapOf<K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, T> {
  return new Map(items.map((item) => [keyOf(item), item]));
}
