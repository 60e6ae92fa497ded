import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { NetworkFailure, type NetworkFailureKind } from '../../src/errors.js';
import { type Script, type ScriptedAnswer, scriptAccount } from './scripted-account.js';

const canary = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.Y2FuYXJ5';

/** Everything that a person, a log or a crash report could be shown of a failed request. */
async function everythingShown(script: Script, auth: 'bearer' | 'token-id'): Promise<string> {
  const scripted = scriptAccount(script, { token: canary, auth });
  const errors: unknown[] = [];
  for (const ask of [
    () => scripted.readPage(),
    () => scripted.account.users(),
    () => scripted.account.calendars(),
    () => scripted.account.opportunity(canary),
  ]) {
    errors.push(await ask().catch((error: unknown) => error));
  }
  const deep = { depth: 12, showHidden: true, getters: true };
  return [
    inspect(errors, deep),
    JSON.stringify(errors),
    errors.map((error) => (error instanceof Error ? `${error.stack}${inspect(error.cause, deep)}` : '')),
    inspect(scripted.account, deep),
    JSON.stringify(scripted.account),
    scripted.waits,
    scripted.traces,
  ].join('\n');
}

const echo = {
  statusCode: 0,
  message: `Invalid token ${canary} in Bearer ${canary}`,
  error: canary,
  traceId: canary,
};
const answers: readonly ScriptedAnswer[] = [
  ...[400, 401, 403, 404, 408, 422, 429, 500, 503].map((status) => ({
    status,
    body: { ...echo, statusCode: status },
  })),
  { status: 422, body: { ...echo, message: [canary, echo.message] } },
  { status: 502, body: `<html>${canary}</html>` },
  { status: 302, headers: { location: `https://elsewhere.example/?token=${canary}` } },
  { status: 302, headers: { location: `https://${canary}@elsewhere.example/` } },
  { status: 200, body: echo },
  { status: 200, body: canary },
];

test('whatever an account answers, the token is shown nowhere', async () => {
  for (const auth of ['bearer', 'token-id'] as const) {
    for (const answer of answers) {
      expect(await everythingShown(() => answer, auth)).not.toContain(canary);
    }
  }
});

test('however a connection fails, the token is shown nowhere', async () => {
  const kinds: readonly NetworkFailureKind[] = [
    'dns',
    'refused',
    'reset',
    'tls',
    'timeout',
    'truncated',
    'too-large',
    'other',
  ];
  for (const kind of kinds) {
    expect(await everythingShown(() => new NetworkFailure(kind, 'it failed'), 'bearer')).not.toContain(
      canary,
    );
  }
});

test('a token that cannot be sent is not repeated in the complaint about it', () => {
  try {
    scriptAccount(() => ({}), { token: `${canary}\n` });
  } catch (error) {
    expect(inspect(error, { depth: 12, showHidden: true })).toContain('bad-token');
    expect(inspect(error, { depth: 12, showHidden: true })).not.toContain(canary);
  }
  expect.assertions(2);
});
