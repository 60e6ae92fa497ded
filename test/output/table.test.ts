import { describe, expect, test } from 'vitest';
import type { Palette } from '../../src/context.js';
import { createTable } from '../../src/output/table.js';
import { displayWidth } from '../../src/output/width.js';
import { readHostileTexts } from '../support/hostile-texts.js';
import { hostileEvent, hostileView } from './hostile-event.js';
import { businessDays, sampleEvent, sampleView } from './sample.js';

const widths = [20, 24, 40, 60, 79, 80, 100, 119, 120, 129, 130, 160, 200, 300];

/** Names what each text was painted with, without taking a column that the layout would see. */
const marked: Palette = {
  strong: (text) => `<b>${text}</b>`,
  faint: (text) => `<faint>${text}</faint>`,
  good: (text) => `<good>${text}</good>`,
  warning: (text) => `<warning>${text}</warning>`,
  bad: (text) => `<bad>${text}</bad>`,
  accent: (text) => `<accent>${text}</accent>`,
  quiet: (text) => `<quiet>${text}</quiet>`,
};

function tableOf(width: number, events = businessDays, view = sampleView): string {
  return createTable({ view, width }).batch(events);
}

describe('the table of two days', () => {
  test.each([20, 40, 80, 120, 200, 300])('at %i columns', async (width) => {
    await expect(tableOf(width)).toMatchFileSnapshot(`../../fixtures/golden/table-${width}.txt`);
  });

  test('in colour, where the words say the same', async () => {
    await expect(
      createTable({ view: sampleView, width: 120, palette: marked }).batch(businessDays),
    ).toMatchFileSnapshot('../../fixtures/golden/table-120-colour.txt');
  });

  test.each(widths)('is never wider than its %i columns', (width) => {
    const tooWide = tableOf(width)
      .split('\n')
      .filter((line) => displayWidth(line) > width);
    expect(tooWide).toEqual([]);
  });

  test.each(widths.filter((width) => width >= 24))(
    'has every id whole, to be copied, at %i columns',
    (width) => {
      const text = tableOf(width);
      expect(businessDays.filter(({ id }) => !text.includes(id))).toEqual([]);
    },
  );

  test.each(widths)('ends no line in spaces at %i columns', (width) => {
    expect(tableOf(width)).not.toMatch(/ $/m);
  });
});

test('colours take no room: without them the text is the same', () => {
  for (const width of widths) {
    const painted = createTable({ view: sampleView, width, palette: marked }).batch(businessDays);
    expect(painted.replace(/<\/?(?:b|faint|good|warning|bad|accent|quiet)>/g, '')).toBe(tableOf(width));
  }
});

test('whatever the texts hold, no line is wider than the screen', () => {
  for (const width of [20, 80, 200]) {
    const tooWide = readHostileTexts().filter(({ text }) =>
      tableOf(width, [hostileEvent(text)], hostileView(text))
        .split('\n')
        .some((line) => displayWidth(line) > width),
    );
    expect(tooWide.map(({ id }) => id)).toEqual([]);
  }
});

test('a day is said once, however many pages it fills, and the columns stay where they are', () => {
  const table = createTable({ view: sampleView, width: 160 });
  const pages = businessDays.map((event) => table.batch([event])).join('');
  const lines = pages.split('\n').slice(0, -1);
  expect(lines.filter((line) => line.startsWith('2026-11-20'))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('Timestamp'))).toHaveLength(1);
  const columns = lines.map((line) => displayWidth(line.slice(0, line.search(/Event ID$|[0-9a-f]{24}$/))));
  expect(new Set(columns).size).toBe(1);
});

test('the day is the one of the zone that the footer shows', () => {
  const event = sampleEvent({ createdAt: '2026-11-21T05:59:59.000Z' });
  expect(tableOf(100, [event], { ...sampleView, timeZone: 'America/Chicago' })).toContain(
    '2026-11-20 Friday\n23:59',
  );
  expect(tableOf(100, [event], { ...sampleView, timeZone: 'Asia/Tokyo' })).toContain(
    '2026-11-21 Saturday\n14:59',
  );
});

test('fields of one’s own choice become cards where they do not fit', () => {
  const table = createTable({
    view: sampleView,
    width: 40,
    fields: ['timestamp', 'user', 'description', 'changes'],
  });
  expect(table.batch(businessDays.slice(0, 1))).toBe(
    [
      'Timestamp',
      '  2026-11-20 18:04:09',
      'User',
      '  Maria Lopez',
      'Description',
      '  Moved opportunity “Roof repair” from',
      '  “Proposal” to “Won”',
      'Changes',
      '  [{"field":"pipelineStageId","label":"S',
      '  tage","before":"STAGE1","after":"STAGE',
      '  2"},{"field":"pipelineStageName","lab…',
      '',
      '',
    ].join('\n'),
  );
});

test('a paint that joins whatever it is handed leaves the event id whole at 20 columns', () => {
  const joining: Palette = { ...marked, faint: (...handed: readonly unknown[]) => handed.join(' ') };
  const painted = createTable({ view: sampleView, width: 20, palette: joining }).batch(businessDays);
  expect(painted.replace(/<\/?(?:b|good|warning|bad|accent|quiet)>/g, '')).toBe(tableOf(20));
});
