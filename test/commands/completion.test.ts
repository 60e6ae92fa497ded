import { mkdirSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { grammarOf } from '../../src/commands/grammar.js';
import { answerCompletion } from '../../src/completion/entry.js';
import { declareWhole } from '../../src/program.js';
import { programFolder, runAudit } from '../support/program.js';
import { openRemoteAccount } from '../support/sandbox.js';

const terminal = { columns: 100, rows: 40 };
const grammar = grammarOf(await declareWhole());
const bashBreaks = ' \t\n"\'@><=;|&(:';

interface Asked {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The lines that a shell would be answered. */
function answered(argv: readonly string[], { folder = '/nowhere', env = {} }: Asked): readonly string[] {
  const world = {
    environment: env,
    configFolder: join(folder, 'config'),
    dataFolder: join(folder, 'data'),
    grammar,
  };
  return answerCompletion(argv, world).split('\n').slice(0, -1);
}

/** What zsh would be answered, without the descriptions. */
async function completed(words: readonly string[], asked: Asked = {}) {
  const [kind, ...lines] = answered(['zsh', ...words], asked);
  return kind === 'files' ? 'files' : lines.map((line) => line.split('\t')[0]);
}

/** What bash would insert. */
function inserted(line: string, folder = '/nowhere') {
  return answered(['bash', line, bashBreaks], { folder }).slice(1);
}

async function withKnown(known: object): Promise<string> {
  const folder = await programFolder();
  await mkdir(join(folder, 'data', 'completion'), { recursive: true });
  await writeFile(join(folder, 'data', 'completion', 'sandbox.json'), JSON.stringify(known));
  return folder;
}

const people = {
  users: [
    ['maria@acme.example', 'Maria Lopez'],
    ['marcus@acme.example', 'Marcus Lopez'],
    ['devon@acme.example', 'Devon Price'],
  ],
  types: ['LAUNCHED'],
  events: [['6b02153d0000000000000003', '2026-11-21 16:03 Deleted opportunity “Roof”']],
  deletions: [['6b02153d0000000000000003', '2026-11-21 16:03 Deleted opportunity “Roof”']],
};

describe('what could come next', () => {
  test.each([
    [['exp'], ['export']],
    [['list', '--not-u'], ['--not-user']],
    [
      ['list', '--type', 'tag-'],
      ['tag-added', 'tag-removed'],
    ],
    [['list', '--type=tag-a'], ['--type=tag-added']],
    [['list', '--type', 'deleted,tag-r'], ['deleted,tag-removed']],
    [['list', '--type', 'deleted,dele'], []],
    [['list', '--since', 'y'], ['yesterday']],
    [
      ['list', '--order', ''],
      ['desc', 'asc'],
    ],
    [['list', '--limit', ''], []],
    [['--tz', 'Europe/Berl'], ['Europe/Berlin']],
    [['--tz', 'UTC', 'show', '--fo'], ['--format']],
    [['list', '--fields', 'id,des'], ['id,description']],
    [
      ['values', ''],
      ['users', 'types', 'modules', 'sources', 'objects'],
    ],
    [['completion', 'z'], ['zsh']],
    [['profile', 'us'], ['use']],
    [['profile', 'use', ''], ['sandbox']],
    [['show', '--', '--'], []],
    [['nonsense', ''], []],
    [['list', '--nonsense=x'], []],
  ])('audit %j', async (words, expected) => {
    expect(await completed(words)).toEqual(expected);
  });

  test.each([
    [
      ['--sandbox', 'list', '--user', 'mar'],
      ['maria@acme.example', 'marcus@acme.example'],
    ],
    [
      ['--sandbox', 'list', '--user', 'LOPEZ'],
      ['maria@acme.example', 'marcus@acme.example'],
    ],
    [
      ['list', '--sandbox', '--not-user', 'devon@acme.example,mari'],
      ['devon@acme.example,maria@acme.example'],
    ],
    [
      ['list', '--profile', 'sandbox', '--type', 'raw'],
      ['raw:EXPORTED', 'raw:DOWNLOADED', 'raw:LAUNCHED'],
    ],
    [['show', '--sandbox', '6b'], ['6b02153d0000000000000003']],
    [['restore', '--sandbox', ''], ['6b02153d0000000000000003']],
    [['list', '--user', 'mar'], []],
  ])('audit %j of a known account', async (words, expected) => {
    expect(await completed(words, { folder: await withKnown(people) })).toEqual(expected);
  });

  test('variables choose the account as they do for every command', async () => {
    const folder = await withKnown(people);
    const asked = (env: Record<string, string>) => completed(['list', '--user', 'dev'], { folder, env });
    expect(await asked({ AUDIT_PROFILE: 'sandbox' })).toEqual(['devon@acme.example']);
    expect(await asked({ AUDIT_PROFILE: 'other' })).toEqual([]);
    expect(await asked({ AUDIT_LOCATION: '../../etc/passwd' })).toEqual([]);
  });

  test('a file that somebody has written into moves no cursor, and half a file is none', async () => {
    const folder = await withKnown({
      users: [
        ['eve@acme.example', 'Eve\u001b[2J'],
        ['bob\nlist', 'Bob'],
        ['dan@acme.example', 'Dan'],
      ],
      events: 'none',
    });
    expect(await completed(['--sandbox', 'list', '--user', ''], { folder })).toEqual(['dan@acme.example']);
    await writeFile(join(folder, 'data', 'completion', 'sandbox.json'), '{"users":[["a');
    expect(await completed(['--sandbox', 'list', '--user', ''], { folder })).toEqual([]);
  });

  test('a file is the shell’s own business', async () => {
    expect(await completed(['export', '-o', ''])).toBe('files');
  });
});

describe('bash', () => {
  test.each([
    ['audit li', ['list']],
    ['audit list --type=upd', ['updated']],
    ['audit list --type upd', ['updated']],
    ['audit list --since last', ['last\\ week', 'last\\ month']],
    ['audit list --since "last w', ['last week']],
    ["audit list --since 'last m", ['last month']],
    ['audit list --source raw:WORK', ['WORKFLOW']],
    ['audit --tz "UTC" list --or', ['--order']],
    ['/usr/bin/audit show --ra', ['--raw']],
  ])('%s', (line, expected) => {
    expect(inserted(line)).toEqual(expected);
  });

  test('puts back no more of an address than from its @ on', async () => {
    const folder = await withKnown(people);
    expect(inserted('audit --sandbox list --user devon@ac', folder)).toEqual(['@acme.example']);
    expect(inserted('audit --sandbox list --user price', folder)).toEqual(['devon@acme.example']);
  });
});

test('every command that is there can be completed, flags and all', async () => {
  const { stdout } = await runAudit('--help');
  const commands = stdout.match(/^ {2}[a-z]+(?= {2})/gm)?.map((word) => word.trim()) ?? [];
  expect(await completed([''])).toEqual([...commands.filter((word) => word !== 'help'), 'help']);
  expect(await completed(['retention', '--'])).toContain('--check');
});

describe('what commands see is kept for completing', () => {
  const known = async (folder: string) =>
    JSON.parse(await readFile(join(folder, 'data', 'completion', 'sandbox.json'), 'utf8'));

  test('users, recent ids and deletions, in a file that only this person reads', async () => {
    const folder = await programFolder();
    const { exitCode, stdout } = await runAudit('list --sandbox --limit 3 --fields id --format tsv', {
      folder,
      errorTerminal: terminal,
    });
    expect(exitCode).toBe(0);
    const ids = stdout.trim().split('\n');
    expect((await known(folder)).events.map(([id]: string[]) => id)).toEqual(ids);
    expect((await stat(join(folder, 'data', 'completion', 'sandbox.json'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data', 'completion'))).mode & 0o777).toBe(0o700);

    await runAudit('deletions --sandbox', { folder, errorTerminal: terminal });
    const { deletions, events, users } = await known(folder);
    expect(deletions.length).toBeGreaterThan(0);
    expect(events.map(([id]: string[]) => id)).toEqual(ids);
    expect(users).toContainEqual(['maria@lakeshore-dental.example', 'Maria Alvarez']);
    expect(await completed(['--sandbox', 'show', ids[0]?.slice(0, 8) ?? ''], { folder })).toContain(ids[0]);
  });

  test('the newest ids come first, each once, no more than a hundred', async () => {
    const folder = await programFolder();
    const list = (flags: string) =>
      runAudit(`list --sandbox --fields id --format tsv ${flags}`, { folder, errorTerminal: terminal });
    await list('--limit 90 --until 2026-11-10');
    const { stdout } = await list('--limit 90');
    const events = (await known(folder)).events.map(([id]: string[]) => id);
    expect(events).toHaveLength(100);
    expect(events.slice(0, 90)).toEqual(stdout.trim().split('\n'));
    expect(new Set(events).size).toBe(100);
  });

  test('a script leaves nothing behind, nor do variables alone', async () => {
    const folder = await programFolder();
    await runAudit('list --sandbox', { folder });
    const remote = await openRemoteAccount();
    await runAudit('list', {
      folder,
      errorTerminal: terminal,
      hosts: { [remote.url]: remote.answer },
      env: {
        AUDIT_API_URL: remote.url,
        AUDIT_LOCATION: remote.locationId,
        AUDIT_TOKEN: remote.tokens.adminToken,
      },
    });
    expect(await readdir(join(folder, 'data'))).not.toContain('completion');
  });

  test('a folder that cannot be written stands in nobody’s way', async () => {
    const folder = await programFolder();
    mkdirSync(join(folder, 'data'), { recursive: true });
    await writeFile(join(folder, 'data', 'completion'), 'a file');
    await chmod(join(folder, 'data', 'completion'), 0o400);
    const { exitCode, stderr } = await runAudit('list --sandbox --limit 1', {
      folder,
      errorTerminal: terminal,
    });
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('completion');
  });
});
