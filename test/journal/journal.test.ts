import fs from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  open,
  readFile,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { followChain } from '../../src/journal/chain.js';
import { appendEntry, type JournalFact, journalPath, readJournal } from '../../src/journal/journal.js';
import { temporaryFolder } from '../support/folder.js';

const fact: JournalFact = {
  at: '2026-11-21T22:04:00.000Z',
  by: { user: null, host: 'desk', process: 7 },
  tool: '1.2.3',
  command: ['list', '--user', 'maria'],
  profile: null,
  account: { location: 'L1', apiUrl: 'https://acme.example', embedded: false },
  window: null,
  rows: null,
  complete: null,
  outputs: [],
  receipt: null,
  exitCode: 0,
};

test('each entry follows from the one before, and only its owner may read the file', async () => {
  const path = journalPath(await temporaryFolder());
  expect(await readJournal(path)).toBe('');
  for (const exitCode of [0, 3, 0]) await appendEntry(path, { ...fact, exitCode });
  const { entries, faults } = followChain(await readJournal(path));
  expect(faults).toEqual([]);
  expect(entries.map(({ number, exitCode }) => [number, exitCode])).toEqual([
    [1, 0],
    [2, 3],
    [3, 0],
  ]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
});

test('an entry is on the disk when it is said to be noted, and the file’s name with the first of them', async () => {
  const path = journalPath(await temporaryFolder());
  const steps: string[] = [];
  const spies = (['writeSync', 'fsyncSync'] as const).map((step) => {
    const before: (...args: never[]) => unknown = fs[step];
    return vi.spyOn(fs, step).mockImplementation(((...args: never[]) => {
      steps.push(step);
      return before(...args);
    }) as never);
  });
  const folder = await open('/dev/null');
  await folder.close();
  const whole = Object.getPrototypeOf(folder) as { sync: () => Promise<void> };
  const before = whole.sync;
  const spy = vi.spyOn(whole, 'sync').mockImplementation(function (this: unknown) {
    steps.push('sync of the folder');
    return before.apply(this);
  });
  syncBuiltinESMExports();
  onTestFinished(() => {
    for (const each of [...spies, spy]) each.mockRestore();
    syncBuiltinESMExports();
  });
  await appendEntry(path, fact);
  await appendEntry(path, fact);
  expect(steps).toEqual(['writeSync', 'fsyncSync', 'sync of the folder', 'writeSync', 'fsyncSync']);
});

test('a journal that others could read is closed by the next entry', async () => {
  const path = journalPath(await temporaryFolder());
  await appendEntry(path, fact);
  await chmod(path, 0o644);
  await appendEntry(path, fact);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a line that a crash cut off stays as a fault, and entries go on after it', async () => {
  const path = journalPath(await temporaryFolder());
  await appendEntry(path, fact);
  await appendEntry(path, fact);
  await truncate(path, (await stat(path)).size - 40);
  await appendEntry(path, fact);
  await appendEntry(path, fact);
  const { entries, faults } = followChain(await readJournal(path));
  expect(entries.map(({ number }) => number)).toEqual([1, 3, 4]);
  expect(faults).toEqual([{ line: 2, what: 'it is no entry' }]);
});

test('what somebody appended is not believed, and does not stop what follows', async () => {
  const path = journalPath(await temporaryFolder());
  await appendEntry(path, fact);
  await appendFile(path, '{"journal":1}\n\n');
  await appendEntry(path, fact);
  const { faults } = followChain(await readJournal(path));
  expect(faults.map(({ line }) => line)).toEqual([2, 3]);
});

test('a command line without end is cut', async () => {
  const path = journalPath(await temporaryFolder());
  await appendEntry(path, { ...fact, command: ['list', ...Array(5_000).fill('x'.repeat(5_000))] });
  await appendEntry(path, fact);
  const { entries, faults } = followChain(await readJournal(path));
  expect(faults).toEqual([]);
  expect(entries[0]?.command.length).toBe(61);
  expect(entries[0]?.command[60]).toBe('…');
  expect(entries[0]?.command[1]).toBe(`${'x'.repeat(1_000)}…`);
});

test('a link or a folder in the journal’s place is not written through', async () => {
  const folder = await temporaryFolder();
  const path = journalPath(folder);
  await mkdir(dirname(path));
  await writeFile(`${folder}/target`, 'untouched');
  await symlink(`${folder}/target`, path);
  await expect(appendEntry(path, fact)).rejects.toThrow(`The journal ${path} cannot be used (ELOOP).`);
  await expect(readJournal(path)).rejects.toThrow('cannot be used (ELOOP)');
  expect(await readFile(`${folder}/target`, 'utf8')).toBe('untouched');
  await expect(appendEntry(dirname(path), fact)).rejects.toMatchObject({ code: 'journal-unusable' });
});

test('a disk that takes a line in parts gets all of it, and one that refuses the rest keeps nothing', async () => {
  const path = journalPath(await temporaryFolder());
  const { writeSync } = fs;
  let isFull = false;
  const spy = vi.spyOn(fs, 'writeSync').mockImplementation(((
    file: number,
    bytes: Buffer,
    from: number,
    length: number,
    at: number,
  ) => {
    if (isFull && from > 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    return writeSync(file, bytes, from, Math.min(length, 50), at);
  }) as typeof writeSync);
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
  await appendEntry(path, fact);
  const before = await readFile(path, 'utf8');
  expect(followChain(before)).toMatchObject({ entries: [{ number: 1 }], faults: [] });
  isFull = true;
  await expect(appendEntry(path, fact)).rejects.toThrow('cannot be used (ENOSPC)');
  expect(await readFile(path, 'utf8')).toBe(before);
});
