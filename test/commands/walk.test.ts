import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.js';
import { Walk } from '../../src/commands/walk.js';
import type { Reading } from '../../src/reading/reading.js';
import { eventsOfMinutes, Walker } from '../browse/walker.js';
import { type ScriptedInput, type ScriptedScreen, scriptedScreen } from '../support/scripted-screen.js';

const size = { columns: 80, rows: 24 };

/** A log of pages of ten, and how many of them were asked for. */
function pages(count: number): { readonly reading: Reading; asked(): number } {
  let asked = 0;
  async function* batches(): AsyncGenerator<readonly AuditEvent[]> {
    for (let page = 0; page < count; page += 1) {
      asked += 1;
      yield eventsOfMinutes(10, page * 10);
    }
  }
  const unused = () => {
    throw new Error('nobody asks');
  };
  return { reading: { batches, progress: unused, coverage: unused, failure: unused }, asked: () => asked };
}

function walkThrough(
  reading: Reading,
  screen: ScriptedScreen,
  restore: (event: AuditEvent) => Promise<void> = async () => {},
): Walk {
  const { setting } = new Walker(size);
  return new Walk({ reading, setting, endingOf: () => 'That was all.', openScreen: () => screen, restore });
}

test('no more is read than two screens ahead', async () => {
  const { reading, asked } = pages(100);
  const screen = scriptedScreen(size, [['1 of 20+', 'q']]);
  const walk = walkThrough(reading, screen);
  expect([await walk.run(), walk.isWhole, asked()]).toEqual(['leave', false, 2]);
});

test('a key and a page that come at the same moment are both heeded', async () => {
  const { reading } = pages(20);
  const downs = Array.from({ length: 60 }, (): ScriptedInput => [/^\d/, 'pagedown']);
  const screen = scriptedScreen(size, [...downs, [/^\d/, 'end'], ['200 of 200 ·', 'q']]);
  const walk = walkThrough(reading, screen);
  expect([await walk.run(), walk.isWhole]).toEqual(['leave', true]);
  expect(screen.frames.at(-1)?.join('\n')).toContain('Record 199');
});

test('a search reads on until it finds', async () => {
  const { reading, asked } = pages(100);
  const screen = scriptedScreen(size, [
    ['1 of ', '/'],
    ['/_', 'record 777'],
    ['/record 777_', 'enter'],
    ['778 of 780+', 'q'],
  ]);
  expect([await walkThrough(reading, screen).run(), asked()]).toEqual(['leave', 79]);
});

test('what is said from outside stands on the last line until the next key', async () => {
  const { reading } = pages(1);
  const screen = scriptedScreen(size, [
    ['Waiting 7 s', 'x'],
    ['1 of 10 ·', 'q'],
  ]);
  const walk = walkThrough(reading, screen);
  const ended = walk.run();
  walk.say('Waiting 7 s');
  await ended;
  expect(screen.frames.at(-1)?.at(-1)).toBe(
    '↑↓ walk · Enter whole · / search · r restore · ? help · q leave',
  );
});

test('a window that is dragged is drawn in its new size', async () => {
  const { reading } = pages(1);
  const screen = scriptedScreen(size, [
    ['1 of 10 ·', { columns: 30, rows: 8 }],
    [/^.{0,30}$/m, 'q'],
  ]);
  await walkThrough(reading, screen).run();
  expect(screen.frames.at(-1)).toHaveLength(8);
});
