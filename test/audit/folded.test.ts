import { expect, test } from 'vitest';
import { folded } from '../../src/audit/folded.js';

test.each([
  ['Maria LOPEZ', 'maria lopez'],
  ['  a \t b\n', 'a b'],
  ['ＭＡＲＩＡ', 'maria'],
  ['İstanbul', 'ISTANBUL'],
  ['ısparta', 'Isparta'],
  ['Straße', 'STRASSE'],
  ['Zoe\u0308', 'ZOË'],
])('%j and %j are the same', (one, other) => {
  expect(folded(one)).toBe(folded(other));
});

test('accents keep names apart', () => {
  expect(folded('José')).not.toBe(folded('Jose'));
});
