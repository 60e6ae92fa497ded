/** What is damaged in an archive is told or mended: it makes no answer smaller in silence, and nothing that is left is removed. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foldCoverage } from '../../../src/archive/store/coverage-ledger.js';
import { openArchive } from '../../../src/archive/store/open.js';
import { threeDays } from '../../support/alterable-archive.js';
import { readFiles } from '../../support/alterations.js';
import { temporaryFolder } from '../../support/folder.js';
import { addTo, type MadeArchive } from '../../support/made-archive.js';

async function edit({ archiveFolder }: MadeArchive, path: string, from: string, to: string): Promise<void> {
  const place = join(archiveFolder, path);
  const text = await readFile(place, 'utf8');
  expect(text).toContain(from);
  await writeFile(place, text.replace(from, to));
}

test('a manifest in which a date was changed hides no event: the segments are asked, and the next run mends it', async () => {
  const archive = await threeDays(await temporaryFolder());
  const before = await (await openArchive(archive.archiveFolder)).manifest();
  const bytes = await readFile(join(archive.archiveFolder, 'manifest.ndjson'));
  await edit(archive, 'manifest.ndjson', '"firstAt":"2026-11-01', '"firstAt":"2027-11-01');
  expect(await (await openArchive(archive.archiveFolder)).manifest()).toEqual(before);
  await addTo(archive, async () => {});
  expect(await readFile(join(archive.archiveFolder, 'manifest.ndjson'))).toEqual(bytes);
});

test('a record in which a date was changed claims nothing that was not read', async () => {
  const archive = await threeDays(await temporaryFolder());
  await edit(
    archive,
    'ledger/000000000301-000000000301.ndjson',
    '"since":"2026-11-01',
    '"since":"2026-10-01',
  );
  const { ledger } = await openArchive(archive.archiveFolder);
  await expect(foldCoverage(ledger())).rejects.toMatchObject({ code: 'record-altered' });
});

test('a key in archive.json that is none is a damage of the archive, and no mistake of whoever asks', async () => {
  const archive = await threeDays(await temporaryFolder());
  await edit(archive, 'archive.json', '"publicKey": "', '"publicKey": "x');
  await expect(openArchive(archive.archiveFolder)).rejects.toMatchObject({ code: 'archive-not-readable' });
});

test.each([
  ['the log was lost', 'log', 'log-cut'],
  ['archive.json was lost', 'archive.json', 'archive-not-readable'],
])(
  'on a machine that knows nothing of an archive, %s: a run removes and begins nothing',
  async (_, lost, code) => {
    const archive = await threeDays(await temporaryFolder());
    const origin = (await openArchive(archive.archiveFolder)).description.origin.replaceAll('/', '_');
    await rm(join(archive.folder, 'config', 'archives', origin, 'head'));
    await rm(join(archive.archiveFolder, lost), { recursive: true });
    const copy = join(archive.folder, 'copy');
    await cp(archive.archiveFolder, copy, { recursive: true });
    await expect(addTo(archive, async () => {})).rejects.toMatchObject({ code });
    expect(await readFiles(archive.archiveFolder)).toEqual(await readFiles(copy));
  },
);
