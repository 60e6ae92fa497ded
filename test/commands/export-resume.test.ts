import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { InterruptedError } from '../../src/errors.js';
import type { Answer, Ask } from '../../src/sandbox/exchange.js';
import { temporaryFolder } from '../support/folder.js';
import { runAudit, type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, smallEvents } from '../support/small-account.js';
import { virtualClock } from '../support/virtual-clock.js';

/** Two days of events, many of them in the same millisecond. */
const manyEvents = Array.from({ length: 2_600 }, (_, index) => ({
  ...smallEvents[index % smallEvents.length],
  _id: `event-${String(index).padStart(5, '0')}`,
  createdAt: new Date(Date.parse('2026-11-19T12:00:00Z') + Math.floor(index / 7) * 420_000).toISOString(),
}));

const window = ['--since', '2026-11-19', '--until', '2026-11-21T17:00'];

const forms = [
  ['a CSV', []],
  ['a packed CSV', ['--gzip']],
  ['one row for each changed field', ['--per-field']],
  ['JSON, newest first', ['--format', 'json', '--order', 'desc']],
  ['packed NDJSON', ['--format', 'ndjson', '--gzip']],
] as const;

/** Whoever will interrupt gets so many answers, and the next when it has done so. */
const answeredBeforeSignal = 15;

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A world in which time passes whenever somebody looks at the clock, and `onLook` sees what lies on the disk by then. */
function tickingWorld(onLook: () => void = () => {}, { signal, ...world }: World = {}): World {
  const still = virtualClock();
  const nowMs = () => {
    void still.sleep(150);
    onLook();
    return still.nowMs();
  };
  const account = createSmallAccount({ events: manyEvents });
  let searches = 0;
  const answer: Answer = async (ask) => {
    if (ask.target.startsWith('/audit/search')) searches += 1;
    if (signal !== undefined && searches > answeredBeforeSignal) await aborted(signal);
    return account.answer(ask);
  };
  return worldOf({ ...account, answer }, { clock: { ...still, nowMs }, ...(signal && { signal }), ...world });
}

async function wholeExport(form: readonly string[], onLook: (folder: string) => void = () => {}) {
  const folder = await temporaryFolder();
  const target = join(folder, 'report.csv');
  const world = tickingWorld(() => onLook(folder));
  const { exitCode } = await runAudit(['export', ...window, ...form, '-o', target], world);
  expect(exitCode).toBe(0);
  return { target, bytes: await readFile(target), file: (await manifestOf(target)).file };
}

async function manifestOf(target: string) {
  return JSON.parse(await readFile(`${target}.manifest.json`, 'utf8'));
}

async function resumed(folder: string, args: readonly string[] = []) {
  const target = join(folder, 'report.csv');
  const outcome = await runAudit(['export', '--resume', ...args, '-o', target], tickingWorld());
  return { ...outcome, target, names: (await readdir(folder)).sort() };
}

function journalIn(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'report.csv.partial.json'), 'utf8');
  } catch {
    return undefined;
  }
}

const finished = ['report.csv', 'report.csv.manifest.json'];

describe('killed at any moment', () => {
  test.each(forms)('%s is gone on with and is the same to the byte', async (_what, form) => {
    const shots: string[] = [];
    let lastJournal = '';
    const { bytes, file } = await wholeExport(form, (folder) => {
      const journal = journalIn(folder);
      if (journal === undefined || journal === lastJournal) return;
      lastJournal = journal;
      shots.push(shotOf(folder));
    });
    const places = shots.map((shot) => JSON.parse(journalIn(shot) ?? '').reached?.events ?? 0);
    expect(places[0]).toBe(0);
    expect(new Set(places).size).toBeGreaterThan(2);
    for (const shot of spread(shots, 5)) {
      const { exitCode, target, names, stderr } = await resumed(shot);
      expect({ exitCode, names }, stderr).toEqual({ exitCode: 0, names: finished });
      expect((await readFile(target)).equals(bytes)).toBe(true);
      const manifest = await manifestOf(target);
      expect(manifest.file).toEqual(file);
      expect(manifest).toMatchObject({
        file: { events: 2_600 },
        coverage: { count: 2_600, complete: true },
        export: { resumes: 1 },
      });
      const { since, until } = manifest.window;
      expect(manifest.coverage.covered).toEqual([{ since, until }]);
    }
  });

  /** What a process that dies now leaves; its lock is stale, for no other process is alive here. */
  function shotOf(folder: string): string {
    const shot = join(folder, '..', `${basename(folder)}-${randomUUID()}`);
    onTestFinished(() => rm(shot, { recursive: true, force: true }));
    cpSync(folder, shot, { recursive: true, verbatimSymlinks: true });
    return shot;
  }

  /** So many of them at most, with the first and the last. */
  function spread<T>(items: readonly T[], count: number): readonly T[] {
    const step = Math.max(1, (items.length - 1) / (count - 1));
    const chosen = Array.from(
      { length: Math.min(count, items.length) },
      (_, index) => items[Math.round(index * step)],
    );
    return chosen.filter((item) => item !== undefined);
  }
});

describe('interrupted by Ctrl-C', () => {
  /** An account that tells its newest events first can be handed over as it is read. */
  const newestFirst = ['--order', 'desc'];
  const hasComeSomewhere = (folder: string) => journalIn(folder)?.includes('"reached"') === true;

  async function interrupted(form: readonly string[] = [], when = hasComeSomewhere) {
    const folder = await temporaryFolder();
    const interrupt = new AbortController();
    const world = tickingWorld(
      () => {
        if (when(folder)) interrupt.abort(new InterruptedError('interrupted', 'Interrupted.'));
      },
      { signal: interrupt.signal },
    );
    const target = join(folder, 'report.csv');
    const outcome = await runAudit(['export', ...window, ...newestFirst, ...form, '-o', target], world);
    return { ...outcome, folder, target };
  }

  test('it says how to go on, and that is enough', async () => {
    const { exitCode, stderr, folder, target } = await interrupted();
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/INCOMPLETE: .*; go on with audit export --resume -o \S+report\.csv\n/);
    expect((await readdir(folder)).sort()).toEqual(['report.csv.partial', 'report.csv.partial.json']);
    const { bytes } = await wholeExport(newestFirst);
    const outcome = await resumed(folder);
    expect(outcome).toMatchObject({ exitCode: 0, names: finished });
    expect((await readFile(target)).equals(bytes)).toBe(true);
  });

  test('before the first event nothing is left lying about', async () => {
    const { exitCode, folder } = await interrupted([], (folder) => journalIn(folder) !== undefined);
    expect(exitCode).toBe(130);
    expect(await readdir(folder)).toEqual([]);
  });

  test('the same words go on too, others are refused', async () => {
    const { folder } = await interrupted(['--user', 'maria']);
    const refusals = [
      [[...window, ...newestFirst, '--user', 'devon'], 'the query changed'],
      [[...window, ...newestFirst, '--user', 'maria', '--bom'], 'the columns or the form changed'],
      [['--tz', 'Asia/Tokyo'], 'the zone (it was America/Chicago) changed'],
      [['--location', 'ElsewhereLocation001'], 'the account changed'],
    ] as const;
    for (const [args, words] of refusals) {
      const { exitCode, stderr } = await resumed(folder, args);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`The export cannot be gone on with: ${words}.`);
    }
    expect((await resumed(folder, [...window, ...newestFirst, '--user', 'maria'])).exitCode).toBe(0);
  });

  test('a file that was written by another version, or altered since, is refused', async () => {
    const { folder, target } = await interrupted();
    const partial = await readFile(`${target}.partial`);
    await writeFile(`${target}.partial`, Buffer.concat([Buffer.from('X'), partial.subarray(1)]));
    const altered = await resumed(folder);
    expect(altered.exitCode).toBe(10);
    expect(altered.stderr).toContain('is not what it was when the export was interrupted');

    await writeFile(`${target}.partial`, partial.subarray(0, partial.length - 10));
    expect((await resumed(folder)).exitCode).toBe(10);

    await writeFile(`${target}.partial`, partial);
    const journal = JSON.parse(await readFile(`${target}.partial.json`, 'utf8'));
    journal.begun.tool.version = '0.9.0';
    await writeFile(`${target}.partial.json`, JSON.stringify(journal));
    const other = await resumed(folder);
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toContain('the version of this tool changed.\nIt was begun by audit 0.9.0.');
  });

  test('what was written behind the last proven place is written again', async () => {
    const { folder, target } = await interrupted();
    const partial = await readFile(`${target}.partial`);
    await writeFile(`${target}.partial`, Buffer.concat([partial, Buffer.from('half a row')]));
    const { bytes } = await wholeExport(newestFirst);
    expect((await resumed(folder)).exitCode).toBe(0);
    expect((await readFile(target)).equals(bytes)).toBe(true);
  });

  test('names stay what they were when it began', async () => {
    const { folder, target } = await interrupted();
    const users = [{ id: 'UserMaria00000000001', name: 'Maria Married', email: 'maria@acme.example' }];
    const account = createSmallAccount({ events: manyEvents, users });
    await runAudit(['export', '--resume', '-o', target], worldOf(account));
    const { bytes } = await wholeExport(newestFirst);
    expect((await readFile(join(folder, 'report.csv'))).equals(bytes)).toBe(true);
  });

  test('the same command without --resume begins again', async () => {
    const { folder, target } = await interrupted();
    const { bytes } = await wholeExport(['--columns', 'id']);
    const world = tickingWorld();
    await runAudit(['export', ...window, '--columns', 'id', '-o', target], world);
    expect((await readFile(target)).equals(bytes)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(finished);
  });
});

test('a folder that vanishes while it is written to is told, and so is what to do', async () => {
  const folder = join(await temporaryFolder(), 'here');
  await mkdir(folder);
  const target = join(folder, 'report.csv');
  const world = tickingWorld(() => {
    if (journalIn(folder) !== undefined) rmSync(folder, { recursive: true });
  });
  const { exitCode, stderr } = await runAudit(['export', ...window, '-o', target], world);
  expect(exitCode).toBe(3);
  expect(stderr).toContain(`${target}.partial.json could not be written: the folder is not there (ENOENT).`);
});

describe('nothing to go on with', () => {
  test('with --resume alone is a matter of how it was typed, a finished file is fine', async () => {
    const folder = await temporaryFolder();
    const { exitCode, stderr } = await resumed(folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('There is no interrupted export of');
    expect((await resumed(folder, window)).exitCode).toBe(0);
    expect(await resumed(folder)).toMatchObject({ exitCode: 0, stderr: '', names: finished });
  });

  test('a journal that nobody can read is no silent beginning', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'report.csv.partial.json'), '{"journal":1');
    expect((await resumed(folder)).exitCode).toBe(10);
  });
});

describe('spans that cannot be read', () => {
  /** Three hundred events in one millisecond, of which the account shows the first two pages. */
  const crowdMs = Date.parse('2026-11-20T12:00:00Z');
  const events = Array.from({ length: 900 }, (_, index) => ({
    ...smallEvents[0],
    _id: `event-${String(index).padStart(5, '0')}`,
    createdAt: new Date(
      crowdMs + Math.min(index - 300, 0) * 60_000 + Math.max(index - 600, 0) * 60_000,
    ).toISOString(),
  }));

  function shallow({ target }: Ask) {
    const { searchParams } = new URL(target, 'http://acme.example');
    return Number(searchParams.get('page')) > 2 ? errorReply(422, 'page is too deep') : undefined;
  }

  function crowdedWorld(instead?: (ask: Ask) => ReturnType<typeof shallow>): World {
    const capabilities = { filters: [], maxPageSize: 40, retentionDays: 60, plan: 'Growth', restore: false };
    return worldOf(createSmallAccount({ events, capabilities, ...(instead && { instead }) }));
  }

  test('keep the file out of its place until they can be read, or are accepted', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'report.csv');
    const first = await runAudit(['export', ...window, '-o', target], crowdedWorld(shallow));
    expect(first.exitCode, first.stderr).toBe(3);
    expect(first.stderr).toMatch(/INCOMPLETE: .* could not be read/);
    const next = `; what could be read is in ${target}.partial; go on with audit export --resume -o ${target}\n`;
    expect(first.stderr.endsWith(next)).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['report.csv.partial', 'report.csv.partial.json']);

    const mended = await temporaryFolder();
    await cp(folder, mended, { recursive: true });
    const later = join(mended, 'report.csv');
    const outcome = await runAudit(['export', '--resume', '-o', later], crowdedWorld());
    expect(outcome.exitCode, outcome.stderr).toBe(0);
    const whole = await temporaryFolder();
    await runAudit(['export', ...window, '-o', join(whole, 'report.csv')], crowdedWorld());
    expect((await readFile(later)).equals(await readFile(join(whole, 'report.csv')))).toBe(true);

    const accepted = await runAudit(
      ['export', '--resume', '--allow-gaps', '-o', target],
      crowdedWorld(shallow),
    );
    expect(accepted.exitCode).toBe(3);
    expect((await readdir(folder)).sort()).toEqual(finished);
    const { coverage } = JSON.parse(await readFile(`${target}.manifest.json`, 'utf8'));
    expect(coverage.complete).toBe(false);
    expect(coverage.reasons.map(({ kind }: { kind: string }) => kind)).toEqual(['unreadable-span']);
  });
});
