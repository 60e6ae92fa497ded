import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restoreCell, safeCell } from '../../src/output/safe-cell.js';
import { readHostileTexts } from '../support/hostile-texts.js';

describe('a cell that a spreadsheet would run gets an apostrophe', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+cmd|calc', "'+cmd|calc"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "'  =1+1"],
    ['\u00a0=1+1', "'\u00a0=1+1"],
    ['\n=1+1', "'\n=1+1"],
    ['\tAda', "'\tAda"],
    ['\r\nAda', "'\r\nAda"],
    ['\uff1d1+1', "'\uff1d1+1"],
    ['\uff0b1', "'\uff0b1"],
    ['\uff0d1', "'\uff0d1"],
    ['\uff20A1', "'\uff20A1"],
    ["'=1+1", "''=1+1"],
    ["''=1+1", "'''=1+1"],
  ])('%j is written %j', (text, cell) => {
    expect(safeCell(text)).toBe(cell);
    expect(restoreCell(cell)).toBe(text);
  });
});

describe('numbers and plain words stay as they are', () => {
  test.each([
    '',
    '-5',
    '+49',
    '-12.50',
    '+1e5',
    '.5',
    '0',
    'Ada',
    "O'Hara",
    "'tis",
    'a=b',
    'C:\\temp',
    'x\ny',
    '“=”',
  ])('%j', (text) => {
    expect(safeCell(text)).toBe(text);
    expect(restoreCell(text)).toBe(text);
  });
});

describe('what a screen would obey is written as escapes, a backslash that looks like one too', () => {
  test.each([
    ['\x1b[31mred', '\\u001b[31mred'],
    ['\0=1+1', '\\u0000=1+1'],
    ['\ufeff=1+1', '\\ufeff=1+1'],
    ['a\rb', 'a\\u000db'],
    ['\ud800', '\\ud800'],
    ['\\u001b', '\\u005cu001b'],
    ['=\x1b', "'=\\u001b"],
  ])('%j is written %j', (text, cell) => {
    expect(safeCell(text)).toBe(cell);
    expect(restoreCell(cell)).toBe(text);
  });
});

test.each(readHostileTexts())('hostile text $id comes back from its safe cell', ({ text }) => {
  const cell = safeCell(text);
  expect(restoreCell(cell)).toBe(text);
  expect(cell).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  expect(cell.replace(/^[+-][\d.]+$/, '')).not.toMatch(/^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u);
});

/** Made of what the rule looks at, so that chance meets its corners. */
const tricky = fc
  .array(
    fc.constantFrom(
      "'",
      '=',
      '+',
      '-',
      '@',
      '\\',
      'u',
      '0',
      '1',
      'b',
      '\0',
      '\t',
      '\r',
      '\n',
      ' ',
      '\ufeff',
      '\x1b',
      'a',
      '\uff1d',
      '\u0301',
      '.',
      'e',
    ),
    { maxLength: 16 },
  )
  .map((parts) => parts.join(''));

test('the original is restorable from the safe cell by the stated rule alone, whatever it was', () => {
  fc.assert(
    fc.property(fc.oneof(tricky, fc.string({ unit: 'binary' })), (text) => {
      expect(restoreCell(safeCell(text))).toBe(text);
    }),
    { numRuns: 5000 },
  );
});
