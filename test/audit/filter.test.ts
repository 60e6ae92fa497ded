import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.js';
import {
  type FilterWords,
  type KnownValues,
  needsObjects,
  needsUsers,
  resolveFilter,
} from '../../src/audit/filter.js';
import type { PushedFilterValues } from '../../src/audit/filter-clause.js';
import { emptyNames } from '../../src/audit/names.js';
import { UsageError } from '../../src/errors.js';
import { anyEvent } from './any-event.js';
import { exampleEvent } from './example-event.js';

const nothing: FilterWords = {
  user: [],
  type: [],
  module: [],
  record: [],
  object: [],
  source: [],
  notUser: [],
  notType: [],
  notModule: [],
  notSource: [],
};

const known: KnownValues = {
  users: [
    { id: 'user-1', name: 'Maria Lopez', email: 'maria@acme.example', deleted: false },
    { id: 'user-2', name: 'Maria Stone', email: 'mstone@acme.example', deleted: false },
    { id: 'user-3', name: 'Bob', email: undefined, deleted: true },
  ],
  types: ['WIDGET_TURNED'],
  modules: ['WIDGET'],
  sources: ['FAX'],
  objects: [
    { key: 'custom_objects.pet', singular: 'Pet', plural: 'Pets' },
    { key: 'custom_objects.house', singular: 'Home', plural: 'Homes' },
  ],
};

function resolve(words: Partial<FilterWords>) {
  return resolveFilter({ ...nothing, ...words }, known, emptyNames);
}

function isKept(words: Partial<FilterWords>, event: Partial<AuditEvent>): boolean {
  return resolve(words).matches?.(exampleEvent(event)) ?? true;
}

function problem(words: Partial<FilterWords>): UsageError {
  try {
    resolve(words);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('no filter keeps everything and pushes nothing', () => {
  expect(resolve({})).toEqual({ matches: undefined, push: {}, names: [], described: [] });
});

const deleted = { type: 'DELETED' };

describe('an event is', () => {
  test.each<readonly ['kept' | 'left out', Partial<FilterWords>, Partial<AuditEvent>]>([
    ['kept', { user: ['maria lopez'] }, { sourceId: 'user-1' }],
    ['left out', { user: ['maria lopez'] }, { sourceId: 'user-2' }],
    ['left out', { user: ['maria lopez'] }, { sourceId: undefined }],
    ['left out', { user: ['maria lopez'] }, { sourceId: 'user-3', recordId: 'user-1' }],
    ['kept', { user: ['bob,mstone'] }, { sourceId: 'user-2' }],
    ['kept', { user: ['bob', 'mstone'] }, { sourceId: 'user-3' }],
    ['kept', { type: ['deleted'] }, deleted],
    ['left out', { type: ['deleted'] }, {}],
    ['kept', { type: ['created, deleted'] }, deleted],
    ['kept', { type: ['widget turned'] }, { type: 'WIDGET_TURNED' }],
    ['kept', { type: ['deleted'], module: ['contacts'] }, deleted],
    ['left out', { type: ['deleted'], module: ['opportunities'] }, deleted],
    ['kept', { module: ['calendars'] }, { module: 'APPOINTMENT' }],
    ['kept', { source: ['workflow'] }, { source: 'WORKFLOW_NEW' }],
    ['left out', { source: ['web'] }, { source: 'FAX' }],
    ['left out', { notUser: ['bob'] }, { sourceId: 'user-3' }],
    ['kept', { notUser: ['bob'] }, { sourceId: undefined }],
    ['left out', { notType: ['deleted'] }, deleted],
    ['left out', { type: ['deleted'], notModule: ['contacts'] }, deleted],
    ['left out', { notSource: ['web'] }, {}],
    ['kept', { record: ['contact-1'] }, { recordName: undefined }],
    ['left out', { record: ['contact-1'] }, { recordId: 'contact-11' }],
    ['left out', { record: ['CONTACT-1'] }, {}],
    ['kept', { record: ['ada'] }, {}],
    ['kept', { record: ['ＡＤＡ  example'] }, {}],
    ['left out', { record: ['bea'] }, {}],
    ['kept', { record: ['"Example, Ada"'] }, { recordName: 'Example, Ada (old)' }],
    ['left out', { record: ['"Example, Ada"'] }, { recordName: 'Ada' }],
    ['kept', { object: ['pets'] }, { after: { objectKey: 'custom_objects.pet' } }],
    [
      'kept',
      { object: ['custom_objects.pet'] },
      { module: 'CUSTOM_OBJECT', before: { key: 'custom_objects.pet' } },
    ],
    [
      'kept',
      { object: ['pet'] },
      { before: { firstObjectKey: 'contact', secondObjectKey: 'custom_objects.pet' } },
    ],
    ['left out', { object: ['pet'] }, { after: { objectKey: 'custom_objects.house' } }],
    ['left out', { object: ['pet'] }, {}],
    ['kept', { search: 'CREATED contact' }, { type: 'CREATED' }],
    ['kept', { search: 'ada' }, {}],
    ['kept', { search: 'contact-1' }, { recordName: 'x' }],
    ['kept', { search: 'istanbul' }, { after: { city: 'İSTANBUL', zip: 1, street: 2 } }],
    ['kept', { search: '4711' }, { after: { a: { b: [{ c: 4711 }] } } }],
    [
      'left out',
      { search: 'austin' },
      {
        changedFields: ['city'],
        before: { city: 'a', home: 'Austin' },
        after: { city: 'b', home: 'Austin' },
      },
    ],
    ['left out', { search: 'zebra' }, {}],
  ])('%s: %j on %j', (verdict, words, event) => {
    expect(isKept(words, event)).toBe(verdict === 'kept');
  });
});

describe('a user', () => {
  test.each([
    ['user-1', 'user-1'],
    ['MARIA@ACME.EXAMPLE', 'user-1'],
    ['  maria   lopez ', 'user-1'],
    ['lop', 'user-1'],
    ['mstone@', 'user-2'],
    ['BOB', 'user-3'],
    ['raw:gone-4', 'gone-4'],
  ])('%s is %s', (word, id) => {
    expect(resolve({ user: [word] }).push).toEqual({ userId: [id] });
  });

  test('who could be several is refused with the candidates', () => {
    expect(problem({ user: ['maria'] })).toMatchObject({
      code: 'ambiguous-user',
      message: '"maria" could be 2 users.',
      hint: [
        'Give one of these e-mails or ids:',
        '  Maria Lopez  <maria@acme.example>  user-1',
        '  Maria Stone  <mstone@acme.example>  user-2',
      ].join('\n'),
    });
  });

  test('who is nobody is refused with the nearest, an unknown id as well', () => {
    expect(problem({ user: ['bop'] })).toMatchObject({
      code: 'unknown-user',
      message: 'No user is called "bop".',
      hint: 'The nearest:\n  Bob  user-3  (deleted)\n"audit values users" lists them; raw:<id> passes an id as it is, for users that are gone.',
    });
    expect(problem({ notUser: ['66f0c0ffee0000000000a001'] }).code).toBe('unknown-user');
  });

  test('whose full name is a part of another’s is the one', () => {
    const users = [
      { id: 'a', name: 'Ann', email: undefined, deleted: false },
      { id: 'b', name: 'Ann Lee', email: undefined, deleted: false },
    ];
    expect(resolveFilter({ ...nothing, user: ['ann'] }, { ...known, users }, emptyNames).push).toEqual({
      userId: ['a'],
    });
  });

  test('who bears another’s very name is not guessed', () => {
    const users = ['a', 'b'].map((id) => ({ id, name: 'Ann Lee', email: undefined, deleted: false }));
    expect(() => resolveFilter({ ...nothing, user: ['ann lee'] }, { ...known, users }, emptyNames)).toThrow(
      'could be 2 users',
    );
  });
});

test('a custom object that nobody knows is refused with the nearest', () => {
  expect(problem({ object: ['pest'] })).toMatchObject({
    code: 'unknown-object',
    message: 'No custom object is called "pest".',
    hint: 'Did you mean pet, Pet, Pets?\n"audit values objects" lists them; raw:<key> passes a key as it is.',
  });
});

test.each([{ type: ['delted'] }, { module: ['contcats'] }, { source: ['wbe'] }, { notType: ['x'] }])(
  '%j is refused',
  (words) => {
    expect(problem(words).code).toMatch(/^unknown-(event-type|module|source)$/);
  },
);

test.each([{ user: [''] }, { type: [' , '] }, { record: ['""'] }, { search: ' ' }])(
  '%j asks for nothing and is refused',
  (words) => {
    expect(problem(words).code).toBe('empty-filter');
  },
);

test('what was understood is told, filter by filter', () => {
  expect(
    resolve({ user: ['bob'], type: ['tags,deleted'], notModule: ['widgets'], search: 'x' }),
  ).toMatchObject({
    names: ['user', 'type', 'search', 'not-module'],
    described: [
      { name: 'user', asked: ['bob'], values: ['user-3'], labels: ['Bob'] },
      {
        name: 'type',
        asked: ['tags', 'deleted'],
        values: ['TAG_ADDED', 'TAG_REMOVED', 'DELETED'],
        labels: ['Tag added', 'Tag removed', 'Deleted'],
      },
      { name: 'search', asked: ['x'], values: ['x'], labels: ['x'] },
      { name: 'not-module', asked: ['widgets'], values: ['WIDGET'], labels: ['Widget'] },
    ],
  });
});

test('only wire values that the account compares as we do are pushed', () => {
  const asked = {
    user: ['bob'],
    type: ['deleted'],
    module: ['contacts'],
    source: ['web'],
    record: ['x'],
    object: ['pet'],
    search: 'x',
  };
  expect(resolve({ ...asked, notType: ['created'], notUser: ['lopez'] }).push).toEqual({
    userId: ['user-3'],
    type: ['DELETED'],
    documentType: ['CONTACT'],
    source: ['WEB_USER', 'UNKNOWN_SOURCE'],
  });
});

/** As an account filters: on the wire, where the source may say less than the event does. */
function accountKeeps(event: AuditEvent, wireSource: string, push: PushedFilterValues): boolean {
  const isAny = (values: readonly string[] | undefined, value: string | undefined): boolean =>
    values === undefined || (value !== undefined && values.includes(value));
  return (
    isAny(push.userId, event.sourceId) &&
    isAny(push.type, event.type) &&
    isAny(push.documentType, event.module) &&
    isAny(push.source, wireSource) &&
    push.query === undefined
  );
}

test('the account never keeps out an event that we would have shown', () => {
  // Mostly nothing is asked, so that many events get through and the comparison is not empty.
  const some = (...words: readonly string[]) =>
    fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, fc.subarray([...words], { minLength: 1 }));
  const words = fc.record({
    user: some('lopez', 'stone', 'bob'),
    type: some('deleted', 'tags', 'login', 'widget-turned'),
    module: some('contacts', 'calendars', 'widgets', 'staff'),
    record: some('a', 'x'),
    object: some('pet'),
    source: some('web', 'mobile', 'workflow', 'form'),
    notUser: some('bob'),
    notType: some('created'),
    notModule: some('pipelines'),
    notSource: some('integration'),
  });
  let shown = 0;
  fc.assert(
    fc.property(words, anyEvent, fc.boolean(), (asked, event, isSourceHidden) => {
      const { matches, push } = resolve(asked);
      const wireSource = isSourceHidden ? 'UNKNOWN_SOURCE' : event.source;
      if (matches === undefined || !matches(event)) return;
      shown += 1;
      expect(accountKeeps(event, wireSource, push)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
  expect(shown).toBeGreaterThan(100);
});

test('users and objects are asked for only where a word needs them', () => {
  expect(needsUsers(nothing)).toBe(false);
  expect(needsUsers({ ...nothing, user: ['raw:x,raw:y'] })).toBe(false);
  expect(needsUsers({ ...nothing, user: ['raw:x,maria'] })).toBe(true);
  expect(needsUsers({ ...nothing, notUser: ['maria'] })).toBe(true);
  expect(needsObjects(nothing)).toBe(false);
  expect(needsObjects({ ...nothing, object: ['raw:custom_objects.pet'] })).toBe(false);
  expect(needsObjects({ ...nothing, object: ['pet'] })).toBe(true);
});
