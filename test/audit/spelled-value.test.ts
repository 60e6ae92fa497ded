import { describe, expect, test } from 'vitest';
import { spelledValues } from '../../src/audit/spelled-value.js';
import { knownWireValues, resolveVocabulary } from '../../src/audit/vocabulary.js';

const kinds = ['type', 'module', 'source'] as const;

describe.each(kinds)('%s', (kind) => {
  test('every word that is listed means exactly what it is listed for', () => {
    for (const { spelling, also, wires } of spelledValues(kind, ['NEW_THING'])) {
      for (const word of [spelling, ...also])
        expect([word, resolveVocabulary(kind, [word], []).toSorted()]).toEqual([word, wires.toSorted()]);
    }
  });

  test('every known wire value can be had alone', () => {
    const alone = spelledValues(kind, []).flatMap(({ wires }) => (wires.length === 1 ? wires : []));
    expect(alone.toSorted()).toEqual(knownWireValues(kind).toSorted());
  });

  test('no word needs quotes, and none is listed twice', () => {
    const words = spelledValues(kind, []).flatMap(({ spelling, also }) => [spelling, ...also]);
    expect(words.filter((word) => !/^(?:raw:[A-Z_]+|[a-z-]+)$/.test(word))).toEqual([]);
    expect(words).toEqual([...new Set(words)]);
  });

  test('the same values are never listed twice', () => {
    const groups = spelledValues(kind, []).map(({ wires }) => wires.toSorted().join());
    expect(groups).toEqual([...new Set(groups)]);
  });
});

test('a word that means several is told apart from the one that it holds', () => {
  const calendars = spelledValues('module', []).filter(({ wires }) => wires.includes('CALENDAR'));
  expect(calendars).toEqual([
    {
      spelling: 'calendars',
      also: [],
      wires: ['CALENDAR', 'CALENDAR_EVENT', 'APPOINTMENT'],
      label: 'Calendars, Calendar events, Appointments',
    },
    { spelling: 'raw:CALENDAR', also: [], wires: ['CALENDAR'], label: 'Calendars' },
  ]);
});

test('what only the account has shown is passed as it is', () => {
  expect(spelledValues('type', ['DELETED', 'LAUNCHED']).at(-1)).toEqual({
    spelling: 'raw:LAUNCHED',
    also: [],
    wires: ['LAUNCHED'],
    label: 'Launched',
  });
});
