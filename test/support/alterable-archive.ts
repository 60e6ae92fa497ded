/** An archive to lay hands on: some days of events, read in several runs, and what somebody with the folder could do to it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type MadeArchive, makeArchive, type Stride } from './made-archive.js';

/** The events of a day, the first at its beginning; ids name the day and the number. */
function eventsOf(date: string, count: number): readonly object[] {
  return Array.from({ length: count }, (_, number) => ({
    _id: `${date}_${number}`,
    createdAt: new Date(Date.parse(`${date}T00:00:00Z`) + number * 60_000).toISOString(),
    documentType: 'CONTACT',
    type: number % 3 === 0 ? 'DELETED' : 'UPDATED',
    id: `contact_${number}`,
    source: 'WEB_USER',
    sourceId: `user_${number % 4}`,
    after: { firstName: `name ${number}` },
  }));
}

/** A run that has read a day. */
export function dayRead(date: string, count: number): Stride {
  const sinceMs = Date.parse(`${date}T00:00:00Z`);
  return {
    since: new Date(sinceMs).toISOString(),
    until: new Date(sinceMs + 86_400_000).toISOString(),
    events: eventsOf(date, count),
  };
}

/** Three days, 300, 10 and 40 events, each read by a run of its own. */
export async function threeDays(folder: string): Promise<MadeArchive> {
  return makeArchive(folder, [
    dayRead('2026-11-01', 300),
    dayRead('2026-11-02', 10),
    dayRead('2026-11-03', 40),
  ]);
}

/** Changes the lines of a segment, and packs them again. */
export async function editSegment(
  { archiveFolder }: MadeArchive,
  path: string,
  edit: (lines: string[]) => readonly string[],
): Promise<void> {
  const lines = gunzipSync(await readFile(join(archiveFolder, path)))
    .toString('utf8')
    .split('\n')
    .slice(0, -1);
  await writeFile(
    join(archiveFolder, path),
    gzipSync(
      edit(lines)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
}
