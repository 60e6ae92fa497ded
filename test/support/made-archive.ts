/** An archive made by hand, a stride at a time, for tests of what asks it. */
import { join } from 'node:path';
import { readEventLine } from '../../src/account/event-line.js';
import type { ArchiveWriter } from '../../src/archive/store/append.js';
import type { ArchivedAccount } from '../../src/archive/store/form.js';
import type { CoverageRecord, LedgerRecord, NamesRecord } from '../../src/archive/store/ledger.js';
import { withArchiveForWriting } from '../../src/archive/store/writing.js';
import { compareOldestFirst } from '../../src/audit/event.js';

/** What one run collected. */
export interface Stride {
  readonly since: string;
  readonly until: string;
  /** As the account sends them: objects, or their very bytes. */
  readonly events?: readonly (object | string)[];
  /** Rows without a usable id or time. */
  readonly malformed?: readonly string[];
  readonly record?: Partial<CoverageRecord>;
  readonly names?: Partial<NamesRecord>;
  readonly others?: readonly LedgerRecord[];
}

export interface MadeArchive {
  /** Of a program's run (`World.folder`): its config and data lie below. */
  readonly folder: string;
  readonly archiveFolder: string;
  /** Whose it is; `madeAccount` where none is named. */
  readonly account?: ArchivedAccount;
}

export const madeAccount: ArchivedAccount = {
  apiUrl: 'https://api.acme.example',
  locationId: 'SmallLocation0000001',
};

const at = '2026-11-22T00:00:00.000Z';

/** Makes one in a folder of a test's own, or adds to it. */
export async function makeArchive(folder: string, strides: readonly Stride[]): Promise<MadeArchive> {
  const archiveFolder = join(folder, 'archive');
  await addTo({ folder, archiveFolder }, async (writer) => {
    for (const stride of strides) {
      await addStride(writer, stride);
      await writer.commit();
    }
  });
  return { folder, archiveFolder };
}

/** Adds whatever the work adds. */
export async function addTo(
  { folder, archiveFolder, account = madeAccount }: MadeArchive,
  work: (writer: ArchiveWriter) => Promise<void>,
): Promise<void> {
  const writing = {
    configFolder: join(folder, 'config'),
    clock: { nowMs: () => Date.parse(at) },
    runner: {
      userName: 'ada',
      hostName: 'desk',
      processId: 4711,
      nodeVersion: '20.20.0',
      isRunning: () => false,
    },
    say: async () => {},
    version: '1.2.3',
    account,
  };
  await withArchiveForWriting(archiveFolder, writing, work);
}

async function addStride(writer: ArchiveWriter, stride: Stride): Promise<void> {
  const { since, until, events = [], malformed = [], names, record, others = [] } = stride;
  const lines = events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event)));
  const read = lines.map(readEventLine).flatMap((event) => ('problem' in event ? [] : [event]));
  for (const event of read.sort(compareOldestFirst)) await writer.addEvent(event);
  for (const row of malformed) await writer.addMalformed(row);
  await writer.addRecord({
    ledger: 1,
    kind: 'coverage',
    at,
    tool: '1.2.3',
    began: at,
    window: { since, until },
    complete: true,
    settledUntil: until,
    floor: null,
    gaps: [],
    malformed: malformed.length,
    requests: 1,
    retries: 0,
    new: events.length,
    repeated: 0,
    changed: [],
    conflicting: [],
    lateness: { count: 0, longestMs: 0 },
    ...record,
  });
  if (names !== undefined) await writer.addRecord({ ...names, ledger: 1, kind: 'names', at });
  for (const other of others) await writer.addRecord(other);
}
