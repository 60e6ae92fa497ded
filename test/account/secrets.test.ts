import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secrets } from '../../src/account/secrets.js';

const token = 'Zk9+qT/w4="xR7mB2vLpN8sYc0HdJ6g';
const secrets = new Secrets([token]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each<readonly [string, string]>([
  ['as it is', token],
  ['in an address', encodeURIComponent(token)],
  ['in an address, in small letters', encodeURIComponent(token).replace(/%../g, (hex) => hex.toLowerCase())],
  ['in JSON', JSON.stringify(token).slice(1, -1)],
  ['in JSON within JSON', JSON.stringify(JSON.stringify(token)).slice(3, -3)],
  ['as base64', base64(token)],
  ['as base64 behind one byte', base64(`:${token}`)],
  ['as base64 behind two', base64(`u:${token}`)],
  ['as base64 before others', base64(`user:${token}:more`)],
  ['as base64 for addresses', Buffer.from(`x${token}`).toString('base64url')],
  ['as hex', Buffer.from(token).toString('hex')],
  ['broken into lines', token.replace(/.{13}/g, '$&\n')],
  ['in two fields', `{"message":"bad ${token.slice(0, 15)}","error":"${token.slice(15)} is bad"}`],
  ['by its beginning', `${token.slice(0, 14)}…`],
  ['by its end', `…${token.slice(-14)}`],
])('a token without any shape is found %s', (_how, written) => {
  const shown = secrets.without(`before ${written} after`);
  expect(shown).toMatch(/^before .*after$/su);
  const pieces = [token, base64(token), base64(`:${token}`), base64(`u:${token}`)].flatMap((form) =>
    Array.from({ length: form.length - 11 }, (_, at) => form.slice(at, at + 12)),
  );
  expect(pieces.filter((piece) => shown.includes(piece))).toEqual([]);
});

test('what it replaces is told, and the rest stays as it is', () => {
  expect(secrets.without(`a ${token} b ${token}${token} c`)).toBe('a [token] b [token] c');
  expect(secrets.without('The log was refused: Zk9+ is no user.')).toBe(
    'The log was refused: Zk9+ is no user.',
  );
});

test('one that becomes known later is found from then on', () => {
  const later = new Secrets();
  expect(later.without('my-token is bad')).toBe('my-token is bad');
  later.add(' my-token\n');
  expect(later.without('my-token is bad')).toBe('[token] is bad');
  later.add('another-one');
  expect(later.without('my-token, another-one')).toBe('[token], [token]');
});

test('what is too short to be a secret takes nothing out of a text', () => {
  expect(new Secrets(['', ' ', 'a', 'audit']).without('audit: a bug')).toBe('audit: a bug');
});

test('nor does a file that came the way of a token', () => {
  const text = 'one,two,three\n'.repeat(2_000);
  expect(new Secrets([text]).without('one,two,three')).toBe('one,two,three');
});

test('half a character in a token is no reason to fail', () => {
  expect(new Secrets(['secret\ud800token']).without('nothing of it')).toBe('nothing of it');
});

test('looking at one shows none', () => {
  secrets.without(token);
  expect(inspect(secrets, { depth: 9, showHidden: true })).not.toContain(token);
  expect(JSON.stringify(secrets)).toBe('{}');
});
