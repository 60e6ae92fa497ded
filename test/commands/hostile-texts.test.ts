import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { grammarOf } from '../../src/commands/grammar.js';
import { answerCompletion } from '../../src/completion/entry.js';
import { InterruptedError } from '../../src/errors.js';
import { restoreCell } from '../../src/output/safe-cell.js';
import { declareWhole } from '../../src/program.js';
import { eventfulClock } from '../support/eventful-clock.js';
import { firstHostile } from '../support/first-hostile.js';
import { type Outcome, programFolder, runAudit, type World } from '../support/program.js';
import { layDownSandbox } from '../support/sandbox.js';
import { type ScriptedInput, scriptedScreen } from '../support/scripted-screen.js';
import { deletionIdOf, eventIdOf, hostileTexts, hostileWorld, refusingWorld } from './hostile-account.js';

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

describe('one hostile text at a time', () => {
  test('show, as a page and as JSON', async () => {
    for (const [index, { text }] of hostileTexts.entries()) {
      const isPage = index % 2 === 0;
      const world = hostileWorld(own, isPage ? { terminal } : {}, [text]);
      expectHarmless(await runAudit(`show ${eventIdOf(0)} --format ${isPage ? 'text' : 'json'}`, world));
    }
  }, 120_000);

  test('the plan of a restore', async () => {
    for (const [index, { text }] of hostileTexts.entries()) {
      const format = index % 2 === 0 ? 'text' : 'json';
      const line = `restore ${deletionIdOf(0)} --dry-run --format ${format}`;
      expectHarmless(await runAudit(line, hostileWorld(own, { terminal }, [text])));
    }
  }, 120_000);

  test('the account’s own name, plan and zone', async () => {
    for (const { text } of hostileTexts) {
      expectHarmless(await runAudit('status', hostileWorld(text, { terminal }, [text])));
    }
  }, 120_000);

  test.each([400, 401, 403, 404, 422, 500])(
    'what an account says when it refuses with %i',
    async (status) => {
      for (const { text } of hostileTexts) {
        expectHarmless(await runAudit('list --verbose', refusingWorld(status, text, { terminal })));
        expectHarmless(await runAudit('list --format json', refusingWorld(status, text)));
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
