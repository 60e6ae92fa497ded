import { expect, test } from 'vitest';
import { nearest } from '../../src/audit/nearest.js';

const words = ['created', 'updated', 'deleted', 'tag-added', 'tag-removed'];

test.each([
  ['delted', ['deleted']],
  ['deelted', ['deleted']],
  ['DELETED', ['deleted']],
  ['tag added', ['tag-added']],
  ['tag', ['tag-added', 'tag-removed']],
  ['paid', []],
  ['', []],
  ['x'.repeat(5_000), []],
])('%s resembles %j', (word, expected) => {
  expect(nearest(word, words, 3)).toEqual(expected);
});

test('the nearest comes first, and no more than asked for, each once', () => {
  expect(nearest('maria', ['Mario', 'Maria', 'Marla', 'Maria'], 2)).toEqual(['Maria', 'Mario']);
});

test('accents do not make a word strange', () => {
  expect(nearest('jose', ['José', 'Josh'], 1)).toEqual(['José']);
});
