import { expect, test } from 'vitest';
import { foretoldExpiry } from '../../src/commands/token-life.js';
import { runAudit, worldOf } from '../support/program.js';
import { createSmallAccount } from '../support/small-account.js';
import { virtualClock } from '../support/virtual-clock.js';

const minuteMs = 60_000;

test('a token that dies before the reading ends is foretold', () => {
  const course = { elapsedMs: 5 * minuteMs, part: 0.2, leftMs: 12 * minuteMs };
  expect(foretoldExpiry(course)).toBe(
    'Warning: the token expires in 12 minutes, and this needs about 20 minutes more. What is read by then stays; a new token goes on from there.',
  );
});

test.each([
  ['it lives long enough', { elapsedMs: 5 * minuteMs, part: 0.2, leftMs: 21 * minuteMs }],
  ['it does not say when', { elapsedMs: 5 * minuteMs, part: 0.2, leftMs: undefined }],
  ['it is over already, and the account has not minded', { elapsedMs: 5 * minuteMs, part: 0.2, leftMs: -1 }],
  ['the reading has only begun', { elapsedMs: 4_999, part: 0.02, leftMs: minuteMs }],
  ['hardly anything is read', { elapsedMs: 5 * minuteMs, part: 0.009, leftMs: minuteMs }],
  ['it is all read', { elapsedMs: 5 * minuteMs, part: 1, leftMs: 1_000 }],
])('where %s, nothing is foretold', (_why, course) => {
  expect(foretoldExpiry(course)).toBeUndefined();
});

test('an export that takes longer than its token lives says so once, while it goes on', async () => {
  const clock = virtualClock();
  const dayMs = 86_400_000;
  const events = Array.from({ length: 400 }, (_, index) => ({
    _id: `event-${String(index).padStart(4, '0')}`,
    createdAt: new Date(clock.nowMs() - 50 * dayMs + index * 0.12 * dayMs).toISOString(),
    documentType: 'CONTACT',
    type: 'UPDATED',
    id: 'ContactAda0000000001',
    before: {},
    after: {},
  }));
  const account = createSmallAccount({ events });
  // Each answer takes ten seconds, and the token lives for little more than three minutes.
  const answer: typeof account.answer = async (ask) => {
    await clock.sleep(10_000);
    return account.answer(ask);
  };
  const claims = { exp: Math.floor(clock.nowMs() / 1000) + 200 };
  const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
  const { exitCode, stdout, stderr } = await runAudit(
    'export --since 59d',
    worldOf({ ...account, answer }, { clock, env: { AUDIT_TOKEN: token } }),
  );
  expect(exitCode).toBe(0);
  expect(stdout.trim().split('\r\n').length).toBe(401);
  expect(stderr.match(/the token expires in/g)).toHaveLength(1);
});
