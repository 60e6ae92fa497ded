import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Attempt, openAttempts } from '../../src/restore/attempts.js';
import { temporaryFolder } from '../support/folder.js';
import { examplePlan } from './example-plan.js';

function attempt(given: Partial<Attempt> = {}): Attempt {
  return {
    schema: 1,
    number: 1,
    key: 'audit-key-of-the-test',
    means: 'announced',
    plan: examplePlan(),
    planDigest: 'd1',
    notedMs: 5,
    phase: 'open',
    ...given,
  };
}

const place = (folder: string) => join(folder, 'restores', 'attempts');

test('a note is found by whoever comes next, and only its owner can read it', async () => {
  const folder = await temporaryFolder();
  expect(await openAttempts(folder).note(attempt())).toBe(true);
  expect(await openAttempts(folder).of('LOC1', attempt().plan.eventId)).toEqual([attempt()]);
  expect(await openAttempts(folder).of('LOC2', attempt().plan.eventId)).toEqual([]);
  const [file = ''] = await readdir(place(folder));
  expect((await stat(join(place(folder), file))).mode & 0o777).toBe(0o600);
  expect((await stat(place(folder))).mode & 0o777).toBe(0o700);
});

test('of many that note the same attempt at once, one does', async () => {
  const folder = await temporaryFolder();
  const noted = await Promise.all(Array.from({ length: 20 }, () => openAttempts(folder).note(attempt())));
  expect(noted.filter((won) => won)).toEqual([true]);
  expect((await readdir(place(folder))).length).toBe(1);
});

test('attempts come in their order, settled or withdrawn as they were', async () => {
  const folder = await temporaryFolder();
  const attempts = openAttempts(folder);
  for (const number of [10, 2, 1]) await attempts.note(attempt({ number }));
  await attempts.close(attempt({ number: 2 }), 'failed');
  await attempts.withdraw(attempt({ number: 1 }));
  expect(
    (await attempts.of('LOC1', attempt().plan.eventId)).map(({ number, phase }) => [number, phase]),
  ).toEqual([
    [2, 'failed'],
    [10, 'open'],
  ]);
});

test.each(['../../../etc/passwd', 'a/b\\c:d', '\u0000', 'x'.repeat(5000)])(
  'an event called %j stays in the folder',
  async (eventId) => {
    const folder = await temporaryFolder();
    const odd = attempt({ plan: examplePlan({ eventId }) });
    await openAttempts(folder).note(odd);
    expect(await openAttempts(folder).of('LOC1', eventId)).toEqual([odd]);
    expect((await readdir(place(folder))).length).toBe(1);
  },
);

test('a draft that a crash left behind is nothing', async () => {
  const folder = await temporaryFolder();
  await openAttempts(folder).note(attempt());
  const [file = ''] = await readdir(place(folder));
  await writeFile(join(place(folder), `${file}.abc.draft`), '{"sch');
  expect(await openAttempts(folder).of('LOC1', attempt().plan.eventId)).toEqual([attempt()]);
});

test.each(['', '{"schema":1', '{"schema":2}', 'null'])(
  'a note that holds %j is said, never passed over',
  async (text) => {
    const folder = await temporaryFolder();
    await openAttempts(folder).note(attempt());
    const [file = ''] = await readdir(place(folder));
    await writeFile(join(place(folder), file), text);
    await expect(openAttempts(folder).of('LOC1', attempt().plan.eventId)).rejects.toMatchObject({
      code: 'restore-note-unreadable',
      exitCode: 4,
    });
  },
);

test('a folder that cannot be written is an error that says so', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'restores'), '');
  await expect(openAttempts(folder).note(attempt())).rejects.toMatchObject({
    code: 'data-folder-not-writable',
    hint: 'Nothing is restored that cannot be noted first. Make room, or name another folder: AUDIT_DATA_DIR=…',
  });
});
