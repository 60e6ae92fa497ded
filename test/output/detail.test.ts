import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.js';
import { type Detail, showEvent } from '../../src/output/detail.js';
import { displayWidth } from '../../src/output/width.js';
import { readHostileTexts } from '../support/hostile-texts.js';
import { hostileEvent, hostileView } from './hostile-event.js';
import { businessDays, sampleEvent, sampleView } from './sample.js';

const [moved, deleted, tagged, changed, created] = businessDays as readonly [
  AuditEvent,
  AuditEvent,
  AuditEvent,
  AuditEvent,
  AuditEvent,
];

function shown(event: AuditEvent, width: number, detail: Partial<Detail> = {}): string {
  return showEvent(event, { view: sampleView, width, ...detail });
}

describe('one event in full', () => {
  test.each([
    ['a move', 120, 'moved-120', moved, { neighbours: { previous: created, next: tagged } }],
    ['a move', 80, 'moved-80', moved, { neighbours: { previous: created }, sameStroke: [deleted] }],
    [
      'a deleted pipeline',
      80,
      'deleted-80',
      deleted,
      { restorable: { untilMs: deleted.instantMs + 60 * 86_400_000 } },
    ],
    [
      'a deleted pipeline that is gone for good',
      80,
      'gone-80',
      deleted,
      { restorable: { reason: 'The 60 days in which it could be restored are over.' } },
    ],
    ['added tags', 80, 'tagged-80', tagged, {}],
    ['changed fields', 80, 'changed-80', changed, {}],
    ['changed fields on a narrow screen', 30, 'changed-30', changed, {}],
  ] as const)('%s at %i columns', async (_what, width, file, event, detail) => {
    await expect(shown(event, width, detail)).toMatchFileSnapshot(`../../fixtures/golden/show-${file}.txt`);
  });
});

test('values of many lines and of 2 MB leave room for the others', () => {
  const event = sampleEvent({
    changedFields: ['body', 'title'],
    before: { body: 'short', title: 'a' },
    after: { body: 'word '.repeat(400_000), title: 'b' },
  });
  const lines = shown(event, 80).split('\n');
  expect(lines.length).toBeLessThan(40);
  expect(lines.find((line) => line.includes('characters'))?.trim()).toBe('… 2,000,000 characters');
  expect(lines.some((line) => /^Title +a +b$/.test(line))).toBe(true);
});

test('a long list says how many it holds', () => {
  const event = sampleEvent({
    type: 'DELETED',
    before: { opportunities: Array.from({ length: 37 }, (_, n) => ({ name: `O${n}` })) },
  });
  expect(shown(event, 80)).toMatch(/ O10\n +… 37 in all\n/);
});

test('a change that nobody knows more of is named', () => {
  const event = sampleEvent({ changedFields: ['phone'], before: {}, after: {} });
  expect(shown(event, 80)).toMatch(/^Phone +— +—$/m);
});

test('whatever the texts hold, nothing is wider than the screen and nothing obeys them', () => {
  for (const width of [20, 40, 80]) {
    const failing = readHostileTexts().filter(({ text }) => {
      const page = showEvent(hostileEvent(text), {
        view: hostileView(text),
        width,
        neighbours: { previous: hostileEvent(text) },
        sameStroke: [hostileEvent(text)],
        restorable: { reason: text },
      });
      const isWide = page.split('\n').some((line) => displayWidth(line) > width);
      return isWide || /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/.test(page);
    });
    expect(failing.map(({ id }) => id)).toEqual([]);
  }
});
