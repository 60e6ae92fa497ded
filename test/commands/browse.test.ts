import { expect, test } from 'vitest';
import { InterruptedError } from '../../src/errors.js';
import { runAudit, type World, worldOf } from '../support/program.js';
import { type ScriptedInput, type ScriptedScreen, scriptedScreen } from '../support/scripted-screen.js';
import {
  createSmallAccount,
  errorReply,
  type SmallAccountOptions,
  smallEvents,
} from '../support/small-account.js';
import { usualNowMs } from '../support/virtual-clock.js';

const size = { columns: 80, rows: 24 };

/** So many events, a minute apart, newest first. */
function manyEvents(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({
    ...smallEvents[0],
    _id: `event-${String(index).padStart(4, '0')}`,
    documentName: `Record ${index}`,
    createdAt: new Date(usualNowMs - (index + 1) * 60_000).toISOString(),
  }));
}

async function browse(
  script: readonly ScriptedInput[],
  options: SmallAccountOptions = {},
  { line = 'list --browse', world = {} }: { readonly line?: string; readonly world?: World } = {},
) {
  const screen = scriptedScreen(size, script);
  const account = createSmallAccount(options);
  const outcome = await runAudit(line, worldOf(account, { terminal: size, screen, ...world }));
  return { ...outcome, screen, last: lastFrame(screen) };
}

function lastFrame({ frames }: ScriptedScreen): readonly string[] {
  return (frames.at(-1) ?? []).map((line) => line.trimEnd());
}

test('one walks through the log, and leaving says what was looked at', async () => {
  const { exitCode, stdout, stderr, screen, last } = await browse([
    ['1 of 3 ·', 'down'],
    ['2 of 3 ·', 'q'],
  ]);
  expect({ exitCode, stdout, isClosed: screen.isClosed }).toEqual({
    exitCode: 0,
    stdout: '',
    isClosed: true,
  });
  expect(last.slice(0, 6)).toEqual([
    '2 of 3 · 2026-11-21 Saturday 15:15:47 America/Chicago',
    '  11-21 16:03  Maria Lopez       Deleted opportunity “Roof repair”',
    '› 11-21 15:15  Maria Lopez       Changed status of opportunity “Roof repair” fr…',
    '  11-21 14:41  Devon Price       Added tag “vip” to contact “Ada Example”',
    '',
    '',
  ]);
  expect(stderr).toBe(
    '\n3 events · 2026-09-22 19:04 → 2026-11-21 18:04 America/Chicago · complete ·\nevents since 2026-11-21 17:59 may still arrive\n',
  );
});

test('the filters hold, and stand above the list', async () => {
  const { last } = await browse([['1 of 2 ·', 'q']], {}, { line: 'list --browse --user maria' });
  expect(last[0]).toBe('1 of 2 · 2026-11-21 Saturday 16:03:41 America/Chicago · user: Maria Lopez');
});

test('leaving early is no failure, and says that there is more', async () => {
  const { exitCode, stderr } = await browse([['1 of ', 'q']], { events: manyEvents(3_000) });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^\n\d+ newest shown, more may match \(--all for the rest\) · /);
});

/** Refuses every look into the log after so many. */
function expiringAfter(most: number): SmallAccountOptions {
  let searches = 0;
  const instead: SmallAccountOptions['instead'] = ({ target }) => {
    if (!target.startsWith('/audit/search')) return undefined;
    searches += 1;
    return searches > most ? errorReply(401, 'The token has expired.') : undefined;
  };
  return { events: manyEvents(1_000), instead };
}

test.each<[string, number, readonly ScriptedInput[]]>([
  [
    'on the way leaves what was read',
    8,
    [
      ['1 of ', 'end'],
      ['The token has expired', 'q'],
    ],
  ],
  ['before anything is proven leaves nothing', 1, [['The token has expired', 'q']]],
])('a token that expires %s, and is the end’s failure', async (_, searches, script) => {
  const { exitCode, stderr } = await browse(script, expiringAfter(searches));
  expect(exitCode).toBe(4);
  expect(stderr).toContain('INCOMPLETE:');
  expect(stderr).toContain('audit: The token has expired');
});

test('Ctrl-C gives the screen back and exits 130', async () => {
  const { exitCode, screen } = await browse([['1 of 3', 'ctrl-c']]);
  expect({ exitCode, isClosed: screen.isClosed }).toEqual({ exitCode: 130, isClosed: true });
});

test('a signal gives the screen back, too', async () => {
  const controller = new AbortController();
  const screen = scriptedScreen(size, []);
  const stopped = {
    ...screen,
    next: () => {
      controller.abort(new InterruptedError('interrupted', 'Interrupted.'));
      return Promise.reject(controller.signal.reason);
    },
  };
  const { exitCode } = await browse([], {}, { world: { screen: stopped, signal: controller.signal } });
  expect({ exitCode, isClosed: screen.isClosed }).toEqual({ exitCode: 130, isClosed: true });
});

test('a wait is said on the last line while the screen is ours, and below it afterwards', async () => {
  let searches = 0;
  const instead: SmallAccountOptions['instead'] = ({ target }) => {
    searches += target.startsWith('/audit/search') ? 1 : 0;
    return searches === 1 ? errorReply(429, 'Too many requests', { 'retry-after': '7' }) : undefined;
  };
  const { screen, stderr } = await browse([['1 of 3', 'q']], { instead });
  expect(screen.frames.map((lines) => lines.at(-1)?.trimEnd())).toContain(
    'Waiting 7 s: the account asks for a pause.',
  );
  expect(stderr).toMatch(/^Waiting 7 s: the account asks for a pause\.\n/);
});

test('r hands over to the restore, which asks and tells as ever, and then one goes on walking', async () => {
  const { exitCode, stderr, last, questions } = await browse(
    [
      ['1 of 3', 'r'],
      ['1 of 3', 'down'],
      ['2 of 3', 'q'],
    ],
    {},
    { world: { answers: ['Roof repair', '', ''] } },
  );
  expect(exitCode).toBe(0);
  expect(questions.at(-1)).toBe('Enter goes back to the list');
  expect(stderr).toContain('Roof repair');
  expect(last[0]).toContain('2 of 3');
});

test('where nobody sits at a terminal it is refused', async () => {
  expect(await runAudit('list --browse', worldOf(createSmallAccount()))).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr:
      'audit: There is no terminal here on whose screen one could walk through the log.\nLeave --browse out; audit list --all writes every matching event.\n',
  });
});

test('a terminal that cannot be drawn on is none', async () => {
  const { exitCode } = await runAudit('list --browse', worldOf(createSmallAccount(), { terminal: size }));
  expect(exitCode).toBe(2);
});

test.each(['--follow', '--all', '--format json', '--order asc'])(
  '--browse and %s do not go together',
  async (flag) => {
    expect(await runAudit(`list --browse ${flag}`, worldOf(createSmallAccount()))).toMatchObject({
      exitCode: 2,
    });
  },
);
