import { expect, test } from 'vitest';
import { readEventLine } from '../../../src/account/event-line.js';
import { openArchive } from '../../../src/archive/store/open.js';
import { KnownEvents } from '../../../src/archive/sync/known-events.js';
import { temporaryFolder } from '../../support/folder.js';
import { makeArchive } from '../../support/made-archive.js';

const wire = (id: string, version: string) =>
  `{"_id":"${id}","createdAt":"2026-10-01T08:00:00.000Z","id":"r","version":"${version}"}`;

test('an event that changed back is not what the archive holds of it: its newest version counts', async () => {
  const stride = { since: '2026-10-01T00:00:00.000Z', until: '2026-10-03T00:00:00.000Z' };
  const { archiveFolder } = await makeArchive(await temporaryFolder(), [
    { ...stride, events: [wire('e1', 'A'), wire('e2', 'A')] },
    { ...stride, events: [wire('e1', 'B')], record: { changed: ['e1'] } },
  ]);
  const { log, manifest } = await openArchive(archiveFolder);
  const known = new KnownEvents(log, await manifest(), Date.parse(stride.since));
  const standings: string[] = [];
  for (const line of [wire('e1', 'A'), wire('e1', 'B'), wire('e2', 'A'), wire('e2', 'B'), wire('e3', 'A')]) {
    const event = readEventLine(line);
    if (!('problem' in event)) standings.push(await known.standingOf(event));
  }
  expect(standings).toEqual(['changed', 'repeated', 'repeated', 'changed', 'new']);
});
