import { expect, test } from 'vitest';
import { randomCases } from './random-case.js';
import { promised, runAll } from './report.js';
import { runOverSocket } from './run-case.js';

/** `npm run torture` reads more. */
const accounts = 40;

test('the same over real sockets, resets, cuts and silences', async () => {
  const report = await runAll(randomCases(100_001, accounts), (asked) => runOverSocket(asked));
  expect(report).toMatchObject({ accounts, ...promised });
}, 60_000);
