import { expect, test } from 'vitest';
import { wrapHanging } from '../../src/output/hanging.js';

const list =
  'Give one of these:\n  Maria Alvarez  <maria@acme.example>  one and another\n  audit list --user maria --since 7d';

test('a line that is indented goes on below its second column, or below its own beginning', () => {
  expect(wrapHanging(list, 40)).toEqual([
    'Give one of these:',
    '  Maria Alvarez  <maria@acme.example>',
    '                 one and another',
    '  audit list --user maria --since 7d',
  ]);
});

test('where there is no room beside the first column, below its own beginning', () => {
  expect(wrapHanging(list, 22)).toEqual([
    'Give one of these:',
    '  Maria Alvarez',
    '  <maria@acme.example>',
    '  one and another',
    '  audit list --user',
    '  maria --since 7d',
  ]);
});
