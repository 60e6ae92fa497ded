import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createTokenFiles } from '../../src/profile/token-file.js';
import { createTokenStore } from '../../src/profile/token-store.js';
import { temporaryFolder } from '../support/folder.js';
import { type Character, openKeyring, type TestKeyring } from '../support/keyrings.js';

async function openStore(character: Character, { limitMs = 20_000 } = {}) {
  const folder = await temporaryFolder();
  const keyring = await openKeyring(character, { folder, limitMs });
  return {
    ...storeAt(folder, keyring),
    folder,
    keyring,
    storeWith: (other: TestKeyring) => storeAt(folder, other),
  };
}

function storeAt(folder: string, keyring: TestKeyring) {
  const say = async () => {};
  const files = createTokenFiles(folder, makePrivateFolder, say);
  return { tokens: createTokenStore({ keyring, files, folder, prepare: makePrivateFolder, say }) };
}

const fileIn = (folder: string) => join(folder, 'tokens', 'acme.token');

test('where there is a keyring the token is in it, and in no file', async () => {
  const { tokens, folder } = await openStore('honest');
  expect(await tokens.set('acme', 'a-secret')).toEqual({ place: 'the system’s keyring' });
  expect(await tokens.get('acme')).toBe('a-secret');
  expect(await tokens.place('acme')).toBe('the system’s keyring');
  expect(await readdir(join(folder, 'tokens'))).toEqual(['acme.keyring']);
  expect(await readFile(join(folder, 'tokens', 'acme.keyring'), 'utf8')).toBe('');
});

test('a token that was in a file moves into the keyring at the next login', async () => {
  const { tokens, folder, keyring } = await openStore('honest');
  await createTokenFiles(folder, makePrivateFolder).set('acme', 'old');
  await tokens.set('acme', 'new');
  expect(await readdir(join(folder, 'tokens'))).toEqual(['acme.keyring']);
  expect(Object.values(await keyring.kept())).toEqual(['new']);
});

test.each<readonly [Character, string, readonly string[]]>([
  ['is not there', 'this machine has no keyring', ['acme.token']],
  ['is locked', 'the system’s keyring refuses (it is locked)', ['acme.keyring', 'acme.token']],
  ['hangs', 'the system’s keyring did not answer within 0.7 seconds', ['acme.keyring', 'acme.token']],
  [
    'hangs after it took the token',
    'the system’s keyring did not answer within 0.7 seconds',
    ['acme.keyring', 'acme.token'],
  ],
  [
    'lies about what it keeps',
    'the system’s keyring does not give back what it was given',
    ['acme.keyring', 'acme.token'],
  ],
  ['forgets at once', 'the system’s keyring does not give back what it was given', ['acme.token']],
  ['talks nonsense', 'the system’s keyring gave no answer', ['acme.keyring', 'acme.token']],
  ['dies', 'the system’s keyring gave no answer', ['acme.keyring', 'acme.token']],
])('a keyring that %s: the token goes into the 0600 file, and why is said', async (character, why, left) => {
  const limitMs = character.startsWith('hangs') ? 700 : 20_000;
  const { tokens, folder } = await openStore(character, { limitMs });
  expect(await tokens.set('acme', 'a-secret')).toEqual({
    place: `the file ${fileIn(folder)} (mode 0600, folder 0700): ${why}`,
  });
  expect(await tokens.get('acme')).toBe('a-secret');
  // The mark stays wherever the keyring may hold a copy, for logout to ask.
  expect((await readdir(join(folder, 'tokens'))).sort()).toEqual(left);
});

test('a token in a keyring that answers no more is an error with a way on, not a wait without an end', async () => {
  const { tokens, storeWith, folder } = await openStore('honest');
  await tokens.set('acme', 'a-secret');
  const stuck = storeWith(await openKeyring('hangs', { folder, limitMs: 500 })).tokens;
  await expect(stuck.get('acme')).rejects.toMatchObject({
    code: 'keyring-silent',
    exitCode: 4,
    message:
      'The token of profile “acme” is in the system’s keyring, but the system’s keyring did not answer within 0.5 seconds.',
    hint: 'Unlock it and run the command again, or use AUDIT_TOKEN, or keep a token in a file: AUDIT_KEYRING=off audit login --profile acme',
  });
});

test('a token that is removed from the keyring is proven gone', async () => {
  const { tokens, folder, keyring } = await openStore('honest');
  await tokens.set('acme', 'a-secret');
  expect([await tokens.remove('acme'), await tokens.remove('acme'), await tokens.get('acme')]).toEqual([
    true,
    false,
    undefined,
  ]);
  expect([await keyring.kept(), await readdir(join(folder, 'tokens'))]).toEqual([{}, []]);
});

test.each<readonly [Character, string]>([
  ['never lets go', 'the system’s keyring still gives it out'],
  ['is locked', 'the system’s keyring refuses (it is locked)'],
  ['hangs', 'the system’s keyring did not answer within 0.7 seconds'],
  ['is not there', 'this machine has no keyring'],
])('a keyring that %s when the token is to go: nobody claims that it is gone', async (character, why) => {
  const { tokens, storeWith, folder } = await openStore('honest');
  await tokens.set('acme', 'a-secret');
  const other = await openKeyring(character, { folder, limitMs: character === 'hangs' ? 700 : 20_000 });
  await other.set('acme', 'a-secret').catch(() => {});
  for (const _time of ['first', 'second']) {
    await expect(storeWith(other).tokens.remove('acme')).rejects.toMatchObject({
      code: 'token-not-removed',
      message: `The token of profile “acme” may still be in the system’s keyring: ${why}.`,
    });
  }
});

test('what a keyring took before it hung is taken out by the next logout', async () => {
  const { tokens, keyring } = await openStore('hangs after it took the token', { limitMs: 3_000 });
  await tokens.set('acme', 'a-secret');
  expect(Object.values(await keyring.kept())).toEqual(['a-secret']);
  expect(await tokens.remove('acme')).toBe(true);
  expect([await keyring.kept(), await tokens.get('acme')]).toEqual([{}, undefined]);
});

test('a profile that never had a token starts no keyring', async () => {
  const { tokens, keyring } = await openStore('honest');
  expect([await tokens.get('acme'), await tokens.place('acme'), await tokens.remove('acme')]).toEqual([
    undefined,
    undefined,
    false,
  ]);
  expect(await keyring.started()).toBe('');
});
