/** Told cases of what makes a log hard to read: masses in an instant, late arrivals, words that nobody knows. */

import { type Happening, recordEvent } from '../record-event.js';
import { addTags } from '../services/contacts.js';
import type { Act } from '../simulation/act.js';
import { editAContact, writeANote } from '../simulation/contact-acts.js';
import { web } from './by-verb.js';
import { minutesBefore, type Story } from './story.js';

/** Every contact in turn, so that each gets the tag once. */
function tagContactNumber(index: number, tag: string): Act {
  return (change) => {
    const contacts = change.records.list('contact');
    const contact = contacts[index % contacts.length];
    if (contact !== undefined)
      addTags(change, contact, [`${tag}-${Math.floor(index / contacts.length) + 1}`]);
  };
}

const workflowStorm: Story = {
  name: 'workflow-storm',
  summary: 'a workflow tags 400 times within a minute',
  steps: (nowMs) =>
    Array.from({ length: 400 }, (_, index) => ({
      atMs: minutesBefore(nowMs, 8) + index * 147,
      hand: { workflow: 'New lead: welcome and tag', isNamed: index % 2 === 0 } as const,
      act: tagContactNumber(index, `spring-offer-${new Date(nowMs).toISOString().slice(0, 16)}`),
    })),
};

const tagTwoThousandTimes: Act = (change) => {
  const contacts = change.records.list('contact');
  for (let index = 0; index < 2000; index += 1) {
    const contact = contacts[index % contacts.length];
    const after = { tagsAdded: [`same-instant-${Math.floor(index / contacts.length) + 1}`] };
    if (contact === undefined) return;
    const record = { id: contact.id, name: contact.name, contactId: contact.id };
    recordEvent(change, {
      module: 'CONTACT',
      type: 'TAG_ADDED',
      record,
      changedFields: ['tags'],
      before: {},
      after,
    });
  }
};

const sameMillisecond: Story = {
  name: 'same-millisecond',
  summary: '2,000 events in one millisecond: far more than a page holds',
  steps: (nowMs) => [
    {
      atMs: minutesBefore(nowMs, 3),
      hand: { person: 'aisha', source: 'BULK_ACTION' },
      act: tagTwoThousandTimes,
    },
  ],
};

const lateEvents: Story = {
  name: 'late-events',
  summary: 'a phone was offline: its 12 changes of the last two days reach the log now, in no order',
  steps: (nowMs) =>
    [2, 47, 1.5, 30, 8, 21, 0.2, 12, 5, 40, 26, 3].map((hours, index) => ({
      atMs: minutesBefore(nowMs, hours * 60),
      hand: { person: 'devon', source: 'MOBILE_APP' } as const,
      act: index % 2 === 0 ? writeANote : editAContact,
    })),
};

/** Words in which nobody outside has seen the service speak. */
function unheardOf(happening: Omit<Happening, 'record'>): Act {
  return (change) => {
    const contact = change.records.any('contact', change.random);
    const record = { id: contact?.id ?? 'none', name: contact?.name ?? null };
    recordEvent(change, { ...happening, record });
  };
}

const unknownWords: Story = {
  name: 'unknown-words',
  summary: 'modules, event types and sources that no list names: shown as they are, never dropped',
  steps: (nowMs) => [
    {
      atMs: minutesBefore(nowMs, 9),
      hand: web('maria'),
      act: unheardOf({
        module: 'VOICE_AGENT',
        type: 'RETRAINED',
        after: { voice: 'calm', temperature: 0.2 },
      }),
    },
    {
      atMs: minutesBefore(nowMs, 8),
      hand: { outside: { source: 'QUANTUM_SYNC', sourceId: 'qs-1', sourceName: 'Quantum sync' } },
      act: unheardOf({
        module: 'CONTACT',
        type: 'ENTANGLED',
        changedFields: ['spin'],
        after: { spin: 'up' },
      }),
    },
    {
      atMs: minutesBefore(nowMs, 7),
      hand: { outside: { source: 'WORKFLOW_V9', sourceName: null } },
      act: unheardOf({ module: 'LOYALTY_CARD', type: 'STAMPED' }),
    },
  ],
};

/** What a reader must bear. */
export const oddStories: readonly Story[] = [workflowStorm, sameMillisecond, lateEvents, unknownWords];
