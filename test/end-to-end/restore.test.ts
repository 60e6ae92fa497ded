import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { displayWidth } from '../../src/output/width.js';
import type { Answer } from '../../src/sandbox/exchange.js';
import { listen } from '../../src/sandbox/listener.js';
import { openSandbox } from '../../src/sandbox/sandbox.js';
import { createPipeline, deletePipeline } from '../../src/sandbox/services/pipelines.js';
import { openBusiness } from '../sandbox/business.js';
import { builtProgram } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';
import { openTerminal, type TerminalSession } from '../support/pseudo-terminal.js';

const node = process.execPath;
let audit: string;

beforeAll(() => {
  audit = builtProgram();
}, 60_000);

interface Desk {
  /** The id of the event that deleted the pipeline. */
  readonly eventId: string;
  open(args: readonly string[], columns?: number): TerminalSession;
  lives(): boolean;
  /** Holds every answer to the request that restores until the given promise resolves. */
  holdActs(until: Promise<void>): void;
}

/** An account on a port of this machine from which a pipeline of that name was deleted half a minute ago. */
async function openDesk(name: string): Promise<Desk> {
  const folder = await temporaryFolder();
  const sandbox = await openSandbox({ folder: join(folder, 'account'), nowMs: () => Date.now(), days: 2 });
  let held: Promise<void> | undefined;
  const answer: Answer = async (asked) => {
    const reply = await sandbox.answer(asked);
    if (asked.method === 'POST') await held;
    return reply;
  };
  const listener = await listen(answer, { host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    await listener.close();
    sandbox.close();
  });
  const business = openBusiness(join(folder, 'account'));
  const { pipeline, deletion } = business.database.transaction(() => {
    const change = business.change(Date.now() - 30_000);
    const made = createPipeline(change, name, ['Enquiry', 'Won']);
    return { pipeline: made, deletion: deletePipeline(change, made) };
  });
  const env = {
    PATH: `${dirname(node)}:/usr/bin:/bin`,
    HOME: folder,
    TERM: 'xterm-256color',
    NO_COLOR: '1',
    AUDIT_API_URL: listener.url,
    AUDIT_LOCATION: sandbox.locationId,
    AUDIT_TOKEN: sandbox.tokens.adminToken,
  };
  return {
    eventId: deletion.id,
    open: (args, columns = 100) => openTerminal(node, [audit, ...args], env, { columns, rows: 60 }),
    lives: () => business.change(Date.now()).records.find('pipeline', pipeline.id) !== undefined,
    holdActs: (until) => {
      held = until;
    },
  };
}

/** As a person does who sees that nothing happened: a key that comes while the list is still being narrowed is lost. */
async function press(key: string, terminal: TerminalSession, brings: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    terminal.type(key);
    try {
      return await terminal.sees(brings, 2000);
    } catch (error) {
      if (tries >= 5) throw error;
    }
  }
}

const question = 'type the pipeline’s name';

test('a person chooses, mistypes the name, corrects it, confirms, and reads what came back', async () => {
  const desk = await openDesk('Aligner enquiries');
  const terminal = desk.open(['restore']);
  await terminal.sees('What should come back?');
  terminal.type('aligner');
  await terminal.sees(/narrow down\) aligner\r\n❯ Aligner enquiries · pipeline · no opportunities/);
  await press('\r', terminal, question);
  expect(terminal.screen()).toContain('Restore the pipeline “Aligner enquiries”');
  terminal.type('Aligners\r');
  await terminal.sees('That is not it. It is: Aligner enquiries');
  expect(desk.lives()).toBe(false);
  await terminal.sees(new RegExp(`${question}[^]*${question}[^]*That is not it[^]*${question}`));
  terminal.type('Aligner enquiries\r');
  expect(await terminal.ended()).toBe(0);
  expect(desk.lives()).toBe(true);
  expect(stripVTControlCharacters(terminal.screen())).toContain(
    'Restored: the pipeline “Aligner enquiries” with 2 stages, all of it seen.',
  );
}, 60_000);

test('Ctrl-C at the list and at the name has done nothing, and says so', async () => {
  const desk = await openDesk('Aligner enquiries');
  const list = desk.open(['restore']);
  await list.sees('What should come back?');
  list.type('\u0003');
  expect(await list.ended()).toBe(130);
  expect(list.screen()).toContain('Interrupted; nothing was done.');
  const name = desk.open(['restore', desk.eventId]);
  await name.sees(question);
  name.type('Aligner\u0003');
  expect(await name.ended()).toBe(130);
  expect(name.screen()).toContain('Interrupted; nothing was done.');
  expect(desk.lives()).toBe(false);
}, 60_000);

test('Ctrl-C while the request is under way says how to look, and the same command finds what came of it', async () => {
  const desk = await openDesk('Aligner enquiries');
  let release = (): void => {};
  desk.holdActs(
    new Promise((resolve) => {
      release = resolve;
    }),
  );
  const first = desk.open(['restore', desk.eventId]);
  await first.sees(question);
  first.type('Aligner enquiries\r');
  await expect.poll(() => desk.lives(), { timeout: 10_000 }).toBe(true);
  first.type('\u0003');
  expect(await first.ended()).toBe(130);
  expect(first.screen()).toContain('whether it was done is not known yet');
  expect(first.screen()).toContain(`To look, and go on: audit restore ${desk.eventId}`);
  release();
  const second = desk.open(['restore', desk.eventId]);
  expect(await second.ended()).toBe(0);
  expect(second.screen()).toContain('An earlier run was at this restore');
  expect(second.screen()).toContain('Restored: the pipeline “Aligner enquiries”');
}, 60_000);

test.each([20, 47, 80])(
  'a screen of %d columns shows the plan without a line that is too long',
  async (columns) => {
    const desk = await openDesk('Aligner enquiries');
    const terminal = desk.open(['restore', desk.eventId, '--dry-run'], columns);
    expect(await terminal.ended()).toBe(0);
    const lines = stripVTControlCharacters(terminal.screen()).split(/\r?\n/);
    expect(lines.filter((line) => displayWidth(line) > columns)).toEqual([]);
    expect(lines.join('').replaceAll(' ', '')).toContain('Alignerenquiries');
  },
  60_000,
);

test('at twenty columns a person can still confirm', async () => {
  const desk = await openDesk('Aligners');
  const terminal = desk.open(['restore', desk.eventId], 20);
  await terminal.sees(/nam\s*e:/);
  terminal.type('Aligners\r');
  expect(await terminal.ended()).toBe(0);
  expect(desk.lives()).toBe(true);
}, 60_000);

test('a name of 200 characters with hostile text is shown harmless, and confirmed by the event’s id', async () => {
  const hostile = `Sales\u001b]0;owned\u0007\u001b[2J\u202Egnp.exe\r\n${'x'.repeat(180)}`;
  const desk = await openDesk(hostile);
  const terminal = desk.open(['restore']);
  await terminal.sees('What should come back?');
  terminal.type('owned');
  await terminal.sees(/narrow down\) owned\r\n❯ Sales\\x1b\]0;owned/);
  const word = desk.eventId.slice(0, 8);
  await press('\r', terminal, `the beginning of the event’s id, ${word}:`);
  terminal.type(`${word}\r`);
  expect(await terminal.ended()).toBe(0);
  expect(desk.lives()).toBe(true);
  expect(terminal.screen()).not.toContain('\u0007');
  expect(terminal.screen()).not.toContain('\u001b]0;');
  expect(terminal.screen()).not.toContain('\u202E');
}, 60_000);
