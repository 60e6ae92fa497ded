import { expect, test } from 'vitest';
import { Evidence } from '../../src/reading/evidence.js';

test('nothing needs to be proven until something rests on order', () => {
  expect(new Evidence().isEnough).toBe(true);
});

test('two full pages that fit together are enough, many small ones are, one is not', () => {
  const evidence = new Evidence();
  evidence.isNeeded = true;
  evidence.sorted(100, 1);
  expect(evidence.isEnough).toBe(false);
  evidence.sorted(100, 1);
  expect(evidence.isEnough).toBe(true);
  const small = new Evidence();
  small.isNeeded = true;
  // 3! = 6: sixteen such pages are as rare as 2^41 to 1.
  for (let page = 0; page < 15; page++) small.sorted(3, 1);
  expect(small.isEnough).toBe(false);
  small.sorted(3, 1);
  expect(small.isEnough).toBe(true);
});

test('pages of two lists prove less', () => {
  const evidence = new Evidence();
  evidence.isNeeded = true;
  for (let page = 0; page < 2; page++) evidence.sorted(100, 2);
  expect(evidence.isEnough).toBe(false);
  evidence.sorted(100, 2);
  expect(evidence.isEnough).toBe(true);
});

test('contradictions speak against an account that has shown little order, not against one that has shown much', () => {
  const scrambled = new Evidence();
  scrambled.contradicted();
  expect(scrambled.isAgainst).toBe(false);
  scrambled.contradicted();
  expect(scrambled.isAgainst).toBe(true);
  const sound = new Evidence();
  for (let page = 0; page < 20; page++) sound.sorted(100, 1);
  sound.contradicted();
  sound.contradicted();
  expect(sound.isAgainst).toBe(false);
});
