import { expect, test } from 'vitest';
import { NetworkFailure, UsageError } from '../../src/errors.js';
import { errorJson, errorText } from '../../src/output/error-text.js';

const usage = new UsageError('unknown-user', 'No user is called "mara".', {
  hint: 'Did you mean Maria Lopez?\naudit values users lists them.',
  facts: { asked: 'mara', candidates: 1 },
});

test('an error says what happened and what to type next', () => {
  expect(errorText(usage)).toBe(
    'audit: No user is called "mara".\nDid you mean Maria Lopez?\naudit values users lists them.\n',
  );
});

test('its facts are there for who wants to know more', () => {
  expect(errorText(usage, { isVerbose: true })).toMatch(/\nasked: mara\ncandidates: 1\n$/);
});

test('it is wrapped to the screen', () => {
  expect(errorText(usage, { width: 20 })).toBe(
    'audit: No user is\ncalled "mara".\nDid you mean Maria\nLopez?\naudit values users\nlists them.\n',
  );
});

test('a script gets it as JSON with the exit code', () => {
  expect(errorJson(usage)).toBe(
    '{"error":{"code":"unknown-user","exitCode":2,"message":"No user is called \\"mara\\".","hint":"Did you mean Maria Lopez?\\naudit values users lists them."}}\n',
  );
});

test('a failure of the network is no bug of ours', () => {
  expect(errorJson(new NetworkFailure('dns', 'no such host: example.invalid'))).toBe(
    '{"error":{"code":"network-dns","exitCode":6,"message":"no such host: example.invalid","hint":null}}\n',
  );
});

test('anything else is one, and --verbose says where', () => {
  const bug = new TypeError('undefined is not a function');
  expect(errorText(bug)).toBe(
    'audit: This is a bug of ours: undefined is not a function\nPlease report it with what you typed; --verbose shows where it happened.\n',
  );
  expect(errorText(bug, { isVerbose: true })).toContain('error-text.test.ts');
  expect(JSON.parse(errorJson(bug))).toMatchObject({ error: { code: 'bug', exitCode: 1 } });
});

test('what the account put into a message does nothing', () => {
  const error = new UsageError('x', 'The account said: \x1b]0;owned\x07\u202e', { hint: 'a\x9b2J' });
  expect(errorText(error)).toBe('audit: The account said: \\x1b]0;owned\\x07\\u202e\na\\x9b2J\n');
  expect(errorJson(error)).toContain('\\u001b]0;owned\\u0007\\u202e');
});
