import { expect, test } from 'vitest';
import { isPrivateIntegrationToken, tokenExpiresAtMs, withoutSecrets } from '../../src/account/token.js';

function jwt(claims: unknown): string {
  return `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;
}

test.each<[what: string, token: string, expiry: number | undefined]>([
  ['a session token', jwt({ exp: 1_790_000_000 }), 1_790_000_000_000],
  ['a token without an expiry', jwt({ sub: 'u' }), undefined],
  ['a token with a nonsense expiry', jwt({ exp: 'tomorrow' }), undefined],
  ['a token whose claims are no object', jwt('exp'), undefined],
  ['a private integration token', 'pit-00000000-1111', undefined],
  ['three words', 'a.b.c', undefined],
  ['nothing', '', undefined],
])('%s says when it expires, if it does', (_what, token, expiry) => {
  expect(tokenExpiresAtMs(token)).toBe(expiry);
});

test('a private integration token is recognised', () => {
  expect([isPrivateIntegrationToken('pit-1'), isPrivateIntegrationToken(jwt({}))]).toEqual([true, false]);
});

test('the token, and whatever looks like one, is taken out of a text', () => {
  const other = jwt({ sub: 'another' });
  expect(
    withoutSecrets(
      `my-token is not ${other}, nor pit-12345678-abcd, nor Bearer abcdefghijklmnop.`,
      'my-token',
    ),
  ).toBe('[token] is not [token], nor [token], nor [token]');
});

test('a text without secrets stays as it is', () => {
  expect(withoutSecrets('The pitch-dark bearer of news', '')).toBe('The pitch-dark bearer of news');
});
