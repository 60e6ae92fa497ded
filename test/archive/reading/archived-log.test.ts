import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ArchivedLog } from '../../../src/archive/reading/archived-log.js';
import type { Coverage } from '../../../src/audit/coverage.js';
import type { ReadingRequest } from '../../../src/reading/reading.js';
import { temporaryFolder } from '../../support/folder.js';
import { type MadeArchive, makeArchive, type Stride } from '../../support/made-archive.js';

interface Given {
  readonly id: string;
  readonly at: string;
  readonly user?: unknown;
  readonly type?: string;
  readonly record?: string;
}

function wire({ id, at, user = 'UserMaria', type = 'UPDATED', record = 'c1' }: Given) {
  return { _id: id, createdAt: at, documentType: 'CONTACT', type, id: record, sourceId: user };
}

const days: readonly Stride[] = [
  {
    since: '2026-10-01T00:00:00.000Z',
    until: '2026-10-03T00:00:00.000Z',
    events: [
      wire({ id: 'a1', at: '2026-10-01T08:00:00.000Z' }),
      wire({ id: 'a2', at: '2026-10-01T20:00:00.000Z', user: 'UserDevon', type: 'DELETED' }),
      wire({ id: 'b1', at: '2026-10-02T08:00:00.000Z', record: 'c2' }),
    ],
  },
  {
    // One more of the first day, which came late; and the third day.
    since: '2026-10-01T00:00:00.000Z',
    until: '2026-10-04T00:00:00.000Z',
    events: [
      wire({ id: 'a3', at: '2026-10-01T12:00:00.000Z' }),
      wire({ id: 'c1', at: '2026-10-03T08:00:00.000Z', user: 'UserDevon' }),
    ],
  },
];

const window = { sinceMs: Date.UTC(2026, 9, 1), untilMs: Date.UTC(2026, 9, 4) };

async function ask({ archiveFolder }: MadeArchive, request: Partial<ReadingRequest> = {}) {
  const log = await ArchivedLog.open(archiveFolder, new AbortController().signal);
  const reading = log.read({
    window,
    order: 'oldest-first',
    matches: undefined,
    push: {},
    filterNames: [],
    limit: undefined,
    ...request,
  });
  const ids: string[] = [];
  const raws: string[] = [];
  for await (const batch of reading.batches()) {
    ids.push(...batch.map(({ id }) => id));
    raws.push(...batch.map(({ rawText }) => rawText));
  }
  return { ids, raws, coverage: reading.coverage(), failure: reading.failure() };
}

function verdict({ complete, reasons, limit, count }: Coverage) {
  return { complete, reasons, limit, count };
}

const whole = { complete: true, reasons: [], limit: undefined };

async function segmentsOf({ archiveFolder }: MadeArchive) {
  const log = await ArchivedLog.open(archiveFolder, new AbortController().signal);
  return log.manifest.map(({ path }) => join(archiveFolder, path));
}

describe('an archive', () => {
  test('gives its events in the order that was asked for, those that came late among them', async () => {
    const archive = await makeArchive(await temporaryFolder(), days);
    const forward = await ask(archive);
    expect(forward.ids).toEqual(['a1', 'a3', 'a2', 'b1', 'c1']);
    expect(verdict(forward.coverage)).toEqual({ ...whole, count: 5 });
    const back = await ask(archive, { order: 'newest-first' });
    expect(back.ids).toEqual(['c1', 'b1', 'a2', 'a3', 'a1']);
  });

  test('gives every event as the account sent it, to the byte', async () => {
    const sent = `{"createdAt":"2026-10-01T08:00:00.000Z", "_id":"x1","n":12345678901234567890,"f":1.0,"u":"\\u0041é😀"}`;
    const archive = await makeArchive(await temporaryFolder(), [{ ...days[0], events: [sent] } as Stride]);
    expect((await ask(archive)).raws).toEqual([sent]);
  });

  test('gives what lies in the window, its beginning included and its end not', async () => {
    const archive = await makeArchive(await temporaryFolder(), days);
    const within = { sinceMs: Date.UTC(2026, 9, 1, 12), untilMs: Date.UTC(2026, 9, 3, 8) };
    expect((await ask(archive, { window: within })).ids).toEqual(['a3', 'a2', 'b1']);
  });

  test('finds by user, type and record what parsing every line finds', async () => {
    const archive = await makeArchive(await temporaryFolder(), days);
    const isDevon = ({ sourceId }: { readonly sourceId: string | undefined }) => sourceId === 'UserDevon';
    expect((await ask(archive, { push: { userId: ['UserDevon'] }, matches: isDevon })).ids).toEqual([
      'a2',
      'c1',
    ]);
    expect(
      (await ask(archive, { recordId: 'c2', matches: ({ recordId }) => recordId === 'c2' })).ids,
    ).toEqual(['b1']);
    expect((await ask(archive, { idPrefix: 'a', matches: ({ id }) => id.startsWith('a') })).ids).toEqual([
      'a1',
      'a3',
      'a2',
    ]);
  });

  test.each([
    [
      'a letter of the user is escaped',
      '{"_id":"e1","createdAt":"2026-10-01T09:00:00.000Z","sourceId":"\\u0055serX"}',
      'UserX',
    ],
    ['the user is a number', '{"_id":"e1","createdAt":"2026-10-01T09:00:00.000Z","sourceId":1e2}', '100'],
    [
      'the user has a quote in it',
      '{"_id":"e1","createdAt":"2026-10-01T09:00:00.000Z","sourceId":"a\\"b"}',
      'a"b',
    ],
  ])('finds an event by its user although %s', async (_, line, user) => {
    const others = [1, 2, 3].map((n) => wire({ id: `o${n}`, at: `2026-10-01T1${n}:00:00.000Z` }));
    const archive = await makeArchive(await temporaryFolder(), [
      { ...days[0], events: [line, ...others] } as Stride,
    ]);
    const matches = ({ sourceId }: { readonly sourceId: string | undefined }) => sourceId === user;
    expect((await ask(archive, { push: { userId: [user] }, matches })).ids).toEqual(['e1']);
  });

  test('does not believe what a sync with a clock that was ahead says it has read', async () => {
    const ahead = {
      ...days[0],
      until: '2026-12-01T00:00:00.000Z',
      record: { began: '2026-12-01T00:00:00.000Z' },
    };
    const right = {
      since: '2026-10-02T00:00:00.000Z',
      until: '2026-10-03T00:00:00.000Z',
      record: { began: '2026-10-03T00:00:00.000Z' },
    };
    const archive = await makeArchive(await temporaryFolder(), [ahead as Stride, right]);
    const { coverage } = await ask(archive);
    const lacking = { sinceMs: Date.UTC(2026, 9, 3), untilMs: Date.UTC(2026, 9, 4) };
    expect({ complete: coverage.complete, reasons: coverage.reasons }).toEqual({
      complete: false,
      reasons: [{ kind: 'not-archived', window: lacking }],
    });
  });

  test('ends at a limit, says whether more match, and judges only what it looked at', async () => {
    const archive = await makeArchive(await temporaryFolder(), days);
    const early = { ...window, sinceMs: Date.UTC(2026, 8, 1) };
    const two = await ask(archive, { order: 'newest-first', limit: 2, window: early });
    expect(two.ids).toEqual(['c1', 'b1']);
    expect(two.coverage.complete).toBe(true);
    expect(two.coverage.limit?.count).toBe(2);
    const all = await ask(archive, { limit: 5 });
    expect(verdict(all.coverage)).toEqual({ ...whole, count: 5 });
    const some = await ask(archive, { limit: 2 });
    expect(some.ids).toEqual(['a1', 'a3']);
    expect(some.coverage.limit).toEqual({ count: 2, moreMatch: true });
  });

  test('says which spans were never collected', async () => {
    const archive = await makeArchive(await temporaryFolder(), [
      {
        ...days[0],
        record: {
          complete: false,
          gaps: [
            {
              kind: 'unreadable-span',
              since: '2026-10-02T00:00:00.000Z',
              until: '2026-10-02T06:00:00.000Z',
              message: 'no answer',
            },
          ],
        },
      } as Stride,
    ]);
    const { coverage, ids } = await ask(archive, { window: { ...window, sinceMs: Date.UTC(2026, 8, 30) } });
    expect(ids).toEqual(['a1', 'a2', 'b1']);
    const gap = (from: number, to: number) => ({
      kind: 'not-archived',
      window: { sinceMs: from, untilMs: to },
    });
    expect(verdict(coverage)).toEqual({
      complete: false,
      count: 3,
      limit: undefined,
      reasons: [
        gap(Date.UTC(2026, 8, 30), Date.UTC(2026, 9, 1)),
        gap(Date.UTC(2026, 9, 2), Date.UTC(2026, 9, 2, 6)),
        gap(Date.UTC(2026, 9, 3), Date.UTC(2026, 9, 4)),
      ],
    });
  });

  test('shows of an event that changed the latest version alone, and says that it changed', async () => {
    const changed = wire({ id: 'a1', at: '2026-10-01T08:00:00.000Z', type: 'CREATED' });
    const archive = await makeArchive(await temporaryFolder(), [
      ...days,
      {
        since: '2026-10-01T00:00:00.000Z',
        until: '2026-10-04T00:00:00.000Z',
        events: [changed],
        record: { changed: ['a1'] },
      },
    ]);
    const { raws, ids, coverage } = await ask(archive);
    expect(ids).toEqual(['a1', 'a3', 'a2', 'b1', 'c1']);
    expect(raws[0]).toBe(JSON.stringify(changed));
    expect(coverage.changedIds).toEqual(['a1']);
    const old = await ask(archive, {
      push: { type: ['UPDATED'] },
      matches: ({ type }) => type === 'UPDATED',
    });
    expect(old.ids).toEqual(['a3', 'b1', 'c1']);
  });

  test('says how many events were erased and under which case, and invents none', async () => {
    const archive = await makeArchive(await temporaryFolder(), [
      ...days,
      {
        since: '2026-10-03T00:00:00.000Z',
        until: '2026-10-04T00:00:00.000Z',
        others: [{ ledger: 1, kind: 'erasure', at: '2026-11-01T00:00:00.000Z', case: 'DSR-7', leaves: [1] }],
      },
    ]);
    await rewriteLine(archive, 0, 1, '{"erased":{"leaf":1,"case":"DSR-7"}}');
    const { ids, coverage } = await ask(archive);
    expect(ids).toEqual(['a1', 'a3', 'b1', 'c1']);
    expect(verdict(coverage)).toEqual({
      complete: false,
      count: 4,
      limit: undefined,
      reasons: [
        {
          kind: 'erased-events',
          window: { sinceMs: Date.UTC(2026, 9, 1, 8), untilMs: Date.UTC(2026, 9, 1, 8) + 1 },
          count: 1,
          cases: ['DSR-7'],
        },
      ],
    });
  });

  test('does not believe a line that says it was erased when no record says so', async () => {
    const archive = await makeArchive(await temporaryFolder(), days);
    await rewriteLine(archive, 0, 1, '{"erased":{"leaf":1,"case":"trust me"}}');
    const { ids, coverage } = await ask(archive);
    expect(ids).toEqual(['a1', 'a3', 'b1', 'c1']);
    expect(coverage.complete).toBe(false);
    expect(coverage.reasons.map(({ kind }) => kind)).toEqual(['unreadable-span']);
  });

  test('reads no segment that was altered or cut, and says which span it misses', async () => {
    const archive = await makeArchive(await temporaryFolder(), days);
    const [first = '', second = ''] = await segmentsOf(archive);
    const bytes = await readFile(first);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(first, bytes);
    await truncate(second, 40);
    const { ids, coverage } = await ask(archive);
    expect(ids).toEqual(['a3', 'c1']);
    expect(coverage.complete).toBe(false);
    expect(coverage.reasons).toEqual([
      {
        kind: 'unreadable-span',
        window: { sinceMs: Date.UTC(2026, 9, 1, 8), untilMs: Date.UTC(2026, 9, 1, 20) + 1 },
        message: `${first.slice(archive.archiveFolder.length + 1)} is not what was archived`,
      },
      {
        kind: 'unreadable-span',
        window: { sinceMs: Date.UTC(2026, 9, 2, 8), untilMs: Date.UTC(2026, 9, 2, 8) + 1 },
        message: `${second.slice(archive.archiveFolder.length + 1)} is not what was archived`,
      },
    ]);
  });

  test('counts rows without a usable time where they were collected, and nowhere else', async () => {
    const archive = await makeArchive(await temporaryFolder(), [
      { ...days[0], malformed: ['{"createdAt":"2026-10-01T08:00:00.000Z"}'] } as Stride,
      { since: '2026-10-03T00:00:00.000Z', until: '2026-10-04T00:00:00.000Z' },
    ]);
    const { coverage } = await ask(archive);
    expect(coverage.reasons).toEqual([{ kind: 'malformed-events', count: 1 }]);
    expect(coverage.malformed).toEqual([
      { problem: 'the event has no usable _id', rawText: '{"createdAt":"2026-10-01T08:00:00.000Z"}' },
    ]);
    const later = await ask(archive, { window: { ...window, sinceMs: Date.UTC(2026, 9, 3) } });
    expect(verdict(later.coverage)).toEqual({ ...whole, count: 0 });
  });

  test('names the head that it was read at', async () => {
    const archive = await makeArchive(await temporaryFolder(), days);
    const { coverage } = await ask(archive);
    expect(coverage.parts).toEqual([
      {
        from: 'archive',
        window,
        count: 5,
        head: {
          origin: expect.stringMatching(/^hoopai-audit\//),
          size: expect.any(Number),
          rootHash: expect.any(String),
        },
      },
    ]);
  });
});

/** Replaces a line of the segment at `index`, and what the manifest says of it, as erasing does. */
async function rewriteLine({ archiveFolder }: MadeArchive, index: number, line: number, text: string) {
  const { gzipMember } = await import('../../../src/files/gzip-member.js');
  const { describeSegment, readContent } = await import('../../../src/archive/store/segment.js');
  const { manifestLine } = await import('../../../src/archive/store/manifest.js');
  const log = await ArchivedLog.open(archiveFolder, new AbortController().signal);
  const entry = log.manifest[index];
  if (entry === undefined) throw new Error('no such segment');
  const lines = (await readContent(archiveFolder, entry.path)).toString().split('\n');
  lines[line] = text;
  await writeFile(join(archiveFolder, entry.path), await gzipMember(Buffer.from(lines.join('\n'))));
  const manifest = await Promise.all(
    log.manifest.map(async (one) => (one === entry ? describeSegment(archiveFolder, one) : one)),
  );
  await writeFile(join(archiveFolder, 'manifest.ndjson'), manifest.map(manifestLine).join(''));
}
