import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesOf } from '../../src/audit/changes.js';
import { anyEvent } from './any-event.js';
import { exampleEvent } from './example-event.js';

describe('what an event changed', () => {
  test('names each field with its value before and after, in the order of the event', () => {
    const event = exampleEvent({
      changedFields: ['phone', 'monetaryValue'],
      before: { monetaryValue: 1200, phone: '1' },
      after: { monetaryValue: 1500, phone: '2' },
    });
    expect(changesOf(event)).toEqual([
      { field: 'phone', label: 'Phone', before: '1', after: '2' },
      { field: 'monetaryValue', label: 'Value', before: 1200, after: 1500 },
    ]);
  });

  test('leaves out what is the same on both sides, however deep, and whatever the order of keys', () => {
    const event = exampleEvent({
      changedFields: ['address'],
      before: { address: { city: 'Austin', street: { no: 1 } }, email: 'a@b' },
      after: { email: 'a@b', address: { street: { no: 1 }, city: 'Austin' } },
    });
    expect(changesOf(event)).toEqual([]);
  });

  test('finds a change that the event does not name', () => {
    const event = exampleEvent({
      changedFields: ['phone'],
      before: { phone: '1', city: 'a' },
      after: { phone: '2', city: 'b' },
    });
    expect(changesOf(event).map(({ field }) => field)).toEqual(['phone', 'city']);
  });

  test('does not take the rest of the record, which one side shows, for a change', () => {
    const event = exampleEvent({
      changedFields: ['phone'],
      before: { phone: '1' },
      after: { phone: '2', email: 'a@b' },
    });
    expect(changesOf(event).map(({ field }) => field)).toEqual(['phone']);
  });

  test('shows all there is where the event names no fields', () => {
    const event = exampleEvent({ before: { phone: '1' }, after: { email: 'a@b' } });
    expect(changesOf(event)).toEqual([
      { field: 'phone', label: 'Phone', before: '1', after: undefined },
      { field: 'email', label: 'Email', before: undefined, after: 'a@b' },
    ]);
  });

  test('keeps a named field whose values the event does not tell', () => {
    expect(changesOf(exampleEvent({ changedFields: ['password'] }))).toEqual([
      { field: 'password', label: 'Password', before: undefined, after: undefined },
    ]);
  });

  test('gives tags as added and removed, once, wherever they stand', () => {
    const event = exampleEvent({
      type: 'TAG_ADDED',
      changedFields: ['tags'],
      before: { tagsRemoved: ['cold'], tags: ['cold'] },
      after: { tagsAdded: ['vip', 'vip', '2026'], tags: ['vip', '2026'] },
    });
    expect(changesOf(event)).toEqual([
      {
        field: 'tags',
        label: 'Tags',
        before: ['cold'],
        after: ['vip', '2026'],
        added: ['vip', '2026'],
        removed: ['cold'],
      },
    ]);
  });

  test('gives any list as added and removed, objects among them', () => {
    const [first, second] = [
      { id: 1, name: 'New' },
      { id: 2, name: 'Won' },
    ];
    const event = exampleEvent({ before: { stages: [first] }, after: { stages: [{ ...first }, second] } });
    expect(changesOf(event)).toEqual([
      {
        field: 'stages',
        label: 'Stages',
        before: [first],
        after: [first, second],
        added: [second],
        removed: [],
      },
    ]);
  });

  test('compares custom fields by their id and calls them by their name', () => {
    const event = exampleEvent({
      changedFields: ['customFields'],
      before: {
        customFields: [
          { id: 'a', fieldName: 'Roof type', fieldValue: 'Tile' },
          { id: 'b', fieldName: 'Floors', fieldValue: 2 },
        ],
      },
      after: {
        customFields: [
          { id: 'b', fieldName: 'Floors', fieldValue: 2 },
          { id: 'a', fieldName: 'Roof type', fieldValue: 'Slate' },
        ],
      },
    });
    expect(changesOf(event)).toEqual([
      { field: 'customFields.a', label: 'Roof type', before: 'Tile', after: 'Slate' },
    ]);
  });

  test('does not count a custom field twice when the event names it by its id or its name', () => {
    const after = { customFields: [{ id: 'a', fieldName: 'Roof type', fieldValue: 'Slate' }] };
    expect(changesOf(exampleEvent({ changedFields: ['a', 'Roof type'], before: {}, after }))).toEqual([
      { field: 'customFields.a', label: 'Roof type', before: undefined, after: 'Slate' },
    ]);
  });

  test('shows custom fields of another shape as they are', () => {
    const event = exampleEvent({ before: { customFields: 'x' }, after: { customFields: [1] } });
    expect(changesOf(event)).toEqual([
      { field: 'customFields', label: 'Custom fields', before: 'x', after: [1] },
    ]);
  });

  test('looks into objects, and into the properties of custom objects', () => {
    const event = exampleEvent({
      changedFields: ['address', 'properties'],
      before: { address: { city: 'Austin', zip: '1' }, properties: { color: 'red' } },
      after: { address: { city: 'Dallas', zip: '1' }, properties: { color: 'blue' } },
    });
    expect(changesOf(event)).toEqual([
      { field: 'address.city', label: 'Address city', before: 'Austin', after: 'Dallas' },
      { field: 'properties.color', label: 'Color', before: 'red', after: 'blue' },
    ]);
  });

  test('follows a named path', () => {
    const event = exampleEvent({ changedFields: ['address.city'], after: { address: { city: 'Dallas' } } });
    expect(changesOf(event)).toEqual([
      { field: 'address.city', label: 'Address city', before: undefined, after: 'Dallas' },
    ]);
  });

  test('gives the whole of a record that was created or deleted, without blanks and bookkeeping', () => {
    const record = {
      id: 'x',
      name: 'Ada',
      email: '',
      tags: [],
      locationId: 'l',
      updatedAt: 'now',
      dnd: false,
    };
    const created = changesOf(exampleEvent({ type: 'CREATED', changedFields: ['name'], after: record }));
    const deleted = changesOf(exampleEvent({ type: 'DELETED', before: record }));
    expect(created).toEqual([
      { field: 'name', label: 'Name', before: undefined, after: 'Ada' },
      { field: 'dnd', label: 'DND', before: undefined, after: false },
    ]);
    expect(deleted.map(({ field, before, after }) => [field, before, after])).toEqual([
      ['name', 'Ada', undefined],
      ['dnd', false, undefined],
    ]);
  });

  test('survives fields that bear the names of what objects inherit', () => {
    const after = JSON.parse('{"__proto__":1,"constructor":2}');
    expect(changesOf(exampleEvent({ changedFields: ['toString'], after, before: {} }))).toEqual([
      { field: 'toString', label: 'To string', before: undefined, after: undefined },
    ]);
    expect(changesOf(exampleEvent({ after })).map(({ field }) => field)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test('survives values nested deeper than the stack', () => {
    const deep = (innermost: string): unknown =>
      JSON.parse('['.repeat(50_000) + innermost + ']'.repeat(50_000));
    const event = exampleEvent({ before: { a: deep('1') }, after: { a: deep('1') } });
    expect(changesOf(event).map(({ field }) => field)).toEqual(['a']);
  });

  test('never throws, and never shows a scalar that is equal on both sides', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        for (const { before, after } of changesOf(event)) {
          if (before !== undefined && typeof before !== 'object') expect(before).not.toBe(after);
        }
      }),
      { numRuns: 500 },
    );
  });
});
