/** What the account calls the ids that events carry, asked for at the beginning and only as far as the answer will show or need it. */
import type { Account } from '../account/account.js';
import { type FilterWords, type KnownValues, needsObjects, needsUsers } from '../audit/filter.js';
import type { NameBook } from '../audit/names.js';
import { AccessError, NotFoundError } from '../errors.js';
import type { FieldName } from '../output/fields.js';
import type { Voice } from './voice.js';

export interface Names {
  readonly book: NameBook;
  readonly known: KnownValues;
}

export interface NamesWanted {
  /** The fields that will be shown. */
  readonly fields: readonly FieldName[];
  readonly words: FilterWords;
}

const fieldsWithUsers: ReadonlySet<FieldName> = new Set(['user', 'userEmail', 'actor', 'description']);

/**
 * Asks before the first event is shown, so that the same log gives the same words from its first row to its last. What the
 * token may not read is missing from the book, and said; a filter that needs it fails instead.
 *
 * @throws AccessError where a filter needs names that cannot be had; UnreachableError where the account keeps failing.
 */
export async function askNames(
  account: Account,
  { fields, words }: NamesWanted,
  voice: Voice,
): Promise<Names> {
  const describes = fields.includes('description') || words.search !== undefined;
  const userNeeded = needsUsers(words);
  const objectNeeded = needsObjects(words);
  const usersShown = words.search !== undefined || fields.some((field) => fieldsWithUsers.has(field));
  const lenient = { voice, isNeeded: false };
  const [users, pipelines, calendars, objects] = await Promise.all([
    userNeeded || usersShown ? ask('users', () => account.users(), { voice, isNeeded: userNeeded }) : [],
    describes ? ask('pipelines', () => account.pipelines(), lenient) : [],
    describes ? ask('calendars', () => account.calendars(), lenient) : [],
    describes || objectNeeded
      ? ask('custom objects', () => account.objects(), { voice, isNeeded: objectNeeded })
      : [],
  ]);
  const userById = mapOf(users, ({ id }) => id);
  const pipelineById = mapOf(pipelines, ({ id }) => id);
  const stageById = mapOf(
    pipelines.flatMap(({ stages }) => stages),
    ({ id }) => id,
  );
  const calendarById = mapOf(calendars, ({ id }) => id);
  const objectByKey = mapOf(objects, ({ key }) => key);
  return {
    book: {
      user: (id) => userById.get(id),
      stage: (id) => stageById.get(id)?.name,
      pipeline: (id) => pipelineById.get(id)?.name,
      calendar: (id) => calendarById.get(id)?.name,
      objectLabel: (key) => objectByKey.get(key)?.singular,
    },
    known: { users, types: [], modules: [], sources: [], objects },
  };
}

async function ask<T>(
  what: string,
  request: () => Promise<readonly T[]>,
  { voice, isNeeded }: { readonly voice: Voice; readonly isNeeded: boolean },
): Promise<readonly T[]> {
  try {
    return await request();
  } catch (error) {
    if (isNeeded || !(error instanceof AccessError || error instanceof NotFoundError)) throw error;
    await voice.note(
      `The account's ${what} could not be read, so ids stand for some names: ${error.message}`,
    );
    return [];
  }
}

function mapOf<K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, T> {
  return new Map(items.map((item) => [keyOf(item), item]));
}
