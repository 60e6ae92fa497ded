/** Told cases of what was deleted: what comes back, and what does not. */

import { addTags, deleteContact } from '../services/contacts.js';
import { deleteOpportunity } from '../services/opportunities.js';
import { createPipeline, deletePipeline } from '../services/pipelines.js';
import type { Act } from '../simulation/act.js';
import { newContact } from '../simulation/contact-acts.js';
import { openOpportunityIn } from '../simulation/sales-acts.js';
import { verb, web } from './by-verb.js';
import { minutesBefore, type Story } from './story.js';

const pipelineName = 'Spring implants';
const opportunityCount = 200;

const openPipeline: Act = (change) => {
  createPipeline(change, pipelineName, ['Enquiry', 'Consultation', 'Plan sent', 'Accepted']);
};

const fillPipeline: Act = (change) => {
  const pipeline = change.records.newest('pipeline');
  if (pipeline !== undefined) openOpportunityIn(change, pipeline);
};

/** Two go by themselves before; they stay deleted when the pipeline comes back. */
const deleteOneOfItsOpportunities: Act = (change) => {
  const pipeline = change.records.newest('pipeline');
  const first = pipeline && change.records.children('opportunity', pipeline.id)[0];
  if (first !== undefined) deleteOpportunity(change, first);
};

const deleteNewestPipeline: Act = (change) => {
  const pipeline = change.records.newest('pipeline');
  if (pipeline !== undefined) deletePipeline(change, pipeline);
};

/** An opportunity cannot come back without its contact. */
const deleteAContactOfIt: Act = (change) => {
  const fallen = change.records.listDeleted('opportunity')[0]?.record;
  const contact = fallen?.contactId && change.records.find('contact', fallen.contactId);
  if (contact) deleteContact(change, contact);
};

const mistakenPipeline: Story = {
  name: 'mistaken-pipeline',
  summary: 'a pipeline falls with 198 opportunities; two went before, the contact of some goes after',
  steps: (nowMs) => [
    { atMs: minutesBefore(nowMs, 115), hand: web('maria'), act: openPipeline },
    ...Array.from({ length: opportunityCount }, (_, index) => ({
      atMs: minutesBefore(nowMs, 110) + index * 41,
      hand: { person: 'aisha', source: 'IMPORT' } as const,
      act: fillPipeline,
    })),
    { atMs: minutesBefore(nowMs, 62), hand: web('devon'), act: deleteOneOfItsOpportunities },
    { atMs: minutesBefore(nowMs, 61), hand: web('devon'), act: deleteOneOfItsOpportunities },
    { atMs: minutesBefore(nowMs, 33), hand: web('jordan.blake'), act: deleteNewestPipeline },
    { atMs: minutesBefore(nowMs, 12), hand: web('jordan.reyes'), act: deleteAContactOfIt },
  ],
};

const lostCalendar: Story = {
  name: 'lost-calendar',
  summary: 'a calendar falls with 12 visits; one went 20 minutes before and comes back, one 45 and does not',
  steps: (nowMs) => [
    { atMs: minutesBefore(nowMs, 118), hand: web('maria'), act: verb('add-calendar', 'Hygiene', '45') },
    ...Array.from({ length: 14 }, (_, index) => ({
      atMs: minutesBefore(nowMs, 110 - index * 3),
      hand: web('jordan.reyes'),
      act: verb('book', 'newest', 'any'),
    })),
    { atMs: minutesBefore(nowMs, 55), hand: web('jordan.reyes'), act: verb('delete-appointment', 'newest') },
    { atMs: minutesBefore(nowMs, 30), hand: web('jordan.reyes'), act: verb('delete-appointment', 'newest') },
    { atMs: minutesBefore(nowMs, 10), hand: web('jordan.reyes'), act: verb('delete-calendar', 'newest') },
  ],
};

const deleteManyAtOnce: Act = (change) => {
  for (let left = 80; left > 0; left -= 1) {
    const contact = change.records.any('contact', change.random);
    if (contact !== undefined) deleteContact(change, contact);
  }
};

const bulkDelete: Story = {
  name: 'bulk-delete',
  summary: '80 contacts are deleted in one millisecond, with their notes and tasks',
  steps: (nowMs) => [
    {
      atMs: minutesBefore(nowMs, 6),
      hand: { person: 'jordan.reyes', source: 'BULK_ACTION' },
      act: deleteManyAtOnce,
    },
  ],
};

const importedAndUndone: Story = {
  name: 'import',
  summary: '500 contacts come in with a file, ten a second, and are tagged by a workflow as they come',
  steps: (nowMs) =>
    Array.from({ length: 500 }, (_, index) => minutesBefore(nowMs, 20) + index * 100).flatMap((atMs) => [
      { atMs, hand: { person: 'aisha', source: 'IMPORT' } as const, act: newContact },
      {
        atMs: atMs + 40,
        hand: { workflow: 'New lead: welcome and tag', isNamed: true } as const,
        act: tagTheNewest,
      },
    ]),
};

const tagTheNewest: Act = (change) => {
  const contact = change.records.newest('contact');
  if (contact !== undefined) addTags(change, contact, ['imported']);
};

/** What was deleted, or came in masses. */
export const deletionStories: readonly Story[] = [
  mistakenPipeline,
  lostCalendar,
  bulkDelete,
  importedAndUndone,
];
