import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { grammarOf } from '../../src/commands/grammar.js';
import { answerCompletion } from '../../src/completion/entry.js';
import { InterruptedError, NetworkFailure } from '../../src/errors.js';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createProfileStore } from '../../src/profile/store.js';
import { createTokenFiles } from '../../src/profile/token-file.js';
import { declareWhole } from '../../src/program.js';
import { loadTokens } from '../../src/sandbox/tokens.js';
import { eventfulClock } from '../support/eventful-clock.js';
import { makeArchive } from '../support/made-archive.js';
import { type Outcome, programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { layDownSandbox } from '../support/sandbox.js';
import { scriptedScreen } from '../support/scripted-screen.js';
import { createSmallAccount, jsonReply, smallLocationId } from '../support/small-account.js';

/** One with the shape of a token, and one that has none by which it could be told from any other word. */
const shaped = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.Y2FuYXJ5';
const shapeless = 'Zk9+qT/w4xR7mB2vLpN8sYc0HdJ6gU3e';
const size = { columns: 100, rows: 30 };
const url = 'https://api.acme.example';

/** Files that keep tokens, and the embedded account itself, whose log is none of ours. */
const noPlaces = /\.token$|^tokens\.json$|^account\.db/;

/** Every place where the program leaves something: streams, screen, and each file. */
async function placesOf(outcome: Outcome): Promise<Readonly<Record<string, string>>> {
  const { stdout, stderr, questions, drawn, paged = '', folder } = outcome;
  const places: Record<string, string> = { stdout, stderr, screen: inspect([questions, drawn, paged]) };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || noPlaces.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const content = entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    places[`file ${path.slice(folder.length + 1)}`] = `${path}\n${content.toString('latin1')}`;
  }
  return places;
}

/** The places that hold the token, or enough of it to be of use: twelve characters of it, or of what it is when it is encoded. */
async function leaks(canary: string, outcome: Outcome): Promise<readonly string[]> {
  const base64 = Buffer.from(canary).toString('base64');
  const pieces = [canary, encodeURIComponent(canary), base64].flatMap((form) =>
    Array.from({ length: form.length - 11 }, (_, at) => form.slice(at, at + 12)),
  );
  return Object.entries(await placesOf(outcome))
    .filter(([, text]) => pieces.some((piece) => text.includes(piece)))
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
  'list --follow --verbose',
  'list --browse --verbose',
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
  'doctor',
  'doctor --format json',
  'profile list --format json',
  'profile use acme --verbose',
  'profile rename acme west --verbose',
  'profile remove acme --verbose',
  'completion bash',
  'journal --format json',
  'journal verify --verbose',
  'logout --verbose',
];

/** What a line needs of the world: a target in its own folder, somebody at the screen who leaves, an evening that ends. */
async function audit(line: string, folder: string, world: World): Promise<Outcome> {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new InterruptedError('interrupted', 'Interrupted.'));
  const follows = {
    clock: eventfulClock(() => [{ afterS: 30, act: interrupt }]),
    signal: stop.signal,
  };
  const screen = scriptedScreen(size, [[/./, 'q']]);
  const typed = line.replace('report.csv', join(folder, 'report.csv'));
  const outcome = await runAudit(typed, {
    ...world,
    folder,
    ...(line.includes('--follow') && follows),
    ...(line.includes('--browse') && { terminal: size, screen }),
  });
  return { ...outcome, drawn: [...outcome.drawn, ...screen.frames.flat()] };
}

const events = [deletion];

/** Accounts that bring the token back in every way that a message can go. */
const accounts: Readonly<Record<string, (canary: string) => Partial<World>>> = {
  'one that answers': () => worldOf(createSmallAccount({ events })),
  'one that repeats the token in every refusal': (canary) =>
    refusing(401, { message: `Invalid token ${canary} (Bearer ${canary})` }),
  'one that refuses it in two halves': (canary) =>
    refusing(403, { message: `bad: ${canary.slice(0, 20)}`, traceId: canary.slice(20) }),
  'one that fails and repeats it, encoded': (canary) =>
    refusing(500, {
      message: [encodeURIComponent(canary), Buffer.from(`Bearer ${canary}`).toString('base64')],
    }),
  'one that redirects with it': (canary) =>
    worldOf(
      createSmallAccount({
        events,
        instead: () => ({
          status: 302,
          headers: { location: `https://evil.example/?t=${canary}` },
          body: canary,
        }),
      }),
    ),
  'one that cannot be reached': (canary) => ({ network: failing(new NetworkFailure('reset', canary)) }),
  'a bug of ours, whose words hold it': (canary) => ({
    network: failing(new TypeError(`bad header Bearer ${canary}, ${encodeURIComponent(canary)}`)),
  }),
};

function refusing(statusCode: number, words: object): Partial<World> {
  return worldOf(
    createSmallAccount({ events, instead: () => jsonReply(statusCode, { statusCode, ...words }) }),
  );
}

function failing(error: Error): NonNullable<World['network']> {
  return { request: () => Promise.reject(error), close: async () => {} };
}

async function withProfile(token: string): Promise<string> {
  const folder = await programFolder();
  const config = join(folder, 'config');
  await createTokenFiles(config, makePrivateFolder).set('acme', token);
  await createProfileStore(config, makePrivateFolder).save({
    name: 'acme',
    apiUrl: url,
    locationId: smallLocationId,
    auth: 'bearer',
  });
  return folder;
}

describe.each(Object.entries(accounts))('%s', (_name, account) => {
  test.each(lines)('audit %s: the token is in no place but its own', async (line) => {
    const folder = await programFolder();
    const env = { AUDIT_API_URL: url, AUDIT_LOCATION: smallLocationId, AUDIT_TOKEN: shaped };
    for (const world of [{ env }, { env, terminal: size }]) {
      const outcome = await audit(line, folder, { ...account(shaped), ...world });
      expect(await leaks(shaped, outcome)).toEqual([]);
    }
  });

  test.each(lines)('audit %s, from a profile, where it has no shape: the same', async (line) => {
    const folder = await withProfile(shapeless);
    const outcome = await audit(line, folder, { ...account(shapeless), env: {} });
    expect(await leaks(shapeless, outcome)).toEqual([]);
  });

  test('audit login, however the token comes', async () => {
    const there = `login --api-url ${url} --location ${smallLocationId} --verbose`;
    for (const canary of [shaped, shapeless]) {
      const ways: readonly (readonly [string, World])[] = [
        [there, { terminal: size, answers: [canary] }],
        [`${there} --with-token`, { stdin: `${canary}\n` }],
        [`${there} --token-command vault`, { tokenFromCommand: async () => canary }],
      ];
      for (const [line, world] of ways) {
        const outcome = await runAudit(line, { ...account(canary), env: {}, ...world });
        expect(await leaks(canary, outcome)).toEqual([]);
      }
    }
  });
});

/** What asks the account, or hands it a token on the way. */
const askingLines = [
  'archive sync --verbose --format json',
  'archive status --live --verbose',
  'archive recheck --all --verbose',
  'archive timestamp https://stamps.example --verbose',
];

/** What is asked of an archive without a network, and changes it; `<folder>` is the test's own. */
const archiveLines = [
  'archive sync --verbose',
  'archive status --verbose',
  'archive status --check --format json',
  'list --archive --verbose',
  'show deletion-1 --archive --verbose',
  'export --archive -o report.csv --verbose',
  'archive reconcile report.csv --verbose',
  'archive verify --verbose',
  'archive verify --format json',
  'archive head --verbose',
  'archive sql select/**/id,raw/**/from/**/events --verbose',
  'archive prove deletion-1 -o <folder>/proof --verbose',
  'archive publish <folder>/lake --verbose',
  'archive schedule --print cron --verbose',
  'archive schedule --print systemd',
  'archive schedule --print launchd',
  'archive hold add --all --case Matter-1 --verbose',
  'archive erase --record PipelineSales --case DSR-1 --yes --verbose',
  'archive hold release hold-1 --case over --verbose',
  'archive hold list',
  'archive erase --record PipelineSales --case DSR-1 --dry-run --verbose',
  'archive erase --record PipelineSales --case DSR-1 --yes --verbose',
  'archive rotate-key --verbose',
  'archive sync --all-profiles --verbose',
];
/** As long as there is the hold. */
const refusedLines = ['archive erase --record PipelineSales --case DSR-1 --yes --verbose'];

/** What several lines said, and what they left in their folder. */
function together(outcomes: readonly Outcome[]): Outcome {
  const [first] = outcomes;
  if (first === undefined) throw new Error('nothing was typed');
  return {
    ...first,
    stdout: outcomes.map(({ stdout }) => stdout).join(''),
    stderr: outcomes.map(({ stderr }) => stderr).join(''),
    drawn: outcomes.flatMap(({ drawn }) => drawn),
  };
}

describe('an archive', () => {
  const answering = () => worldOf(createSmallAccount({ events }));

  test('holds no token, nor does anything made of it', async () => {
    const folder = await withProfile(shapeless);
    const outcomes: Outcome[] = [];
    for (const line of archiveLines) {
      const env = /--all-profiles|schedule/.test(line) ? { AUDIT_TOKEN: shaped } : {};
      outcomes.push(await audit(line.replace('<folder>', folder), folder, { ...answering(), env }));
    }
    const whole = together(outcomes);
    expect([await leaks(shapeless, whole), await leaks(shaped, whole)]).toEqual([[], []]);
    expect(archiveLines.filter((_, index) => outcomes[index]?.exitCode !== 0)).toEqual(refusedLines);
    const places = Object.keys(await placesOf(whole)).join('\n');
    const kinds = ['archive.json', 'head', 'checkpoint', '.ndjson', '.ndjson.gz', 'README.md', 'report.csv'];
    for (const kind of [...kinds, '.parquet', '_head']) expect(`${places}\n`).toContain(`${kind}\n`);
  });

  test.each(Object.entries(accounts))('of %s gets to know none', async (_name, account) => {
    const folder = await withProfile(shapeless);
    const outcomes = [await audit('archive sync', folder, { ...answering(), env: {} })];
    for (const line of askingLines) {
      // A stamp is asked for without a token: it is told of only where the environment has one.
      const env = line.includes('timestamp') ? { AUDIT_TOKEN: shapeless } : {};
      outcomes.push(await audit(line, folder, { ...account(shapeless), env }));
    }
    expect(await leaks(shapeless, together(outcomes))).toEqual([]);
  });
});

/** Stores that bring back what they were handed. */
const stores: Readonly<Record<string, (words: string) => NonNullable<World['network']>>> = {
  'one that takes everything': (words) => storing(200, words),
  'one that refuses with them': (words) => storing(403, `<Code>${words}</Code>`),
  'one that fails with them': (words) => storing(503, words),
  'one that redirects with them': (words) => storing(307, words),
  'one that cannot be reached': (words) => failing(new NetworkFailure('reset', words)),
  'a bug of ours, whose words hold them': (words) => failing(new TypeError(`bad header ${words}`)),
};

function storing(status: number, words: string): NonNullable<World['network']> {
  const kept = new Map<string, Uint8Array>();
  return {
    async request({ method, url, body }) {
      if (method === 'PUT') kept.set(url, Buffer.from(body ?? ''));
      const found = kept.get(url);
      const missing = status === 200 && method === 'GET' && found === undefined;
      const headers = { location: `https://evil.example/?k=${words}` };
      return { status: missing ? 404 : status, headers, body: found ?? Buffer.from(words) };
    },
    close: async () => {},
  };
}

test.each(Object.entries(stores))('the keys of a store are in no place: %s', async (_name, store) => {
  const folder = await programFolder();
  const [secret, session] = [
    'wJalrXUtnFEMI/K7MDENG+bPxRfiCYcanarykey0',
    'FwoGZXIvYXdzEBYaDKq/session+canary==',
  ];
  const made = await makeArchive(folder, [
    { since: '2026-11-20T00:00:00.000Z', until: '2026-11-21T00:00:00.000Z', events },
  ]);
  const env = {
    AUDIT_ARCHIVE_FOLDER: made.archiveFolder,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: session,
  };
  const network = store(`${secret} ${encodeURIComponent(secret)} ${session}`);
  const outcome = await runAudit('archive publish s3://audit-logs/lake --verbose', { folder, env, network });
  expect([await leaks(secret, outcome), await leaks(session, outcome)]).toEqual([[], []]);
});

test('the tokens of the embedded account are in no place but their own, whatever is done to it', async () => {
  const folder = await programFolder();
  await layDownSandbox(join(folder, 'data'));
  const tokens = Object.values(loadTokens(join(folder, 'data', 'sandbox')));
  for (const line of [
    'sandbox do add-contact Ada --verbose',
    'sandbox do delete-pipeline referr --verbose --format json',
    'sandbox do nonsense',
    'sandbox simulate --story same-millisecond --verbose',
    'sandbox simulate --story nonsense',
    'list --sandbox --verbose',
    'list --sandbox --follow --verbose',
    'list --sandbox --browse --verbose',
    'status --sandbox --verbose',
    'doctor --sandbox --verbose',
    'export --sandbox -o report.csv --verbose',
    'restore nonsense --sandbox --verbose',
  ]) {
    const outcome = await audit(line, folder, { terminal: size });
    for (const token of tokens) expect([line, await leaks(token, outcome)]).toEqual([line, []]);
  }
}, 60_000);

test('completing a line reads no token', async () => {
  const folder = await withProfile(shapeless);
  const grammar = grammarOf(await declareWhole());
  await audit('profile use acme', folder, { env: {} });
  await audit('list --user maria', folder, {
    ...worldOf(createSmallAccount({ events })),
    env: {},
    terminal: size,
  });
  const answers = [
    'audit list --user ',
    'audit show ',
    'audit restore ',
    'audit login --token-command ',
    'audit --profile ',
    'audit ',
  ].map((line) =>
    answerCompletion(['bash', line, ' '], {
      environment: { AUDIT_TOKEN: shaped },
      configFolder: join(folder, 'config'),
      dataFolder: join(folder, 'data'),
      grammar,
    }),
  );
  expect(answers.join('\n')).toContain('maria@acme.example');
  const said = {
    stdout: answers.join('\n'),
    stderr: '',
    questions: [],
    drawn: [],
    folder,
  } as unknown as Outcome;
  expect([await leaks(shapeless, said), await leaks(shaped, said)]).toEqual([[], []]);
});

test('a token typed where none belongs is not repeated either', async () => {
  const folder = await programFolder();
  for (const line of [
    `list --search ${shaped} --verbose`,
    `show ${shaped}`,
    `restore ${shaped} --dry-run`,
    `export --record ${shaped} -o report.csv`,
  ]) {
    const outcome = await audit(line, folder, worldOf(createSmallAccount({ events })));
    const files = (await leaks(shaped, outcome)).filter((place) => /journal\//.test(place));
    expect(files).toEqual([]);
  }
});

test('the search for it finds it where it is', async () => {
  const outcome = await runAudit('list', worldOf(createSmallAccount({ events })));
  for (const left of [
    shaped.slice(5, 17),
    encodeURIComponent(shapeless),
    Buffer.from(shapeless).toString('base64'),
  ])
    expect(await leaks(left.length === 12 ? shaped : shapeless, { ...outcome, stderr: `x${left}x` })).toEqual(
      ['stderr'],
    );
  expect(Object.keys(await placesOf(outcome))).toEqual(
    expect.arrayContaining(['stdout', 'stderr', 'screen', 'file data/journal/journal.ndjson']),
  );
});
