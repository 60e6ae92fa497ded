import { expect, test } from 'vitest';
import { itemsOf } from '../../src/audit/comma-list.js';

test.each([
  [
    ['a,b', 'c'],
    ['a', 'b', 'c'],
  ],
  [[' a , ,b,'], ['a', 'b']],
  [['"Acme, Inc",b'], ['Acme, Inc', 'b']],
  [['"say ""hi"", you"'], ['say "hi", you']],
  [['5" pipe, 6" pipe'], ['5" pipe', '6" pipe']],
  [['"unclosed, item'], ['"unclosed', 'item']],
  [['"a"b,c'], ['"a"b', 'c']],
  [['', ',,'], []],
])('%j holds %j', (values, items) => {
  expect(itemsOf(values)).toEqual(items);
});
