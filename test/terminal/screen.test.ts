import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InterruptedError } from '../../src/errors.js';
import { openFullScreen } from '../../src/terminal/screen.js';
import { createTerminal } from '../../src/terminal/terminal.js';

const enter = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J';
const leave = '\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function place() {
  const controller = new AbortController();
  const exits = new Set<() => void>();
  const continues = new Set<() => void>();
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    setRawMode: (isRaw: boolean) => {
      modes.push(isRaw);
    },
  });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 20, rows: 3 });
  let suspended = 0;
  const register = (all: Set<() => void>) => (callback: () => void) => {
    all.add(callback);
    return () => {
      all.delete(callback);
    };
  };
  return {
    input,
    output,
    modes,
    controller,
    exits,
    continues,
    signal: controller.signal,
    atExit: register(exits),
    onContinue: register(continues),
    suspend: () => {
      suspended += 1;
    },
    suspended: () => suspended,
    written: () => String(output.read() ?? ''),
  };
}

/** Past the `resize` with which every screen begins. */
async function opened() {
  const world = place();
  const screen = openFullScreen(world);
  await screen.next();
  return { world, screen };
}

test('the screen is taken over, and given back as it was', async () => {
  const { world, screen } = await opened();
  expect(world.written()).toBe(`${enter}\x1b[2J`);
  screen.close();
  screen.close();
  expect(world.written()).toBe(leave);
  expect(world.modes).toEqual([true, false]);
  expect([world.exits.size, world.continues.size, world.input.isPaused()]).toEqual([0, 0, true]);
  expect([world.input.listenerCount('keypress'), world.output.listenerCount('resize')]).toEqual([0, 0]);
});

test('only lines that have changed are written', async () => {
  const { world, screen } = await opened();
  world.written();
  screen.draw(['one', 'two', 'three']);
  expect(world.written()).toBe(
    '\x1b[?2026h\x1b[1;1H\x1b[0m\x1b[2Kone\x1b[2;1H\x1b[0m\x1b[2Ktwo\x1b[3;1H\x1b[0m\x1b[2Kthree\x1b[0m\x1b[?2026l',
  );
  screen.draw(['one', '2', 'three', 'out of sight']);
  expect(world.written()).toBe('\x1b[?2026h\x1b[2;1H\x1b[0m\x1b[2K2\x1b[0m\x1b[?2026l');
  screen.draw(['one', '2', 'three', 'out of sight']);
  expect(world.written()).toBe('');
});

test('keys come one by one in their order, also those typed before anybody asks', async () => {
  const { world, screen } = await opened();
  world.input.write('j\x1b[Bq');
  await vi.advanceTimersByTimeAsync(0);
  const keys = [await screen.next(), await screen.next(), await screen.next()];
  expect(keys.map((input) => (input.kind === 'key' ? input.key.name : input.kind))).toEqual([
    'j',
    'down',
    'q',
  ]);
});

test('a window that is dragged is drawn anew, whole', async () => {
  const { world, screen } = await opened();
  screen.draw(['one']);
  world.written();
  world.output.columns = 30;
  world.output.emit('resize');
  expect([await screen.next(), screen.columns]).toEqual([{ kind: 'resize' }, 30]);
  screen.draw(['one']);
  expect(world.written()).toBe('\x1b[2J\x1b[?2026h\x1b[1;1H\x1b[0m\x1b[2Kone\x1b[0m\x1b[?2026l');
});

test('a process that ends by whatever way gives the screen back', async () => {
  const { world } = await opened();
  world.written();
  for (const exit of world.exits) exit();
  expect([world.written(), world.modes]).toEqual([leave, [true, false]]);
});

test('Ctrl-Z gives the screen back and stops; going on takes it over again', async () => {
  const { world, screen } = await opened();
  world.written();
  world.input.write('\x1a');
  await vi.advanceTimersByTimeAsync(0);
  expect([world.written(), world.suspended()]).toEqual([leave, 1]);
  for (const resume of world.continues) resume();
  expect([world.written(), await screen.next()]).toEqual([`${enter}\x1b[2J`, { kind: 'resize' }]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([world.written(), world.modes]).toEqual(['', [true, false, true]]);
});

test('where Ctrl-Z stops nobody, the screen is taken over again at once', async () => {
  const { world } = await opened();
  world.input.write('\x1a');
  await vi.advanceTimersByTimeAsync(0);
  world.written();
  await vi.advanceTimersByTimeAsync(100);
  expect(world.written()).toBe(`${enter}\x1b[2J`);
});

test('a signal, or a terminal that goes away, ends the waiting', async () => {
  const first = await opened();
  const waiting = expect(first.screen.next()).rejects.toMatchObject({ code: 'interrupted' });
  first.world.controller.abort(new InterruptedError('interrupted', 'Interrupted.'));
  await waiting;
  await expect(first.screen.next()).rejects.toMatchObject({ code: 'interrupted' });
  const second = await opened();
  const gone = expect(second.screen.next()).rejects.toMatchObject({ code: 'terminal-gone', exitCode: 130 });
  second.world.input.end();
  await vi.advanceTimersByTimeAsync(0);
  await gone;
});

test('a terminal that no longer obeys is no error', async () => {
  const { world, screen } = await opened();
  world.input.setRawMode = () => {
    throw new Error('EIO');
  };
  screen.close();
  expect(world.written()).toContain(leave);
});

test('there is no screen where nobody sits, nor on one that cannot move its cursor', () => {
  const parts = (TERM: string, screen: ReturnType<typeof place> | undefined) => ({
    openInput: () => new PassThrough(),
    errorOutput: new PassThrough(),
    stderr: { isTerminal: true },
    environment: { TERM },
    signal: new AbortController().signal,
    screen,
  });
  expect(createTerminal(parts('xterm', undefined)).openScreen()).toBeUndefined();
  expect(createTerminal(parts('dumb', place())).openScreen()).toBeUndefined();
  expect(createTerminal(parts('xterm', place())).openScreen()).toBeDefined();
});
