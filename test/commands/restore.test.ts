import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deleteContact } from '../../src/sandbox/services/contacts.js';
import { deleteOpportunity } from '../../src/sandbox/services/opportunities.js';
import { createPipeline, deletePipeline } from '../../src/sandbox/services/pipelines.js';
import { implants, openStage, type Stage } from '../restore/stage.js';
import { usualNowMs } from '../support/virtual-clock.js';

const terminal = { columns: 100 };

/** The id of the event that deleted the record of that name. */
async function deletionOf({ run }: Stage, name: string): Promise<string> {
  const { stdout } = await run([
    'list',
    '--type',
    'deleted',
    '--record',
    name,
    '--all',
    '--fields',
    'id,record',
  ]);
  const row = stdout.split('\n').find((line) => line.endsWith(`\t${name}`));
  if (row === undefined) throw new Error(`nothing of the name ${name} was deleted`);
  return row.split('\t')[0] ?? '';
}

const planPage = `Restore the pipeline “Implant consultations”

Deleted     2026-11-15 16:47:00 America/Chicago, by Jordan Blake
Until       2027-01-14 16:47 America/Chicago, 53 days left
Comes back  the pipeline, 5 stages, 197 opportunities
            Stages: 1 Enquiry · 2 Consultation · 3 Plan sent · 4 Accepted · 5 In treatment
            “Mei Weber – Implant consultations”, “Farah Schmidt – Implant consultations”, “Ivan Bauer – Implant consultations”, “Ada Gupta – Implant consultations”, “Noah Delgado – Implant consultations” and 192 more
Stays away  2 opportunities (deleted by itself before): “Ada Cho – Implant consultations”, “Farah Bauer – Implant consultations”
            3 opportunities (contact deleted): “Imani Sato – Implant consultations”, “Imani Weber – Implant consultations”, “Imani Sato – Implant consultations”
Also fell   nothing else by the same hand within a minute
Same name   no live pipeline bears it
You         the token does not say whose it is; only administrators may restore, the account will tell
How         the account does it, asked once by this tool
Event       6afa36649ba3b3e600000ce5
Plan        PLAN
`;

test('a dry run shows the plan as a page that can be read aloud, and touches nothing', async () => {
  const stage = await openStage();
  const { exitCode, stdout, stderr } = await stage.run(['restore', implants.name, '--dry-run']);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.replace(/^(Plan +)[0-9a-f]{12}$/m, '$1PLAN')).toBe(planPage);
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  await expect(readdir(join(stage.folder, 'data', 'restores'))).rejects.toThrow('ENOENT');
});

test('the plan as JSON has a digest, and exactly that plan can be asked for later', async () => {
  const stage = await openStage();
  const dry = await stage.run(['restore', implants.name, '--dry-run', '--format', 'json']);
  const { schema, plan, may } = JSON.parse(dry.stdout);
  expect([schema, plan.kind, plan.record.name, plan.means, plan.isWhole]).toEqual([
    1,
    'pipeline',
    implants.name,
    'announced',
    true,
  ]);
  expect(plan.restores.map(({ kind }: { kind: string }) => kind)).toEqual([
    'pipeline',
    ...Array(implants.stages).fill('stage'),
    ...Array(implants.opportunities).fill('opportunity'),
  ]);
  expect(plan.skips.map(({ reason }: { reason: string }) => reason)).toEqual([
    'deleted-earlier',
    'deleted-earlier',
    'contact-deleted',
    'contact-deleted',
    'contact-deleted',
  ]);
  expect([plan.deletedAt, plan.deletedBy, plan.restorableUntil]).toEqual([
    '2026-11-15T22:47:00.318Z',
    'Jordan Blake',
    '2027-01-14T22:47:00.318Z',
  ]);
  expect(may).toEqual({ askedBy: null, isAdministrator: null, isReadOnly: false });
  expect(plan.digest).toMatch(/^[0-9a-f]{64}$/);
  const done = await stage.run(['restore', plan.eventId, '--plan', plan.digest.slice(0, 12), '--yes']);
  expect(done.exitCode).toBe(0);
});

test('a plan that is no longer the same is refused, and nothing is done', async () => {
  const stage = await openStage();
  const { plan } = JSON.parse(
    (await stage.run(['restore', implants.name, '--dry-run', '--format', 'json'])).stdout,
  );
  const opportunity = plan.restores.at(-1);
  stage.business.database.transaction(() => {
    const change = stage.business.change(usualNowMs - 1000);
    deleteContact(change, change.records.get('contact', opportunity.fields.contactId));
  });
  const { exitCode, stdout, stderr } = await stage.run([
    'restore',
    plan.eventId,
    '--plan',
    plan.digest,
    '--yes',
  ]);
  expect([exitCode, stdout]).toEqual([7, '']);
  expect(stderr).toMatch(
    /^audit: The plan for the pipeline “Implant consultations” is no longer [0-9a-f]{64}; nothing was done\.\nLook at what it is now \([0-9a-f]{12}\): run the same command with --dry-run and without --plan\.\n$/,
  );
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

const receiptText = `Restored: the pipeline “Implant consultations” with 5 stages, 197 opportunities, all of it seen.
It was deleted on 2026-11-15 16:47:00 America/Chicago by Jordan Blake (event 6afa36649ba3b3e600000ce5).
Asked for on 2026-11-21 18:04:00 America/Chicago; last looked at 2026-11-21 18:04:01 America/Chicago.
Not restored: 2 opportunities (deleted by itself before): “Ada Cho – Implant consultations”, “Farah Bauer – Implant consultations”.
Not restored: 3 opportunities (contact deleted): “Imani Sato – Implant consultations”, “Imani Weber – Implant consultations”, “Imani Sato – Implant consultations”.
The log's own event of it: EVENT, 2026-11-21 18:04:00 America/Chicago by Maria Alvarez.
`;

test('a script restores with --yes, and gets a paragraph for the ticket', async () => {
  const stage = await openStage();
  const { exitCode, stdout, stderr } = await stage.run(['restore', implants.name, '--yes']);
  expect(exitCode).toBe(0);
  expect(stdout.replace(/[0-9a-f]{24}(?=, 2026)/, 'EVENT')).toBe(receiptText);
  expect(stderr).toMatch(/^Receipt kept in .*restores\/receipts\/20261122T000400000Z-[0-9a-f]{8}\.json\n$/);
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([
    'POST /audit/logs/6afa36649ba3b3e600000ce5/restore',
  ]);
});

test('the receipt is kept for its owner alone, and --receipts shows it without asking anybody', async () => {
  const stage = await openStage();
  await stage.run(['restore', implants.name, '--yes']);
  const folder = join(stage.folder, 'data', 'restores', 'receipts');
  const [file = ''] = await readdir(folder);
  expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const asked = stage.requests.length;
  const text = await stage.run('restore --receipts --tz America/Chicago');
  expect([text.exitCode, text.stdout.replace(/[0-9a-f]{24}(?=, 2026)/, 'EVENT'), text.stderr]).toEqual([
    0,
    receiptText,
    '',
  ]);
  const json = await stage.run('restore --receipts --format json');
  expect(JSON.parse(json.stdout)).toEqual({
    schema: 1,
    receipts: [JSON.parse(await readFile(join(folder, file), 'utf8'))],
  });
  expect(stage.requests.length).toBe(asked);
});

test('without a receipt --receipts says so', async () => {
  const stage = await openStage();
  expect(await stage.run('restore --receipts')).toMatchObject({
    exitCode: 0,
    stdout: '',
    stderr: 'Nothing has been restored with this tool on this machine.\n',
  });
});

test('what has been restored already is refused with when, by whom and by which event', async () => {
  const stage = await openStage();
  const first = await stage.run(['restore', implants.name, '--yes', '--format', 'json']);
  const receipt = JSON.parse(first.stdout);
  expect(receipt).toMatchObject({ schema: 1, outcome: 'restored', claim: { word: 'done' } });
  expect(receipt.claim.restoreEventId).toBe(receipt.restoreEvent.id);
  const { exitCode, stderr } = await stage.run(['restore', receipt.plan.eventId, '--yes']);
  expect(exitCode).toBe(7);
  expect(stderr).toBe(
    `audit: The pipeline “Implant consultations” is there again: restored on 2026-11-21 18:04 America/Chicago by Maria Alvarez (event ${receipt.restoreEvent.id}).\n` +
      `See it: audit show ${receipt.restoreEvent.id}\nWhat this tool restored: audit restore --receipts\n`,
  );
});

test('without a terminal and without --yes nothing is done', async () => {
  const stage = await openStage();
  const { exitCode, stdout, stderr } = await stage.run(['restore', implants.name]);
  expect([exitCode, stdout]).toEqual([9, '']);
  expect(stderr).toBe(
    'audit: Restoring the pipeline “Implant consultations” needs a confirmation, and nobody is here to give it; nothing was done.\n' +
      'Look first: audit restore 6afa36649ba3b3e600000ce5 --dry-run\n' +
      'Then, without being asked: audit restore 6afa36649ba3b3e600000ce5 --yes\n',
  );
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

test('a person confirms by typing the name, and may mistype it', async () => {
  const stage = await openStage();
  const { exitCode, questions, stderr } = await stage.run(['restore', implants.name], {
    terminal,
    answers: ['Implants', ' Implant  consultations '],
  });
  expect(exitCode).toBe(0);
  expect(questions).toEqual(Array(2).fill('To restore it, type the pipeline’s name:'));
  expect(stderr).toContain('That is not it. It is: Implant consultations\n');
});

test.each([
  ['nothing', ['']],
  ['another name three times', ['implant consultations', 'yes', 'y']],
])('a person who types %s has restored nothing', async (_what, answers) => {
  const stage = await openStage();
  const { exitCode, stdout, stderr } = await stage.run(['restore', implants.name], { terminal, answers });
  expect([exitCode, stdout]).toEqual([9, '']);
  expect(stderr).toContain('audit: Not confirmed; nothing was done.\n');
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

test('without an id a person chooses from what can be brought back, newest first', async () => {
  const stage = await openStage();
  const { exitCode, questions, stdout } = await stage.run('restore --dry-run', {
    terminal: { columns: 120 },
    answers: ['Implant consultations · pipeline · 200 opportunities'],
  });
  expect([exitCode, questions]).toEqual([0, ['What should come back? (type to narrow down)']]);
  expect(stdout).toContain('Restore the pipeline “Implant consultations”');
});

test('what has something in its way says so among the choices, and what cannot come back is not among them', async () => {
  const stage = await openStage();
  const { drawn } = await stage.run('restore --dry-run', {
    terminal: { columns: 120 },
    answers: ['Implant consultations · pipeline · 200 opportunities'],
  });
  const listed = JSON.parse((await stage.run('deletions --format json')).stdout);
  const choices = drawn.filter((line) => / days? left · /.test(line));
  expect(choices.map((line) => line.split(' · ').at(-1)).toSorted()).toEqual(
    listed.deletions.map(({ id }: { id: string }) => id).toSorted(),
  );
  expect(choices.filter((line) => line.includes(' · opportunity · its pipeline first · ')).length).toBe(1);
});

test('without an id and without a terminal it says how to find one', async () => {
  const stage = await openStage();
  expect(await stage.run('restore')).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr:
      'audit: Say which deletion: there is no terminal to choose at.\nFind its id: audit deletions\nThen: audit restore <eventId>\n',
  });
});

test('a name that means several deletions is given back with their ids', async () => {
  const stage = await openStage();
  const { exitCode, stderr } = await stage.run(['restore', 'implant cons']);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    'audit: “implant cons” means 3 deletions.\nGive the event’s id:\n' +
      '  6afa36649ba3b3e600000ce5  2026-11-15 16:47  pipeline “Implant consultations”\n' +
      '  6afa30109ba3b3e600000ce4  2026-11-15 16:20  opportunity “Farah Bauer – Implant consultations”\n' +
      '  6af63bcc9ba3b3e600000c97  2026-11-12 16:21  opportunity “Ada Cho – Implant consultations”\n',
  );
});

test('a part of a name is enough where the whole name is asked for afterwards, and only there', async () => {
  const stage = await openStage();
  const asked = await stage.run(['restore', 'hitening'], { terminal, answers: ['Whitening'] });
  expect(asked.exitCode).toBe(0);
  const unasked = await stage.run(['restore', 'mplant consultation', '--yes']);
  expect(unasked.exitCode).toBe(2);
});

test('a name that has come back already never means another record that is called nearly so', async () => {
  const stage = await openStage();
  expect((await stage.run(['restore', implants.name, '--yes'])).exitCode).toBe(0);
  const again = await stage.run(['restore', implants.name, '--yes']);
  expect([again.exitCode, again.stderr.split(':', 2)[1]]).toEqual([
    7,
    ' The pipeline “Implant consultations” is there again',
  ]);
});

test('a word that means nothing is refused with what is near it', async () => {
  const stage = await openStage();
  const other = await stage.run(['restore', 'Whitenign', '--yes']);
  expect([other.exitCode, other.stderr]).toEqual([
    5,
    "audit: “Whitenign” is neither an event's id nor the name of anything that can be restored.\nNear it: “Whitening”\nSee: audit deletions\n",
  ]);
});

test('a read-only profile restores nothing, and may look', async () => {
  const stage = await openStage();
  const { sandbox, folder } = stage;
  const login = await stage.run('login --with-token --read-only --profile desk', {
    stdin: sandbox.tokens.adminToken,
  });
  expect(login.exitCode).toBe(0);
  const env = { AUDIT_API_URL: '', AUDIT_TOKEN: '', AUDIT_LOCATION: '' };
  const dry = await stage.run(['restore', implants.name, '--dry-run', '--profile', 'desk'], { env, folder });
  expect(dry.exitCode).toBe(0);
  expect(dry.stdout).toContain('profile “desk” is read-only and restores nothing');
  const { exitCode, stderr } = await stage.run(['restore', implants.name, '--yes', '--profile', 'desk'], {
    env,
    folder,
  });
  expect([exitCode, stderr]).toEqual([
    7,
    'audit: Profile “desk” is read-only and restores nothing; the pipeline “Implant consultations” was left alone.\n' +
      'Use another profile (--profile), or log in again without --read-only: audit login\n',
  ]);
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

test('a calendar comes back, and of its appointments is said what was seen of them', async () => {
  const stage = await openStage();
  const { exitCode, stdout } = await stage.run(['restore', 'Whitening', '--yes']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Restored: the calendar “Whitening” with \d+ appointments, all of it seen\.\n/);
  expect(stdout).toMatch(
    /\nSeen in the log only, for no published route shows them: \d+ appointments: “Whitening: /,
  );
});

test('an opportunity comes back to its pipeline and stage', async () => {
  const stage = await openStage();
  const name = stage.business.database.transaction(() => {
    const change = stage.business.change(usualNowMs - 60_000);
    const opportunity = change.records.list('opportunity').find(({ contactId }) => {
      return contactId !== null && change.records.find('contact', contactId) !== undefined;
    });
    if (opportunity === undefined) throw new Error('no opportunity');
    deleteOpportunity(change, opportunity);
    return opportunity.name;
  });
  const { exitCode, stdout } = await stage.run(['restore', await deletionOf(stage, name), '--yes']);
  expect([exitCode, stdout.split('\n')[0]]).toEqual([
    0,
    `Restored: the opportunity “${name}”, all of it seen.`,
  ]);
});

test('an opportunity that fell with its pipeline is refused with the pipeline to restore', async () => {
  const stage = await openStage();
  const id = await deletionOf(stage, 'Mei Weber – Implant consultations');
  const { exitCode, stderr } = await stage.run(['restore', id, '--yes']);
  expect([exitCode, stderr]).toEqual([
    7,
    'audit: The opportunity “Mei Weber – Implant consultations” fell with its pipeline and comes back only with it.\n' +
      'Restore the pipeline: audit restore 6afa36649ba3b3e600000ce5\n',
  ]);
});

test('a name that a live pipeline bears is refused with what to do about it', async () => {
  const stage = await openStage();
  stage.business.database.transaction(() => {
    createPipeline(stage.business.change(usualNowMs - 1000), implants.name, ['New']);
  });
  const { exitCode, stderr } = await stage.run(['restore', implants.name, '--yes']);
  expect(exitCode).toBe(7);
  expect(stderr).toMatch(
    /^audit: A live pipeline bears the name “Implant consultations” \([^)]+\)\.\nRename that pipeline on the service's screen, then run the same command again\.\n$/,
  );
});

test('an event that deleted nothing, and a kind that cannot be restored, are refused each in its own words', async () => {
  const stage = await openStage();
  const created = (
    await stage.run('list --type created --module contacts --limit 1 --fields id')
  ).stdout.trim();
  expect(await stage.run(['restore', created, '--yes'])).toMatchObject({
    exitCode: 7,
    stderr: `audit: Event ${created} deleted nothing: its type is “Created”.\nA restore starts from the event of the deletion: audit deletions\n`,
  });
  const contact = (
    await stage.run('list --type deleted --module contacts --limit 1 --fields id,record')
  ).stdout.trim();
  const [id = '', record = ''] = contact.split('\t');
  expect(await stage.run(['restore', id, '--yes'])).toMatchObject({
    exitCode: 7,
    stderr:
      `audit: A deleted contact cannot be restored (“${record}”).\n` +
      'What can be restored: pipelines, opportunities and calendars; see audit deletions\nWhat it held when it was deleted: audit show <eventId>\n',
  });
});

test('as JSON a refusal is JSON too', async () => {
  const stage = await openStage();
  const created = (await stage.run('list --type created --limit 1 --fields id')).stdout.trim();
  const { stderr } = await stage.run(['restore', created, '--yes', '--format', 'json']);
  expect(JSON.parse(stderr)).toEqual({
    error: {
      code: 'not-a-deletion',
      exitCode: 7,
      message: `Event ${created} deleted nothing: its type is “Created”.`,
      hint: 'A restore starts from the event of the deletion: audit deletions',
    },
  });
});

test('what else fell in the same stroke is told, and is not brought back', async () => {
  const stage = await openStage();
  stage.business.database.transaction(() => {
    const actor = { source: 'WEB_USER', sourceId: 'USER-OF-THE-TEST', sourceName: 'Pat Example' } as const;
    const change = stage.business.change(usualNowMs - 30_000, actor);
    const pipeline = createPipeline(change, 'Aligners', ['New', 'Won']);
    deletePipeline(change, pipeline);
    for (const contact of change.records.list('contact').slice(0, 3)) deleteContact(change, contact);
  });
  const { stdout } = await stage.run('restore Aligners --dry-run');
  expect(stdout).toMatch(
    /\nAlso fell +Pat Example deleted within the same minute: .*\b3 contacts\b.*\. This does not bring them back\.\n/,
  );
});

test('flags that make no sense are refused with what would', async () => {
  const stage = await openStage();
  expect(await stage.run('restore x --wait 5y')).toMatchObject({
    exitCode: 2,
    stderr:
      'audit: --wait is “5y”, which is no length of time up to a day.\nWith its unit: --wait 90s, --wait 10m, --wait 1h\n',
  });
  expect(await stage.run('restore x --plan abc')).toMatchObject({
    exitCode: 2,
    stderr:
      "audit: --plan is “abc”, which is no plan's digest.\nTake it from: audit restore <eventId> --dry-run\n",
  });
});

test('what only an archive still holds is found, and refused as expired; nothing comes out of an archive', async () => {
  const stage = await openStage();
  const id = await deletionOf(stage, implants.name);
  expect((await stage.run('archive sync')).exitCode).toBe(0);
  await stage.clock.sleep(70 * 86_400_000);
  const found = await stage.run(['restore', id, '--yes']);
  expect([found.exitCode, found.stderr]).toEqual([
    7,
    'audit: The pipeline “Implant consultations” can no longer be restored: the time for it ended on 2027-01-14 16:47 America/Chicago.\n' +
      'Nobody but the service itself can help now: contact its support, with the event’s id. What it held: audit show <eventId>\n',
  ]);
  const named = await stage.run(['restore', implants.name, '--yes']);
  expect([named.exitCode, named.stderr]).toEqual([
    5,
    "audit: “Implant consultations” is neither an event's id nor the name of anything that can be restored.\n" +
      'See: audit deletions\n' +
      'What was deleted before the log’s floor, only to look at: audit list --archive --type deleted\n',
  ]);
  const outOfArchive = await stage.run(['restore', id, '--archive']);
  expect([outOfArchive.exitCode, outOfArchive.stderr]).toEqual([
    2,
    'audit: Nothing can be restored out of an archive.\n' +
      'Leave out --archive: the account restores what it still keeps; an event that only the archive holds is found, too.\n' +
      'To look at it: audit show <eventId> --archive\n',
  ]);
  expect(stage.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
});
