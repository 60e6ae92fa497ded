import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, test } from 'vitest';
import { readVerifierKey } from '../../src/archive/log/note.js';
import { createSigningKey } from '../../src/archive/log/signing-key.js';
import type { LedgerRecord } from '../../src/archive/store/ledger.js';
import { grammarOf } from '../../src/commands/grammar.js';
import { answerCompletion } from '../../src/completion/entry.js';
import { InterruptedError } from '../../src/errors.js';
import { restoreCell } from '../../src/output/safe-cell.js';
import { declareWhole } from '../../src/program.js';
import { eventfulClock } from '../support/eventful-clock.js';
import { firstHostile } from '../support/first-hostile.js';
import { makeArchive } from '../support/made-archive.js';
import { type Outcome, programFolder, runAudit, type World } from '../support/program.js';
import { layDownSandbox } from '../support/sandbox.js';
import { type ScriptedInput, scriptedScreen } from '../support/scripted-screen.js';
import { smallLocationId } from '../support/small-account.js';
import {
  deletionIdOf,
  eventIdOf,
  eventsOf,
  hostileTexts,
  hostileWorld,
  refusingWorld,
} from './hostile-account.js';

const own = 'Acme\u001b]0;owned\u0007 \u202eRoofing';
const terminal = { columns: 100 };

/** A screen takes line breaks; a pipe of tab-separated rows takes tabs too. */
function hostileInLines(text: string): string | undefined {
  return firstHostile(text.replaceAll('\n', ''));
}

/** The first hostile character that got anywhere a person looks; and that it was no bug of ours that kept it away. */
function expectHarmless({ stdout, stderr, drawn, exitCode, paged }: Outcome, isTabbed = false): void {
  expect(exitCode, stderr).not.toBe(1);
  expect(hostileInLines(isTabbed ? stdout.replaceAll('\t', '') : stdout)).toBeUndefined();
  expect(hostileInLines(stderr)).toBeUndefined();
  expect(hostileInLines(paged ?? '')).toBeUndefined();
  expect(drawn.map(firstHostile).filter((found) => found !== undefined)).toEqual([]);
}

const rows = hostileTexts.length * 4;

describe('an account full of hostile texts', () => {
  test.each<readonly [string, World]>([
    ['list --all', { terminal }],
    ['list --all', { terminal: { columns: 20 } }],
    [
      'list --all --fields timestamp,user,eventType,description,record,module,source,changes,changedFields,actor',
      { terminal },
    ],
    ['list --limit 5 --verbose', { terminal }],
    ['values users', { terminal }],
    ['values types', { terminal }],
    ['values modules', { terminal }],
    ['values sources', { terminal }],
    ['values objects', { terminal }],
    ['deletions', { terminal }],
    ['deletions --format json', {}],
    ['retention', { terminal }],
    ['retention --format json', {}],
    ['status', { terminal }],
    ['status --format json', {}],
    ['doctor', { terminal }],
    ['restore', { terminal, answers: ['nothing of that name'] }],
    ['journal', { terminal }],
  ])('%s: nothing gets through', async (line, world) => {
    const outcome = await runAudit(line, hostileWorld(own, world));
    if (line.startsWith('restore')) {
      // Whoever types a name that is not there is told so by the test’s own prompt.
      expectHarmless({ ...outcome, exitCode: 0 });
      expect(outcome.drawn.length).toBeGreaterThan(100);
    } else expectHarmless(outcome);
  });

  test.each([
    'list --all',
    'values users',
    'values types',
    'values modules',
    'values sources',
    'values objects',
    'deletions',
    'retention',
    'status',
    'doctor',
  ])('%s into a pipe: nothing gets through but the tabs between cells', async (line) =>
    expectHarmless(await runAudit(line, hostileWorld(own)), true),
  );

  test.each<readonly [string, World]>([
    ['list --follow --since 2026-11-10', { terminal }],
    ['list --follow --since 2026-11-10', { terminal: { columns: 20 } }],
    ['list --follow --since 2026-11-10 --fields id,user,record,description --header', {}],
    ['list --follow --since 2026-11-10 --format csv', {}],
    ['list --follow --since 2026-11-10 --format ndjson', {}],
  ])('%s: nothing gets through', async (line, world) => {
    const stop = new AbortController();
    const act = () => stop.abort(new InterruptedError('interrupted', 'Interrupted.'));
    const clock = eventfulClock(() => [{ afterS: 20, act }]);
    const outcome = await runAudit(line, hostileWorld(own, { ...world, clock, signal: stop.signal }));
    expect(outcome.exitCode).toBe(130);
    expect(outcome.stdout.split('\n').length).toBeGreaterThan(rows);
    const isCsv = line.endsWith('csv');
    const stdout = isCsv ? outcome.stdout.replace(/[\t\r]/g, '') : outcome.stdout;
    expectHarmless({ ...outcome, stdout }, world.terminal === undefined);
  });

  test.each([20, 100, 200])('list --browse, %i columns wide: nothing gets through', async (columns) => {
    const walk: readonly ScriptedInput[] = [
      [/./, 'enter'],
      ...Array.from({ length: 150 }, () => [/./, 'down'] as const),
      ...Array.from({ length: 60 }, () => [/./, 'pagedown'] as const),
      [/./, 'q'],
      [/./, 'q'],
    ];
    const screen = scriptedScreen({ columns, rows: 40 }, walk);
    const outcome = await runAudit('list --browse', hostileWorld(own, { terminal: { columns }, screen }));
    expectHarmless(outcome);
    const lines = new Set(screen.frames.flat());
    expect(lines.size).toBeGreaterThan(300);
    expect([...lines].map(firstHostile).filter((found) => found !== undefined)).toEqual([]);
  });

  test('completing a line with its names: nothing gets through, and no name is more than a word', async () => {
    const folder = await programFolder();
    const world = hostileWorld(own, { terminal, folder });
    await runAudit(
      [
        'login',
        '--location',
        world.env?.['AUDIT_LOCATION'] ?? '',
        '--api-url',
        world.env?.['AUDIT_API_URL'] ?? '',
      ],
      { ...world, env: {}, answers: ['a-session-token'] },
    );
    for (const line of ['list --all', 'deletions', 'values users', 'values objects'])
      await runAudit(line, { ...world, env: {} });
    const grammar = grammarOf(await declareWhole());
    const places = {
      environment: {},
      configFolder: join(folder, 'config'),
      dataFolder: join(folder, 'data'),
    };
    const typed = [
      'list --user ',
      'list --type ',
      'list --module ',
      'list --object ',
      'show ',
      'restore ',
      '--profile ',
    ];
    const answers = typed.flatMap((words) => [
      answerCompletion(['bash', `audit ${words}`, ' '], { ...places, grammar }),
      ...['zsh', 'fish'].map((shell) =>
        answerCompletion([shell, ...words.split(' ')], { ...places, grammar }),
      ),
    ]);
    expect(answers.join('').length).toBeGreaterThan(10_000);
    expect(answers.map((answer) => firstHostile(answer.replace(/[\t\n]/g, ''))).filter(Boolean)).toEqual([]);
    expect(
      answers.flatMap((answer) => answer.split('\n')).filter((line) => line.split('\t').length > 2),
    ).toEqual([]);
  });

  test('as tab-separated rows, each event is one', async () => {
    const { stdout } = await runAudit('list --all --fields id,user,record', hostileWorld(own));
    const cells = stdout
      .trimEnd()
      .split('\n')
      .map((row) => row.split('\t').length);
    expect([cells.length, new Set(cells)]).toEqual([rows, new Set([3])]);
  });

  test('as CSV, no cell runs as a formula or rings, and every text can be had back', async () => {
    const { stdout } = await runAudit('export', hostileWorld(own));
    expect(firstHostile(stdout.replace(/[\t\n\r]/g, ''))).toBeUndefined();
    const [, ...records] = parse(stdout, { relax_column_count: false }) as string[][];
    expect(records.length).toBe(rows);
    const cells = records.flat();
    expect(
      cells.filter(
        (cell) =>
          /^[\s\0\ufeff]*[=+@\uff1d\uff0b\uff0d\uff20]|^[\s\0\ufeff]*-(?![\d.])/u.test(cell) &&
          !/^[+-]?[\d.]+$/.test(cell),
      ),
    ).toEqual([]);
    const restored = new Set(cells.map(restoreCell));
    expect(
      hostileTexts.filter(({ text }) => text.trim() !== '' && !restored.has(text)).map(({ id }) => id),
    ).toEqual([]);
  });

  test.each([
    ['list --all --format json', (text: string) => JSON.parse(text).events],
    ['export --format json', (text: string) => JSON.parse(text).events],
    [
      'list --all --format ndjson',
      (text: string) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
    ],
    [
      'export --format ndjson',
      (text: string) =>
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
    ],
  ])('%s keeps every text to the character, escaped', async (line, events) => {
    const outcome = await runAudit(line, hostileWorld(own));
    expectHarmless(outcome);
    const values = new Set(events(outcome.stdout).flatMap(textsIn));
    expect(events(outcome.stdout).length).toBe(rows);
    expect(hostileTexts.filter(({ text }) => !values.has(text)).map(({ id }) => id)).toEqual([]);
  });

  test('no text of it names a file', async () => {
    const folder = await programFolder();
    const target = join(folder, 'out');
    await runAudit(['export', '--split', 'day', '-o', `${target}-{day}.csv`], {
      ...hostileWorld(own),
      folder,
    });
    await runAudit(['export', '-o', `${target}.csv`], { ...hostileWorld(own), folder });
    const files = (await readdir(folder, { recursive: true })).filter((name) => !/^[\w./{}-]+$/.test(name));
    expect(files).toEqual([]);
    expect(await readdir(folder)).toContain('out.csv');
  });
});

/** The same account, archived: its events, half of which it has lost since, its rows that are none, its names, and what was done to the archive. */
async function hostileArchive(folder: string, texts: readonly string[]): Promise<World> {
  const others = texts.flatMap((text, index): readonly LedgerRecord[] => [
    { ledger: 1, kind: 'hold', at: text, hold: text, case: text, scope: { records: [text] } },
    { ledger: 1, kind: 'hold', at: text, hold: `hold-${index}`, case: text, scope: { window: span(text) } },
    { ledger: 1, kind: 'release', at: text, hold: `hold-${index}`, case: text },
  ]);
  const { archiveFolder } = await makeArchive(folder, [
    {
      since: '2026-11-10T00:00:00.000Z',
      until: '2026-11-12T00:00:00.000Z',
      events: eventsOf(texts),
      malformed: texts.map((text) => JSON.stringify({ _id: text, createdAt: text })),
      record: {
        changed: texts,
        conflicting: texts,
        gaps: texts.map((message) => ({ kind: 'unreadable-span', ...gap, message })),
      },
      names: {
        users: texts.map((text) => ({ id: text, name: text, email: text, role: text, deleted: false })),
        location: { id: own, name: own, timeZone: own },
        capabilities: { retentionDays: 60, plan: own },
      },
      others,
    },
  ]);
  const left = texts.slice(0, texts.length / 2);
  return hostileWorld(own, { folder, env: { AUDIT_ARCHIVE_FOLDER: archiveFolder } }, left);
}

const span = (text: string) => ({ since: text, until: text });
const gap = { since: '2026-11-11T01:00:00.000Z', until: '2026-11-11T02:00:00.000Z' };
/** Of each attack one: what an archive says of one text it says of the next. */
const archivedTexts = hostileTexts.filter(
  ({ attack }, index) => hostileTexts.findIndex((other) => other.attack === attack) === index,
);

describe('an archive full of hostile texts', () => {
  const questions: readonly (readonly string[])[] = [
    ['archive', 'status'],
    ['archive', 'status', '--check', '--live'],
    ['archive', 'status', '--format', 'json'],
    ['archive', 'verify', '--allow-gaps'],
    ['archive', 'verify', '--format', 'json'],
    ['archive', 'hold', 'list'],
    ['archive', 'hold', 'list', '--format', 'json'],
    ['archive', 'erase', '--record', 'pipeline00000', '--case', 'DSR-1', '--dry-run'],
    ['archive', 'recheck', '--all'],
    ['archive', 'recheck', '--all', '--format', 'json'],
    ['archive', 'reconcile', 'hostile.csv'],
    ['archive', 'reconcile', 'hostile.csv', '--format', 'json'],
    ['list', '--archive', '--all'],
    ['show', eventIdOf(0), '--archive'],
    ['deletions', '--archive'],
    ['archive', 'sync'],
    ['archive', 'status', '--format', 'json'],
  ];

  test('nothing of it gets through to a terminal or a pipe', async () => {
    const folder = await programFolder();
    const texts = archivedTexts.map(({ text }) => text);
    const world = await hostileArchive(folder, texts);
    await writeFile(join(folder, 'archive', 'events', '\u001b]0;owned\u0007\u202e.gz'), 'stray');
    const rowsOfFile = texts.map((text) => [text, '2026-11-10', text]);
    const csv = join(folder, 'hostile\u001b[2J.csv');
    await writeFile(csv, stringify([['Event Id', 'Date', own], ...rowsOfFile]));
    for (const words of questions) {
      const typed = words.map((word) => (word === 'hostile.csv' ? csv : word));
      // The rest looks the same on both.
      const isDrawn = words.some((word) => /^(status|list|deletions)$/.test(word)) && !words.includes('json');
      for (const screen of isDrawn ? [{ terminal }, {}] : [{}]) {
        const outcome = await runAudit(typed, { ...world, ...screen });
        expectHarmless(outcome, screen.terminal === undefined);
        expect(`${outcome.stdout}${outcome.stderr}`.length, words.join(' ')).toBeGreaterThan(100);
      }
    }
  }, 60_000);

  test('typed to it, it is said back harmless', async () => {
    const folder = await programFolder();
    const { archiveFolder } = await makeArchive(folder, [{ since: gap.since, until: gap.until }]);
    const world = { folder, terminal, env: { AUDIT_ARCHIVE_FOLDER: archiveFolder } };
    const scheduled = { AUDIT_PROFILE: 'sandbox', AUDIT_TZ: 'UTC' };
    const lines = (text: string): readonly (readonly string[])[] => [
      ['erase', '--record', 'contact-ada', `--case=${text}`, '--dry-run'],
      ['erase', `--record=${text}`, '--case', 'DSR-1', '--yes'],
      ['hold', 'add', '--all', `--case=${text}`],
      ['hold', 'release', '--case', 'over', '--', text],
      ['reconcile', '--', `/nowhere/${text}`],
      ['prove', '--', text],
      ['prove', '-o', `/nowhere/${text}`, '--', text],
      ['verify', `--key=${text}`],
      ['verify', `--known=${text}`],
      ['status', `--check=${text}`],
      ['status', `--archive-folder=/nowhere/${text}`],
      ['timestamp', '--', `http://${text}`],
      ['publish', `s3://${text}`],
      ['sql', '--', `select '${text}' as "${text}"`],
      ['schedule', '--print', 'launchd', '--archive-folder', `/nowhere/${text}`],
    ];
    for (const { text } of archivedTexts.filter((_, index) => index % 5 === 0)) {
      for (const words of lines(text)) {
        expectHarmless(
          await runAudit(['archive', ...words], { ...world, env: { ...world.env, ...scheduled } }),
        );
      }
      const env = { ...scheduled, AUDIT_DATA_DIR: text, NO_PROXY: text };
      for (const kind of ['cron', 'systemd'])
        expectHarmless(await runAudit(['archive', 'schedule', '--print', kind], { ...world, env }));
    }
  }, 60_000);

  test('no key of an archive bears a name that a shell or a terminal would obey', () => {
    for (const name of ["a'$(id)'", 'a`id`', 'a\u001b]0;owned\u0007', 'a\u202eb', 'a;b'])
      expect(() => readVerifierKey(createSigningKey(name).verifier.line)).toThrow('no public key');
    const own = createSigningKey('hoopai-audit/api.acme.example_8443/Small.Location-1/0123abcd').verifier
      .line;
    expect(readVerifierKey(own).line).toBe(own);
  });

  test('nor through SQL, a proof or a publication, and none of it names a file', async () => {
    const folder = await programFolder();
    // DuckDB reads no JSON that holds half a character.
    const whole = archivedTexts.filter(({ text }) => !/\p{Surrogate}/u.test(text));
    const texts = [...whole.map(({ text }) => text), 'Ada\0Example'];
    const world = await hostileArchive(folder, texts);
    const proofs = texts
      .slice(0, 5)
      .map((text, index) => ({ id: `id ${text}`, path: join(folder, `proof-${index}\u202e`) }));
    const lines: readonly (readonly string[])[] = [
      ['archive', 'sql', 'select id, record_name, user_name, changed_fields, before, raw from events'],
      ['archive', 'sql', 'select * from users', '--format', 'json'],
      ['archive', 'sql', `select record_name as "${own}" from events limit 9`],
      ['archive', 'publish', join(folder, 'lake\u202e')],
      ...proofs.map(({ id, path }) => ['archive', 'prove', '-o', path, '--', id]),
    ];
    for (const words of lines) {
      for (const screen of words.includes('sql') ? [{ terminal }, {}] : [{ terminal }]) {
        const outcome = await runAudit(words, { ...world, ...screen });
        expect(outcome.exitCode, outcome.stderr).toBe(0);
        expectHarmless(outcome, screen.terminal === undefined);
      }
    }
    for (const { path } of proofs)
      expect(hostileInLines(await readFile(join(path, 'README.md'), 'utf8'))).toBeUndefined();
    // What was typed may name one.
    const names = (await readdir(folder, { recursive: true })).map((name) => name.replace('\u202e', ''));
    expect(names.filter((name) => !/^[\w./=:-]+$/.test(name))).toEqual([]);
    expect(names.filter((name) => name.endsWith('.parquet'))).toEqual([
      `lake/location=${smallLocationId}/month=2026-11/part-00000.parquet`,
    ]);
  }, 60_000);
});

/** Of each attack some: a command line is shorter than a log. */
const typedTexts = hostileTexts.filter(({ text }, index) => index % 12 === 0 && text.length < 200);
/** An account in which they are to be found. */
const theirWorld = (folder: string): World =>
  hostileWorld(
    'Acme',
    { terminal, folder },
    typedTexts.map(({ text }) => text),
  );

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}

/** Each test in one folder: making one costs more than a run. */
describe('one hostile text at a time', () => {
  test('show, as a page and as JSON', async () => {
    const folder = await programFolder();
    for (const [index, { text }] of hostileTexts.entries()) {
      const isPage = index % 2 === 0;
      const world = hostileWorld(own, isPage ? { terminal, folder } : { folder }, [text]);
      expectHarmless(await runAudit(`show ${eventIdOf(0)} --format ${isPage ? 'text' : 'json'}`, world));
    }
  }, 120_000);

  test('the plan of a restore', async () => {
    const folder = await programFolder();
    for (const [index, { text }] of hostileTexts.entries()) {
      const format = index % 2 === 0 ? 'text' : 'json';
      const line = `restore ${deletionIdOf(0)} --dry-run --format ${format}`;
      expectHarmless(await runAudit(line, hostileWorld(own, { terminal, folder }, [text])));
    }
  }, 120_000);

  test('the account’s own name, plan and zone', async () => {
    const folder = await programFolder();
    for (const { text } of hostileTexts) {
      expectHarmless(await runAudit('status', hostileWorld(text, { terminal, folder }, [text])));
    }
  }, 120_000);

  test.each([400, 401, 403, 404, 422, 500])(
    'what an account says when it refuses with %i',
    async (status) => {
      const folder = await programFolder();
      for (const { text } of hostileTexts) {
        expectHarmless(await runAudit('list --verbose', refusingWorld(status, text, { terminal, folder })));
        expectHarmless(await runAudit('list --format json', refusingWorld(status, text, { folder })));
      }
    },
    120_000,
  );

  test.each<readonly [string, (text: string) => readonly string[]]>([
    ['--user', (text) => ['list', `--user=${text}`]],
    ['--type', (text) => ['list', `--type=${text}`]],
    ['--module', (text) => ['list', `--module=${text}`]],
    ['--source', (text) => ['list', `--source=${text}`]],
    ['--search', (text) => ['list', `--search=${text}`, '--verbose']],
    ['--since', (text) => ['list', `--since=${text}`]],
    ['--tz', (text) => ['list', `--tz=${text}`]],
    ['--fields', (text) => ['list', `--fields=${text}`]],
    ['--format', (text) => ['list', `--format=${text}`]],
    ['--limit', (text) => ['list', `--limit=${text}`]],
    ['--api-url', (text) => ['list', `--api-url=${text}`]],
    ['--profile', (text) => ['list', `--profile=${text}`]],
    ['--location', (text) => ['list', `--location=${text}`]],
    ['an event id', (text) => ['show', '--', text]],
    ['a deletion', (text) => ['restore', '--dry-run', '--', text]],
    ['a command', (text) => [text]],
    ['a flag', (text) => ['list', `--${text}`]],
    ['a file', (text) => ['export', '-o', `/nowhere/${text}`]],
    ['a profile’s name', (text) => ['profile', 'use', '--', text]],
    ['a new name', (text) => ['profile', 'rename', '--', 'acme', text]],
  ])(
    'typed as %s, it is said back harmless',
    async (_where, argv) => {
      const folder = await programFolder();
      for (const { text } of typedTexts) {
        expectHarmless(await runAudit(argv(text), theirWorld(folder)));
      }
    },
    120_000,
  );

  test('handed to the embedded account, it is said back harmless, and shown so ever after', async () => {
    const folder = await programFolder();
    await layDownSandbox(join(folder, 'data'));
    const world = { folder, terminal };
    for (const { text } of typedTexts) {
      for (const words of [
        ['do', 'add-contact', '--', text],
        ['do', 'tag', 'newest', '--', text],
        ['do', 'delete-contact', '--by', text, '--', text],
        ['do', '--', text],
        ['simulate', '--story', text],
        ['simulate', '--seed', text, '--plan', text],
      ]) {
        expectHarmless(await runAudit(['sandbox', ...words], world));
      }
    }
    for (const line of ['list --sandbox --limit 100', 'sandbox info', 'deletions --sandbox'])
      expectHarmless(await runAudit(line, world));
  }, 120_000);

  test('from a variable, it is said back harmless', async () => {
    for (const { text } of typedTexts) {
      for (const name of [
        'AUDIT_TZ',
        'AUDIT_AUTH',
        'AUDIT_PROFILE',
        'AUDIT_MAX_WAIT',
        'AUDIT_LOCATION',
        'AUDIT_TOKEN',
      ]) {
        expectHarmless(
          await runAudit('status', refusingWorld(401, 'no', { terminal, env: { [name]: text } })),
        );
      }
    }
  }, 120_000);
});
