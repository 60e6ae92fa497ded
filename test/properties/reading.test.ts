import { expect, test } from 'vitest';
import { randomCases } from './random-case.js';
import { promised, runAll } from './report.js';
import { runInMemory } from './run-case.js';

/** `npm run torture` reads ten thousand. */
const accounts = 300;

/** Seeds that a reading has failed at, once each. */
const onceBroken = [
  42, 62, 103, 158, 211, 435, 837, 1110, 1529, 1558, 1664, 1791, 2505, 2512, 2518, 2848, 2969, 3031, 4242,
  4291, 4818, 5213, 5442, 6323, 7118, 7711, 7805, 8311, 8340, 8765, 8876, 10190, 10662, 10845, 12097, 12286,
  12543, 12716, 14393, 14513, 14588, 14890, 15047, 15181, 15442, 15519, 15552, 16127, 16149, 16246, 16367,
  16908, 21462, 28435, 832, 3439, 3828, 5040, 5940, 17343, 22695, 23706, 100984, 104934, 105021, 609762,
];

test('whatever the account does, each event comes exactly once or the answer says what is missing', async () => {
  const report = await runAll(randomCases(1, accounts), runInMemory);
  expect(report).toMatchObject({ accounts, ...promised });
}, 60_000);

test('what once broke it breaks it no more', async () => {
  const cases = onceBroken.flatMap((seed) => [...randomCases(seed, 1)]);
  expect(await runAll(cases, runInMemory)).toMatchObject({ accounts: onceBroken.length, ...promised });
}, 60_000);
