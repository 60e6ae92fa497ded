/** `audit archive erase` and `hold` as they are typed. */
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.js';
import { type MadeArchive, makeArchive } from '../support/made-archive.js';
import { runAudit, type World } from '../support/program.js';

function wire(id: string, at: string, record: string, more: object = {}) {
  return { _id: id, createdAt: at, documentType: 'CONTACT', type: 'UPDATED', id: record, ...more };
}

async function made(): Promise<MadeArchive> {
  return makeArchive(await temporaryFolder(), [
    {
      since: '2026-10-01T00:00:00.000Z',
      until: '2026-10-05T00:00:00.000Z',
      events: [
        wire('a1', '2026-10-01T08:00:00.000Z', 'contact-ada', { documentName: 'Ada Example' }),
        wire('b1', '2026-10-02T08:00:00.000Z', 'note-1', {
          documentType: 'NOTE',
          secondaryId: 'contact-ada',
        }),
        wire('c1', '2026-10-03T08:00:00.000Z', 'contact-bob', { after: { friend: 'contact-ada' } }),
      ],
    },
  ]);
}

function worldOf({ folder, archiveFolder }: MadeArchive, world: World = {}): World {
  return { ...world, folder, env: { AUDIT_ARCHIVE_FOLDER: archiveFolder, AUDIT_TZ: 'UTC', ...world.env } };
}

const ada = ['archive', 'erase', '--record', 'contact-ada', '--case', 'DSR-2026-114'];
const screen = { columns: 80 };

describe('audit archive erase', () => {
  test('shows what goes and what stays, and with --dry-run does no more', async () => {
    const archive = await made();
    const { exitCode, stdout, stderr } = await runAudit([...ada, '--dry-run'], worldOf(archive));
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'Erase what the archive holds of contact-ada',
        '',
        'Erased     1 event of “Ada Example”, 2026-10-01 UTC',
        '           1 event of records that belong to it (Notes), 2026-10-02 UTC',
        'Stays      of each its leaf in the log (a hash and the event’s id), so that every proof of the rest stays valid',
        '           1 event of another record names it in what they hold: audit list --archive --search contact-ada',
        'Not ours   the account itself, exports, what was published, copies of the archive',
        'On record  that it was erased, when, and “DSR-2026-114”',
        '',
      ].join('\n'),
    );
    const listed = await runAudit('list --archive --all --fields id', worldOf(archive));
    expect(listed.stdout).toBe('c1\nb1\na1\n');
  });

  test('asks for the id, erases, and says what to do next', async () => {
    const archive = await made();
    const asked = await runAudit(ada, worldOf(archive, { terminal: screen, answers: ['contact-ada'] }));
    expect(asked.exitCode).toBe(0);
    expect(asked.questions).toEqual(['It cannot be undone. To erase it, type the record’s id:']);
    expect(asked.transcript).toContain('Erased: the content of 2 events, out of 2 files.');
    const listed = await runAudit('list --archive --all --fields id --quiet', worldOf(archive));
    expect({ exitCode: listed.exitCode, stdout: listed.stdout }).toEqual({ exitCode: 3, stdout: 'c1\n' });
    expect(listed.stderr).toContain('lacks 2 events erased on request (DSR-2026-114)');
    const shown = await runAudit('show --archive erased-or-not', worldOf(archive));
    expect(shown.exitCode).toBe(3);
    expect(shown.stderr).toContain(
      'audit: “erased-or-not” was not found, and the archive has erased events where it was looked for (“DSR-2026-114”).\nWhether it was one of them, its leaf says: audit archive prove erased-or-not\n',
    );
    expect((await runAudit('archive verify', worldOf(archive))).exitCode).toBe(0);
    expect((await runAudit([...ada, '--yes'], worldOf(archive))).exitCode).toBe(5);
  });

  test.each([
    ['another word is typed', { terminal: screen, answers: ['no', 'contact-bob', 'contact'] }],
    ['nothing is typed', { terminal: screen, answers: [''] }],
    ['nobody is there', {}],
  ])('does nothing when %s', async (_, world: World) => {
    const archive = await made();
    expect((await runAudit(ada, worldOf(archive, world))).exitCode).toBe(9);
    expect((await runAudit('list --archive --all --fields id', worldOf(archive))).stdout).toBe(
      'c1\nb1\na1\n',
    );
  });

  test('gives scripts the leaves', async () => {
    const { stdout, exitCode } = await runAudit([...ada, '--yes', '--format', 'json'], worldOf(await made()));
    expect({ exitCode, ...JSON.parse(stdout) }).toEqual({
      exitCode: 0,
      schema: 1,
      record: 'contact-ada',
      case: 'DSR-2026-114',
      leaves: [1, 2],
      own: 1,
      belonging: 1,
      mentions: 1,
      erased: true,
    });
  });

  test.each([
    ['--case', ['archive', 'erase', '--record', 'contact-ada', '--case', ' ']],
    ['--case', ['archive', 'erase', '--record', 'contact-ada', '--case', 'a\nb']],
    ['“ada” is too short', ['archive', 'erase', '--record', 'ada', '--case', 'x']],
  ])('refuses what would stay on record for good: %s', async (what, words) => {
    const { exitCode, stderr } = await runAudit(words, worldOf(await made()));
    expect(exitCode).toBe(2);
    expect(stderr).toContain(what);
  });
});

describe('audit archive hold', () => {
  test('keeps a record from being erased until it is released, and stays on record', async () => {
    const archive = await made();
    const world = worldOf(archive);
    const add = ['archive', 'hold', 'add', '--record', 'contact-ada', '--case', 'Matter 2026-14'];
    expect(await runAudit(add, world)).toMatchObject({
      exitCode: 0,
      stderr: 'hold-1 is in force: what is archived of 1 record cannot be erased until it is released.\n',
    });
    const refused = await runAudit([...ada, '--yes'], world);
    expect({ exitCode: refused.exitCode, stderr: refused.stderr }).toEqual({
      exitCode: 4,
      stderr:
        'audit: What would be erased is held, so that nothing was erased.\nIn force:\n  hold-1: Matter 2026-14\nWhoever may end one: audit archive hold release <hold> --case <text>\n',
    });
    const release = ['archive', 'hold', 'release', 'hold-1', '--case', 'settled'];
    expect((await runAudit(release, world)).exitCode).toBe(0);
    expect((await runAudit(release, world)).exitCode).toBe(5);
    expect((await runAudit([...ada, '--yes'], world)).exitCode).toBe(0);
    const { stdout } = await runAudit('archive hold list --format json', world);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      holds: [{ hold: 'hold-1', case: 'Matter 2026-14', released: { case: 'settled' } }],
    });
    expect(stdout).not.toContain('contact-ada');
  });

  test.each([
    ['a span that holds it', ['--since', '2026-10-02', '--until', '2026-10-03'], 4],
    ['a span that does not', ['--since', '2026-10-04'], 0],
    ['everything', ['--all'], 4],
    ['another record', ['--record', 'contact-bob'], 0],
  ])('is on %s', async (_, scope, exitCode) => {
    const world = worldOf(await made());
    expect((await runAudit(['archive', 'hold', 'add', '--case', 'M', ...scope], world)).exitCode).toBe(0);
    expect((await runAudit([...ada, '--yes'], world)).exitCode).toBe(exitCode);
  });

  test('reads its times in the zone of the account, and shows them so', async () => {
    const { folder, archiveFolder } = await made();
    const location = { id: 'SmallLocation0000001', name: 'Acme', timeZone: 'America/Chicago' };
    await makeArchive(folder, [
      { since: '2026-10-05T00:00:00.000Z', until: '2026-10-06T00:00:00.000Z', names: { location } },
    ]);
    const world = { folder, env: { AUDIT_ARCHIVE_FOLDER: archiveFolder } };
    const scope = ['--since', '2026-10-02', '--until', '2026-10-02T12:00'];
    expect(await runAudit(['archive', 'hold', 'add', '--case', 'M', ...scope], world)).toMatchObject({
      exitCode: 0,
      stderr:
        'hold-1 is in force: everything of 2026-10-02 00:00 → 2026-10-02 12:00 America/Chicago cannot be erased until it is released.\n',
    });
    const { stdout } = await runAudit('archive hold list --format tsv', world);
    expect(stdout.split('\t').slice(-2)).toEqual([
      'everything of 2026-10-02T05:00:00.000Z → 2026-10-02T17:00:00.000Z',
      'M\n',
    ]);
    const shown = await runAudit('archive hold list', { ...world, terminal: { columns: 200 } });
    expect(shown.stdout).toContain('everything of 2026-10-02 00:00 → 2026-10-02 12:00 America/Chicago');
    expect(shown.stderr).toBe('1 hold in force, 0 released · America/Chicago\n');
  });

  test.each([
    ['nothing', []],
    ['two things', ['--all', '--record', 'contact-ada']],
  ])('is refused on %s', async (_, scope) => {
    const world = worldOf(await made());
    expect((await runAudit(['archive', 'hold', 'add', '--case', 'M', ...scope], world)).exitCode).toBe(2);
  });
});
