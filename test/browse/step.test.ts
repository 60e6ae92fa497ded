import { describe, expect, test } from 'vitest';
import { wantsMore } from '../../src/browse/step.js';
import { exampleEvent } from '../audit/example-event.js';
import { eventsOfMinutes, Walker } from './walker.js';

const size = { columns: 80, rows: 24 };

describe('walking', () => {
  test.each([
    [['down', 'down', 'j'], 'Record 3'],
    [['down', 'down', 'up', 'k', 'up'], 'Record 0'],
    [['right', 'right', 'left'], 'Record 1'],
    [['pagedown', 'pagedown'], 'Record 14'],
    [['end', 'pageup'], 'Record 92'],
    [['G'], 'Record 99'],
    [['end', 'down', 'down', 'up'], 'Record 98'],
    [['end', 'home'], 'Record 0'],
    [['G', 'g'], 'Record 0'],
    [['tab', 'delete', 'x', 'down'], 'Record 1'],
  ])('%j leads to %s', (keys, record) => {
    expect(new Walker(size, eventsOfMinutes(100)).presses(...keys).stands).toBe(record);
  });

  test('nothing happens where there are no events', () => {
    const walker = new Walker(size).presses('down', 'enter', 'end', 'pageup', 'r', 'n', ' ');
    expect(walker.model.selected).toBe(0);
    expect(walker.sees()[1]).toBe('That was all.');
  });

  test('the event that one stands on is always on the screen', () => {
    const walker = new Walker(size, eventsOfMinutes(100));
    for (const key of ['down', 'pagedown', 'end', 'up', 'home', 'pagedown', 'pagedown', 'pageup', 'left']) {
      walker.presses(key);
      expect(walker.sees().filter((line) => line.startsWith('› '))).toHaveLength(1);
    }
  });

  test('a window that becomes small or large keeps the event', () => {
    const walker = new Walker(size, eventsOfMinutes(100)).presses('pagedown', 'pagedown');
    for (const [columns, rows] of [
      [20, 10],
      [300, 80],
      [1, 1],
      [80, 4],
      [109, 15],
      [110, 16],
    ] as const) {
      walker.gets({ kind: 'resize', size: { columns, rows } });
      expect(walker.stands).toBe('Record 14');
    }
  });
});

describe('reading ahead', () => {
  test('goes on as far as two screens, and no further', () => {
    const walker = new Walker(size, eventsOfMinutes(10), false);
    expect(wantsMore(walker.model)).toBe(true);
    walker.gets({ kind: 'events', events: eventsOfMinutes(90, 10) });
    expect(wantsMore(walker.model)).toBe(false);
    expect(wantsMore(walker.presses('end').model)).toBe(true);
  });

  test('End reads all the way to the oldest, and any key stops it', () => {
    const walker = new Walker(size, eventsOfMinutes(50), false).presses('end');
    walker.gets({ kind: 'events', events: eventsOfMinutes(50, 50) });
    expect([walker.stands, walker.sees().at(-1)]).toEqual([
      'Record 99',
      'On the way to the oldest… 100 events read; any key stops',
    ]);
    walker.presses('up').gets({ kind: 'events', events: eventsOfMinutes(50, 100) });
    expect([walker.stands, wantsMore(walker.model)]).toEqual(['Record 98', false]);
  });

  test('the end is said once one stands on the last event', () => {
    const walker = new Walker(size, eventsOfMinutes(3));
    expect(walker.sees().at(-1)).not.toBe('That was all.');
    expect(walker.presses('end').sees().at(-1)).toBe('That was all.');
  });
});

describe('searching', () => {
  test('/ goes to the next older event that holds the text, n on, N back', () => {
    const walker = new Walker(size, eventsOfMinutes(100)).presses('/').types('record 1');
    expect(walker.sees().at(-1)).toBe('/record 1_');
    expect(walker.presses('enter').stands).toBe('Record 1');
    expect(walker.presses('n').stands).toBe('Record 10');
    expect(walker.presses('n').stands).toBe('Record 11');
    expect(walker.presses('N').stands).toBe('Record 10');
  });

  test('an empty search repeats the last one', () => {
    const walker = new Walker(size, eventsOfMinutes(100))
      .presses('/')
      .types('record 1')
      .presses('enter', '/', 'enter');
    expect(walker.stands).toBe('Record 10');
  });

  test('it reads on until the text comes', () => {
    const walker = new Walker(size, eventsOfMinutes(50), false)
      .presses('/')
      .types('record 77')
      .presses('enter');
    expect([walker.stands, wantsMore(walker.model), walker.sees().at(-1)]).toEqual([
      'Record 0',
      true,
      'Searching for “record 77”… 50 events read; any key stops',
    ]);
    walker.gets({ kind: 'events', events: eventsOfMinutes(20, 50) });
    walker.gets({ kind: 'events', events: eventsOfMinutes(40, 70) });
    expect([walker.stands, wantsMore(walker.model)]).toEqual(['Record 77', false]);
  });

  test('what is nowhere is said, and where one stood one stays', () => {
    const walker = new Walker(size, eventsOfMinutes(50)).presses('down', '/').types('zebra').presses('enter');
    expect([walker.stands, walker.sees().at(-1)]).toEqual([
      'Record 1',
      'Nothing older holds “zebra” (50 events read).',
    ]);
    expect(walker.presses('N').sees().at(-1)).toBe('Nothing newer holds “zebra” (50 events read).');
  });

  test('a key stops a search', () => {
    const walker = new Walker(size, eventsOfMinutes(50), false)
      .presses('/')
      .types('zebra')
      .presses('enter', 'x');
    expect([walker.model.seeking, walker.sees().at(-1)]).toEqual([undefined, 'The search was ended.']);
  });

  test('what is typed can be taken back, by characters as people see them, and given up', () => {
    const walker = new Walker(size, eventsOfMinutes(5)).presses('/', 'q', 'é', '😀', 'backspace');
    expect(walker.sees().at(-1)).toBe('/qé_');
    expect(walker.presses('backspace', 'backspace').model.prompt).toBe('');
    expect(walker.presses('backspace').model.prompt).toBeUndefined();
    expect(walker.presses('/', 'a', 'escape').model.prompt).toBeUndefined();
  });

  test('n without a search says what to do', () => {
    expect(new Walker(size, eventsOfMinutes(5)).presses('n').sees().at(-1)).toBe(
      'Nothing was searched for yet: / and a text.',
    );
  });
});

describe('one event', () => {
  test('Enter gives it the whole screen, the arrows go on to others, Enter and Esc lead back', () => {
    const walker = new Walker(size, eventsOfMinutes(5)).presses('enter', 'right');
    expect(walker.sees().slice(0, 2)).toEqual([
      '2 of 5 · 2026-11-21 Saturday 18:03:00 America/Chicago',
      'Created contact “Record 1”',
    ]);
    expect(walker.presses('enter').model.mode).toBe('list');
    expect(walker.presses('enter', 'escape').model.mode).toBe('list');
  });

  test('it is scrolled to its last line and no further, and from its beginning for each event', () => {
    const walker = new Walker({ columns: 40, rows: 10 }, eventsOfMinutes(5)).presses('enter');
    const { length } = walker.setting.detailLines(eventsOfMinutes(1)[0] ?? exampleEvent(), 40);
    for (let press = 0; press < 50; press += 1) walker.presses('down');
    expect(walker.model.detailTop).toBe(length - 8);
    expect(walker.presses('up').model.detailTop).toBe(length - 9);
    expect(walker.presses('home', ' ').model.detailTop).toBe(6);
    expect(walker.presses('b').model.detailTop).toBe(0);
    expect(walker.presses('end', 'right').model.detailTop).toBe(0);
  });

  test('Space scrolls it beside the list, and opens it where there is no room for that', () => {
    const beside = new Walker({ columns: 120, rows: 16 }, eventsOfMinutes(5)).presses(' ');
    expect([beside.model.mode, beside.model.detailTop > 0]).toEqual(['list', true]);
    expect(new Walker({ columns: 40, rows: 10 }, eventsOfMinutes(5)).presses(' ').model.mode).toBe('detail');
  });
});

test('? tells the keys, scrolls, and any other key leads back without doing anything', () => {
  const walker = new Walker({ columns: 20, rows: 10 }, eventsOfMinutes(5)).presses('?', 'down');
  expect([walker.model.mode, walker.model.detailTop]).toEqual(['help', 1]);
  expect(walker.presses('q').model).toMatchObject({ mode: 'list', wish: undefined });
});

test('q and Ctrl-C leave, also while something is typed', () => {
  const walker = () => new Walker(size, eventsOfMinutes(5));
  expect(walker().presses('q').model.wish).toEqual({ kind: 'leave' });
  expect(walker().presses('enter', 'q').model.wish).toEqual({ kind: 'leave' });
  expect(walker().presses('/', 'q').model.wish).toBeUndefined();
  expect(walker().presses('/', 'ctrl-c').model.wish).toEqual({ kind: 'interrupt' });
});

test('r restores a deletion of what can be brought back, and says no to everything else', () => {
  const deletion = exampleEvent({ type: 'DELETED', module: 'PIPELINE' });
  expect(new Walker(size, [deletion]).presses('r').model.wish).toEqual({ kind: 'restore', event: deletion });
  const walker = new Walker(size, [exampleEvent({ type: 'DELETED' })]).presses('r');
  expect([walker.model.wish, walker.sees().at(-1)]).toEqual([
    undefined,
    'Only a deleted pipeline, opportunity or calendar can be brought back.',
  ]);
});
