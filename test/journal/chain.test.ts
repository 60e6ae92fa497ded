import { expect, test } from 'vitest';
import { followChain } from '../../src/journal/chain.js';
import { hashOf, type JournalEntry, lineOf, noPrevious } from '../../src/journal/entry.js';

function lines(count: number): string[] {
  const written: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    written.push(lineOf(entry(number, written.length === 0 ? noPrevious : hashOf(written.at(-1) ?? ''))));
  }
  return written;
}

function entry(number: number, previous: string): JournalEntry {
  return {
    journal: 1,
    number,
    at: '2026-11-21T22:04:00.000Z',
    by: { user: 'ada', host: 'desk', process: 7 },
    tool: '1.2.3',
    command: ['list'],
    profile: 'acme',
    account: { location: 'L1', apiUrl: 'https://acme.example', embedded: false },
    window: null,
    rows: 3,
    complete: true,
    outputs: [],
    receipt: null,
    exitCode: 0,
    previous,
  };
}

const written = lines(6);
const whole = written.join('');

test('a journal as it was written has no fault, and its head is the hash of its last line', () => {
  expect(followChain(whole)).toEqual({
    entries: written.map((line) => JSON.parse(line)),
    faults: [],
    head: hashOf(written[5] ?? ''),
    holdsHead: undefined,
  });
  expect(followChain('')).toEqual({ entries: [], faults: [], head: noPrevious, holdsHead: undefined });
});

test('a head that was kept elsewhere is found as long as nothing before it changed', () => {
  const kept = hashOf(written[2] ?? '');
  expect(followChain(whole, kept).holdsHead).toBe(true);
  expect(followChain(written.slice(0, 2).join(''), kept)).toMatchObject({ holdsHead: false, faults: [] });
  expect(followChain(whole, noPrevious).holdsHead).toBe(true);
});

const without = (index: number) => written.filter((_line, at) => at !== index);
const changed = (index: number, from: string, to: string) =>
  written.map((line, at) => (at === index ? line.replace(from, to) : line));

test.each<readonly [string, readonly string[], readonly (readonly [number, string])[]]>([
  ['an entry that was edited', changed(2, '"rows":3', '"rows":4'), [[4, 'it does not follow from line 3']]],
  ['white space that was added', changed(2, '{', '{ '), [[4, 'it does not follow from line 3']]],
  ['an entry that was taken out', without(2), [[3, 'it does not follow from line 2']]],
  ['the first entry that was taken out', without(0), [[1, 'lines before it are missing']]],
  [
    'an entry that was put in',
    [
      ...written.slice(0, 2),
      lineOf(entry(3, hashOf(written[1] ?? ''))).replace('list', 'show'),
      ...written.slice(2),
    ],
    [[4, 'it does not follow from line 3']],
  ],
  [
    'two that changed places',
    [...written.slice(0, 2), written[3] ?? '', written[2] ?? '', ...written.slice(4)],
    [
      [3, 'it does not follow from line 2'],
      [4, 'it does not follow from line 3'],
      [5, 'it does not follow from line 4'],
    ],
  ],
  ['a last line that was cut off', [...written.slice(0, 5), '{"journal":1,'], [[6, 'it is no entry']]],
  [
    'a line feed that is gone',
    [...written.slice(0, 5), (written[5] ?? '').trimEnd()],
    [[6, 'it is cut off']],
  ],
  [
    'a number that was skipped by whoever linked the rest anew',
    [...written, lineOf(entry(9, hashOf(written[5] ?? '')))],
    [[7, 'it is number 9, after 6']],
  ],
])('%s is found, and where', (_what, forged, faults) => {
  expect(followChain(forged.join('')).faults.map(({ line, what }) => [line, what])).toEqual(faults);
});

test('any one byte that differs is found, or the head is another', () => {
  const kept = hashOf(written[5] ?? '');
  const bytes = Buffer.from(whole);
  for (let at = 0; at < bytes.length; at += 17) {
    const forged = Buffer.from(bytes);
    forged[at] = (forged[at] ?? 0) ^ 1;
    const { faults, holdsHead } = followChain(forged.toString('latin1'), kept);
    expect(faults.length > 0 || holdsHead === false).toBe(true);
  }
});
