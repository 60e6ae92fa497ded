/** What people and workflows of the business do, each a small act on whatever records there are; done through the services. */

import type { BusinessRecord, Kind } from '../business.js';
import type { Change } from '../change.js';
import { bookAppointment, moveAppointment, setAppointmentStatus } from '../services/calendars.js';
import { addTags, createContact, editContact, removeTags, setCustomField } from '../services/contacts.js';
import { addObjectRecord, associate, editObjectRecord } from '../services/custom-objects.js';
import { addPage, publishPage } from '../services/funnels.js';
import { createInvoice, markOverdue, payInvoice, refundInvoice, sendInvoice } from '../services/invoices.js';
import { addNote, deleteNote, editNote } from '../services/notes.js';
import { createOpportunity, editOpportunity, moveToStage, setStatus } from '../services/opportunities.js';
import { addTask, completeTask } from '../services/tasks.js';
import { editWorkflow } from '../services/workflows.js';
import { dayMs } from '../zone.js';
import {
  contactName,
  customFieldNames,
  customFieldValue,
  emailFor,
  leadSources,
  noteBodies,
  phoneNumber,
  streetAddress,
  tags,
  taskTitles,
} from './words.js';

/** Does one thing, or nothing where the business has nothing to do it to. */
export type Act = (change: Change) => void;

export const newContact: Act = (change) => {
  const { random } = change;
  const name = contactName(random);
  createContact(change, name, {
    email: emailFor(name, random),
    phone: phoneNumber(random),
    address: '',
    tags: [],
    customFields: [],
    assignedTo: null,
  });
};

export const editAContact: Act = (change) => {
  const { random } = change;
  const contact = change.records.any('contact', random);
  if (contact === undefined) return;
  const edits = [
    { address: streetAddress(random) },
    { phone: phoneNumber(random) },
    { email: emailFor(contact.name, random) },
    { assignedTo: someUserId(change) },
  ];
  editContact(change, contact, { fields: random.pick(edits) });
};

export const fillACustomField: Act = (change) => {
  const { random } = change;
  const contact = change.records.any('contact', random);
  if (contact === undefined) return;
  const index = random.below(customFieldNames.length);
  const fieldName = customFieldNames[index] ?? customFieldNames[0];
  setCustomField(change, contact, {
    id: `cf${String(index + 1).padStart(18, '0')}`,
    fieldName,
    fieldValue: customFieldValue(fieldName, random),
  });
};

export const tagAContact: Act = (change) => {
  const contact = change.records.any('contact', change.random);
  if (contact !== undefined) addTags(change, contact, [change.random.pick(tags)]);
};

/** Tags the newest contact: what a workflow does seconds after a form was sent. */
export const welcomeTheNewest: Act = (change) => {
  const contact = change.records.newest('contact');
  if (contact !== undefined) addTags(change, contact, ['new-lead']);
};

/** One contact gets this tag; a burst is many of these. */
export function tagSomeoneWith(tag: string): Act {
  return (change) => {
    const contact = findAny(change, 'contact', ({ fields }) => !fields.tags.includes(tag));
    if (contact !== undefined) addTags(change, contact, [tag]);
  };
}

export const untagAContact: Act = (change) => {
  const contact = findAny(change, 'contact', ({ fields }) => fields.tags.length > 0);
  if (contact !== undefined) removeTags(change, contact, [change.random.pick(contact.fields.tags)]);
};

export const writeANote: Act = (change) => {
  const contact = change.records.any('contact', change.random);
  if (contact !== undefined) addNote(change, contact.id, change.random.pick(noteBodies));
};

export const reviseANote: Act = (change) => {
  const note = change.records.any('note', change.random);
  if (note === undefined) return;
  if (change.random.chance(0.2)) deleteNote(change, note);
  else editNote(change, note, `${change.random.pick(noteBodies)} (${note.fields.body.slice(0, 24)}…)`);
};

export const planATask: Act = (change) => {
  const { random } = change;
  const contact = change.records.any('contact', random);
  if (contact === undefined) return;
  addTask(change, contact.id, {
    title: random.pick(taskTitles),
    body: '',
    dueDate: new Date(change.atMs + random.between(1, 10) * dayMs).toISOString(),
    assignedTo: someUserId(change),
  });
};

export const finishATask: Act = (change) => {
  const task = findAny(change, 'task', ({ fields }) => !fields.completed);
  if (task !== undefined) completeTask(change, task);
};

export const openAnOpportunity: Act = (change) => {
  const pipeline = change.records.any('pipeline', change.random);
  if (pipeline !== undefined) openOpportunityIn(change, pipeline);
};

/** Opens an opportunity at the first stage of this pipeline, for any contact. */
export function openOpportunityIn(change: Change, pipeline: BusinessRecord<'pipeline'>): void {
  const { random } = change;
  const contact = change.records.any('contact', random);
  const stage = pipeline.fields.stages[0];
  if (contact === undefined || stage === undefined) return;
  createOpportunity(change, pipeline.id, {
    name: `${contact.name.trim()} – ${pipeline.name}`,
    contactId: contact.id,
    stage,
    monetaryValue: random.between(3, 90) * 50,
    assignedTo: someUserId(change),
    source: random.pick(leadSources),
  });
}

export const moveAnOpportunity: Act = (change) => {
  const opportunity = findAny(change, 'opportunity', ({ fields }) => fields.status === 'open');
  const pipeline = opportunity?.parentId && change.records.find('pipeline', opportunity.parentId);
  if (!opportunity || !pipeline) return;
  const { stages } = pipeline.fields;
  const at = stages.findIndex(({ id }) => id === opportunity.fields.pipelineStageId);
  const next = stages[change.random.chance(0.85) ? at + 1 : at - 1];
  if (next !== undefined) moveToStage(change, opportunity, next);
};

export const decideAnOpportunity: Act = (change) => {
  const opportunity = findAny(change, 'opportunity', ({ fields }) => fields.status === 'open');
  if (opportunity === undefined) return;
  setStatus(change, opportunity, change.random.pick(['won', 'won', 'lost', 'abandoned'] as const));
};

export const revalueAnOpportunity: Act = (change) => {
  const opportunity = findAny(change, 'opportunity', ({ fields }) => fields.status === 'open');
  if (opportunity === undefined) return;
  const { random } = change;
  const edits = [{ monetaryValue: random.between(3, 90) * 50 }, { assignedTo: someUserId(change) }];
  editOpportunity(change, opportunity, random.pick(edits));
};

export const bookAVisit: Act = (change) => {
  const { random } = change;
  const calendar = change.records.any('calendar', random);
  const contact = change.records.any('contact', random);
  if (calendar === undefined || contact === undefined) return;
  bookAppointment(change, calendar.id, {
    title: `${calendar.name}: ${contact.name.trim()}`,
    contactId: contact.id,
    fields: {
      ...visitTimes(change, calendar.fields.slotDuration),
      appointmentStatus: 'confirmed',
      assignedTo: someUserId(change),
    },
  });
};

export const moveAVisit: Act = (change) => {
  const visit = findAny(change, 'appointment', (appointment) => isAhead(appointment, change.atMs));
  if (visit === undefined) return;
  const minutes = (Date.parse(visit.fields.endTime) - Date.parse(visit.fields.startTime)) / 60_000;
  moveAppointment(change, visit, visitTimes(change, minutes));
};

export const cancelAVisit: Act = (change) => {
  const visit = findAny(change, 'appointment', (appointment) => isAhead(appointment, change.atMs));
  if (visit !== undefined) setAppointmentStatus(change, visit, 'cancelled');
};

export const noteAttendance: Act = (change) => {
  const visit = findAny(
    change,
    'appointment',
    ({ fields }) => fields.appointmentStatus === 'confirmed' && Date.parse(fields.endTime) < change.atMs,
  );
  if (visit !== undefined)
    setAppointmentStatus(change, visit, change.random.chance(0.9) ? 'showed' : 'noshow');
};

export const writeAnInvoice: Act = (change) => {
  const contact = change.records.any('contact', change.random);
  if (contact === undefined) return;
  const number = String(change.records.count('invoice') + 1).padStart(6, '0');
  createInvoice(change, contact.id, `INV-${number}`, change.random.between(6, 240) * 10);
};

export const sendAnInvoice: Act = (change) => {
  const invoice = findAny(change, 'invoice', ({ fields }) => fields.status === 'draft');
  if (invoice !== undefined) sendInvoice(change, invoice);
};

export const settleAnInvoice: Act = (change) => {
  const invoice = findAny(change, 'invoice', ({ fields }) => fields.status === 'sent');
  if (invoice === undefined) return;
  if (change.random.chance(0.88)) payInvoice(change, invoice);
  else markOverdue(change, invoice);
};

export const refundAnInvoice: Act = (change) => {
  const invoice = findAny(change, 'invoice', ({ fields }) => fields.status === 'paid');
  if (invoice !== undefined) refundInvoice(change, invoice);
};

export const tuneAWorkflow: Act = (change) => {
  const workflow = change.records.any('workflow', change.random);
  if (workflow !== undefined) editWorkflow(change, workflow, change.random.between(3, 9));
};

export const workOnAFunnel: Act = (change) => {
  const { random } = change;
  const page = change.records.any('page', random);
  if (page !== undefined && random.chance(0.7)) {
    publishPage(change, page, !page.fields.published);
    return;
  }
  const funnel = change.records.any('funnel', random);
  const number = change.records.count('page') + 1;
  if (funnel !== undefined) addPage(change, funnel.id, `Landing page ${number}`, `/landing-${number}`);
};

export const workOnACustomObject: Act = (change) => {
  const { random } = change;
  const record = change.records.any('objectRecord', random);
  if (record !== undefined && random.chance(0.5)) {
    editObjectRecord(change, record, { estimate: random.between(5, 80) * 100 });
    return;
  }
  const object = change.records.any('object', random);
  const contact = change.records.any('contact', random);
  if (object === undefined || contact === undefined) return;
  const added = addObjectRecord(change, object, `${object.fields.singular} for ${contact.name.trim()}`, {
    estimate: random.between(5, 80) * 100,
    phase: random.pick(['proposed', 'accepted', 'in treatment']),
  });
  associate(change, added, contact);
};

/** Tries a few at random; none of them fits: undefined. Bounded, so that a large business costs no more than a small one. */
export function findAny<K extends Kind>(
  change: Change,
  kind: K,
  fits: (record: BusinessRecord<K>) => boolean,
): BusinessRecord<K> | undefined {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const record = change.records.any(kind, change.random);
    if (record !== undefined && fits(record)) return record;
  }
  return undefined;
}

function someUserId(change: Change): string | null {
  return findAny(change, 'user', ({ fields }) => !fields.deleted && fields.type === 'account')?.id ?? null;
}

function isAhead({ fields }: BusinessRecord<'appointment'>, nowMs: number): boolean {
  return fields.appointmentStatus === 'confirmed' && Date.parse(fields.startTime) > nowMs;
}

/** One to fourteen days ahead, on the half hour. */
function visitTimes(
  change: Change,
  minutes: number,
): { readonly startTime: string; readonly endTime: string } {
  const halfHourMs = 1_800_000;
  const start =
    Math.floor(change.atMs / halfHourMs) * halfHourMs +
    change.random.between(1, 14) * dayMs +
    change.random.between(-6, 6) * halfHourMs;
  return {
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + minutes * 60_000).toISOString(),
  };
}
