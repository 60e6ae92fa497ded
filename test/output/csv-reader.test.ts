import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from '../../src/output/csv-reader.js';

async function* inPieces(text: string, size: number): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function rowsOf(text: string, size = 1): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const row of readCsv(inPieces(text, size))) rows.push(row);
  return rows;
}

test.each([
  [
    'a,b\r\nc,d\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['\ufeffa\r\n"b ""c"", d\r\n"\r\n', [['a'], ['b "c", d\r\n']]],
  [
    'a,\r\n,\r\n',
    [
      ['a', ''],
      ['', ''],
    ],
  ],
  ['""\r\n""\r\n', [[''], ['']]],
  ['', []],
])('%j is read cell by cell, wherever it is cut', async (text, rows) => {
  for (const size of [1, 2, 3, 1_000]) expect(await rowsOf(text, size)).toEqual(rows);
});

const cell = fc.string({
  unit: fc.constantFrom('"', ',', '\r', '\n', '\r\n', 'a', ' ', '\ufeff', '👩‍👧', '='),
});

test('what another reader reads, we read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1 }),
      fc.integer({ min: 1, max: 9 }),
      async (rows, size) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = `x,y\r\n${rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`;
        expect(await rowsOf(text, size)).toEqual(parse(text));
        expect((await rowsOf(text, size)).slice(1)).toEqual(rows);
      },
    ),
  );
});
