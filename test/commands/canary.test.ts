import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { NetworkFailure } from '../../src/errors.js';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createProfileStore } from '../../src/profile/store.js';
import { createTokenFiles } from '../../src/profile/token-file.js';
import { type Outcome, programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallLocationId } from '../support/small-account.js';

const canary = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.Y2FuYXJ5';
const terminal = { columns: 100 };

/** Every place where the program leaves something: streams, screen, and each file but the one that keeps the token. */
async function placesOf(outcome: Outcome): Promise<Readonly<Record<string, string>>> {
  const { stdout, stderr, questions, drawn, paged = '', folder } = outcome;
  const places: Record<string, string> = { stdout, stderr, screen: inspect([questions, drawn, paged]) };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.token')) continue;
    const path = join(entry.parentPath, entry.name);
    places[`file ${path.slice(folder.length + 1)}`] = `${path}\n${await readFile(path, 'latin1')}`;
  }
  return places;
}

/** The places that hold the token, or enough of it to be of use. */
async function leaks(outcome: Outcome): Promise<readonly string[]> {
  const parts = [canary, ...canary.split('.').slice(1), Buffer.from(canary).toString('base64')];
  return Object.entries(await placesOf(outcome))
    .filter(([, text]) => parts.some((part) => text.includes(part)))
    .map(([place]) => place);
}

const deletion = {
  _id: 'deletion-1',
  createdAt: '2026-11-20T12:00:00.000Z',
  documentType: 'PIPELINE',
  type: 'DELETED',
  id: 'PipelineSales',
  documentName: 'Sales',
  source: 'WEB_USER',
  sourceId: 'UserMaria00000000001',
  before: { name: 'Sales', stages: [] },
};

const lines = [
  'list --verbose',
  'list --verbose --format json',
  'list --all --fields timestamp,id,raw --verbose',
  'show deletion-1 --verbose',
  'export --verbose',
  'export -o report.csv --verbose',
  'export -o report.csv --verbose --format json',
  'restore deletion-1 --dry-run --verbose',
  'restore deletion-1 --yes --wait 1s --verbose',
  'deletions --verbose',
  'values users --verbose',
  'retention --verbose',
  'status --verbose',
  'status --verbose --format json',
  'doctor --verbose',
  'profile list --format json',
  'journal --format json',
  'logout --verbose',
];

/** The same line with a target in the run's own folder. */
const inFolder = (line: string, folder: string) => line.replace('report.csv', join(folder, 'report.csv'));

const events = [deletion];
const accounts: Readonly<Record<string, Partial<World>>> = {
  'one that answers': worldOf(createSmallAccount({ events })),
  'one that repeats the token in every refusal': worldOf(
    createSmallAccount({
      events,
      instead: () => errorReply(401, `Invalid token ${canary} (Bearer ${canary})`),
    }),
  ),
  'one that fails and repeats it': worldOf(
    createSmallAccount({ events, instead: () => errorReply(500, `internal error for ${canary}`) }),
  ),
  'one that redirects with it': worldOf(
    createSmallAccount({
      events,
      instead: () => ({
        status: 302,
        headers: { location: `https://evil.example/?t=${canary}` },
        body: canary,
      }),
    }),
  ),
  'one that cannot be reached': { network: failing(new NetworkFailure('reset', 'reset')) },
  'a bug of ours, whose words hold it': { network: failing(new TypeError(`bad header Bearer ${canary}`)) },
};

function failing(error: Error): NonNullable<World['network']> {
  return { request: () => Promise.reject(error), close: async () => {} };
}

describe.each(Object.entries(accounts))('%s', (_name, account) => {
  test.each(lines)('audit %s: the token is in no place but its own', async (line) => {
    const folder = await programFolder();
    const variables = {
      AUDIT_API_URL: 'https://api.acme.example',
      AUDIT_LOCATION: smallLocationId,
      AUDIT_TOKEN: canary,
    };
    for (const world of [{ env: variables }, { env: variables, terminal }]) {
      const outcome = await runAudit(inFolder(line, folder), { ...account, ...world, folder });
      expect(await leaks(outcome)).toEqual([]);
    }
  });

  test.each(lines)('audit %s, from a profile: the same', async (line) => {
    const folder = await programFolder();
    const config = join(folder, 'config');
    await createTokenFiles(config, makePrivateFolder).set('acme', canary);
    await createProfileStore(config, makePrivateFolder).save({
      name: 'acme',
      apiUrl: 'https://api.acme.example',
      locationId: smallLocationId,
      auth: 'bearer',
    });
    const outcome = await runAudit(inFolder(line, folder), { ...account, env: {}, folder });
    expect(await leaks(outcome)).toEqual([]);
  });

  test('audit login, however the token comes', async () => {
    const there = `login --api-url https://api.acme.example --location ${smallLocationId} --verbose`;
    const ways: readonly (readonly [string, World])[] = [
      [there, { terminal, answers: [canary] }],
      [`${there} --with-token`, { stdin: `${canary}\n` }],
      [`${there} --token-command vault`, { tokenFromCommand: async () => canary }],
    ];
    for (const [line, world] of ways) {
      expect(await leaks(await runAudit(line, { ...account, env: {}, ...world }))).toEqual([]);
    }
  });
});

test('a token typed where none belongs is not repeated either', async () => {
  const world = accounts['one that answers'] ?? {};
  const folder = await programFolder();
  for (const line of [
    `list --search ${canary} --verbose`,
    `show ${canary}`,
    `restore ${canary} --dry-run`,
    `export --record ${canary} -o report.csv`,
  ]) {
    const outcome = await runAudit(inFolder(line, folder), { ...world, folder });
    const files = (await leaks(outcome)).filter((place) => /journal\//.test(place));
    expect(files).toEqual([]);
  }
});

test('the search for it finds it where it is', async () => {
  const outcome = await runAudit('list', accounts['one that answers']);
  expect(await leaks({ ...outcome, stderr: `x${canary}x` })).toEqual(['stderr']);
  expect(Object.keys(await placesOf(outcome))).toEqual(
    expect.arrayContaining(['stdout', 'stderr', 'screen', 'file data/journal/journal.ndjson']),
  );
});
