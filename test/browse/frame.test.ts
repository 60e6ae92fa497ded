import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/output/width.js';
import { anyEvent } from '../audit/any-event.js';
import { exampleEvent } from '../audit/example-event.js';
import { readHostileTexts } from '../support/hostile-texts.js';
import { eventsOfMinutes, Walker } from './walker.js';

test('at 80 columns the detail stands below the list', () => {
  expect(new Walker({ columns: 80, rows: 24 }, eventsOfMinutes(12)).presses('down').sees()).toEqual([
    '2 of 12 · 2026-11-21 Saturday 18:03:00 America/Chicago',
    '  11-21 18:04  Maria Lopez       Created contact “Record 0”                     ',
    '› 11-21 18:03  Maria Lopez       Created contact “Record 1”                     ',
    '  11-21 18:02  Maria Lopez       Created contact “Record 2”                     ',
    '  11-21 18:01  Maria Lopez       Created contact “Record 3”                     ',
    '  11-21 18:00  Maria Lopez       Created contact “Record 4”                     ',
    '  11-21 17:59  Maria Lopez       Created contact “Record 5”                     ',
    '  11-21 17:58  Maria Lopez       Created contact “Record 6”                     ',
    '  11-21 17:57  Maria Lopez       Created contact “Record 7”                     ',
    '────────────────────────────────────────────────────────────────────────────────',
    'Created contact “Record 1”',
    '',
    'When        2026-11-21 18:03:00 America/Chicago',
    '            2026-11-22T00:03:00.000Z',
    'Who         Maria Lopez',
    '            person · user-1',
    '            This is the user whose session acted. An administrator who used',
    '            “login as user” appears as that user; the log does not tell.',
    'By          Web',
    'Event type  Created',
    'Module      Contacts',
    'Record      Record 1',
    '… 4 more (space)',
    '↑↓ walk · Enter whole · / search · r restore · ? help · q leave',
  ]);
});

test('at 120 columns it stands beside the list', () => {
  expect(new Walker({ columns: 120, rows: 16 }, eventsOfMinutes(12)).presses('down').sees()).toEqual([
    '2 of 12 · 2026-11-21 Saturday 18:03:00 America/Chicago',
    '  11-21 18:04  Created contact “Record 0”                  │ Created contact “Record 1”',
    '› 11-21 18:03  Created contact “Record 1”                  │ ',
    '  11-21 18:02  Created contact “Record 2”                  │ When        2026-11-21 18:03:00 America/Chicago',
    '  11-21 18:01  Created contact “Record 3”                  │             2026-11-22T00:03:00.000Z',
    '  11-21 18:00  Created contact “Record 4”                  │ Who         Maria Lopez',
    '  11-21 17:59  Created contact “Record 5”                  │             person · user-1',
    '  11-21 17:58  Created contact “Record 6”                  │             This is the user whose session acted. An',
    '  11-21 17:57  Created contact “Record 7”                  │             administrator who used “login as user” appears',
    '  11-21 17:56  Created contact “Record 8”                  │             as that user; the log does not tell.',
    '  11-21 17:55  Created contact “Record 9”                  │ By          Web',
    '  11-21 17:54  Created contact “Record 10”                 │ Event type  Created',
    '  11-21 17:53  Created contact “Record 11”                 │ Module      Contacts',
    '                                                           │ Record      Record 1',
    '                                                           │ … 2 more (space)',
    '↑↓ walk · Enter whole event · Space scroll it · / search · r restore · ? help · q leave',
  ]);
});

test('at 20 columns and 10 rows there is a list, and Enter for the detail', () => {
  const walker = new Walker({ columns: 20, rows: 10 }, eventsOfMinutes(12)).presses('down');
  expect(walker.sees()).toEqual([
    '2 of 12 · 11-21 18:…',
    '  18:04  Created co…',
    '› 18:03  Created co…',
    '  18:02  Created co…',
    '  18:01  Created co…',
    '  18:00  Created co…',
    '  17:59  Created co…',
    '  17:58  Created co…',
    '  17:57  Created co…',
    '? help · q leave',
  ]);
  expect(walker.presses('enter').sees()).toEqual([
    '2 of 12 · 11-21 18:…',
    'Created contact',
    '“Record 1”',
    '',
    'When',
    '  2026-11-21',
    '  18:03:00',
    '  America/Chicago',
    '… 24 more (space)',
    '? help · q leave',
  ]);
  expect(walker.presses('?').sees()).toEqual([
    '2 of 12 · 11-21 18:…',
    '↑ ↓  k j',
    '  the event above,',
    '  below',
    'PgUp PgDn',
    '  a screenful up,',
    '  down',
    'Home g',
    '… 35 more (space)',
    '? help · q leave',
  ]);
});

const sizes = fc.record({
  columns: fc.integer({ min: 20, max: 300 }),
  rows: fc.integer({ min: 1, max: 80 }),
});
const keys = fc.array(
  fc.constantFrom(
    'down',
    'enter',
    'end',
    'pagedown',
    ' ',
    '?',
    '/',
    'x',
    'é',
    '漢',
    'n',
    'escape',
    'r',
    'left',
  ),
  { maxLength: 12 },
);

/** Whatever would move the cursor, or whatever hides. */
const obeyed = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/u;

test('whatever the log holds, whatever is pressed, on whatever screen: it is filled, and nothing leaves its line', () => {
  fc.assert(
    fc.property(sizes, fc.array(anyEvent, { maxLength: 5 }), keys, (size, events, pressed) => {
      const lines = new Walker(size, events).presses(...pressed).sees();
      expect(lines).toHaveLength(size.rows);
      expect(lines.filter((line) => displayWidth(line) > size.columns || obeyed.test(line))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test.each(readHostileTexts())('$id stays on its line and is not obeyed', ({ text }) => {
  const events = [
    exampleEvent({ recordName: text, sourceName: text, type: text, id: text, after: { [text]: text } }),
  ];
  for (const [columns, rows] of [
    [20, 10],
    [80, 24],
    [200, 50],
  ] as const) {
    const lines = new Walker({ columns, rows }, events).presses('/').types(text.slice(0, 50)).sees();
    expect(lines.filter((line) => displayWidth(line) > columns || obeyed.test(line))).toEqual([]);
  }
});

test('an account whose events cannot be read says so where they would stand', () => {
  const walker = new Walker({ columns: 40, rows: 5 }, [], false);
  expect(walker.sees()).toEqual([
    'audit',
    'Reading the log…',
    '',
    '',
    '↑↓ walk · / search · ? help · q leave',
  ]);
  walker.gets({ kind: 'end', words: 'The token has expired.' });
  expect(walker.sees()[1]).toBe('The token has expired.');
});
