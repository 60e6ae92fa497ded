import { expect, test } from 'vitest';
import { randomCases } from './random-case.js';
import { promised, runAll } from './report.js';
import { runInMemory } from './run-case.js';

/** `npm run torture` reads ten thousand. */
const accounts = 400;

test('whatever the account does, each event comes exactly once or the answer says what is missing', async () => {
  const report = await runAll(randomCases(1, accounts), runInMemory);
  expect(report).toMatchObject({ accounts, ...promised });
}, 60_000);
