/** The deletions of the told days, and what makes way for them or undoes them. */

import type { Change } from '../change.js';
import type { Database } from '../database.js';
import { createCalendar, deleteAppointment, deleteCalendar } from '../services/calendars.js';
import { deleteContact, restoreContact } from '../services/contacts.js';
import { deleteObjectRecord } from '../services/custom-objects.js';
import { deleteOpportunity } from '../services/opportunities.js';
import { createPipeline, deletePipeline } from '../services/pipelines.js';
import type { Act } from './act.js';
import { implantPipeline } from './founding.js';
import { openOpportunityIn } from './sales-acts.js';

/** Any contact. */
export const deleteAContact: Act = (change) => {
  const contact = change.records.any('contact', change.random);
  if (contact !== undefined) deleteContact(change, contact);
};

/** The contact that was deleted last comes back with its notes and tasks. */
export const restoreTheLastContact: Act = (change) => {
  const seq = lastDeletion(change, 'CONTACT');
  if (seq !== undefined) restoreContact(change, seq);
};

/** Any opportunity. */
export const deleteAnOpportunity: Act = (change) => {
  const opportunity = change.records.any('opportunity', change.random);
  if (opportunity !== undefined) deleteOpportunity(change, opportunity);
};

/** So that this opportunity can no longer come back. */
export const deleteTheContactOfTheLastOpportunity: Act = (change) => {
  const seq = lastDeletion(change, 'OPPORTUNITY');
  const opportunity =
    seq === undefined ? undefined : change.records.deletedUnder('opportunity', seq)[0]?.record;
  const contact = opportunity?.contactId && change.records.find('contact', opportunity.contactId);
  if (contact) deleteContact(change, contact);
};

/** Any record of a custom object. */
export const deleteAnObjectRecord: Act = (change) => {
  const record = change.records.any('objectRecord', change.random);
  if (record !== undefined) deleteObjectRecord(change, record);
};

/** The mistake: a pipeline falls with all its opportunities. */
export const deleteImplants: Act = (change) => {
  const pipeline = named(change, 'pipeline', implantPipeline.name);
  if (pipeline !== undefined) deletePipeline(change, pipeline);
};

/** An opportunity goes by itself before its pipeline does: it will not come back with it. */
export const deleteAnImplantOpportunity: Act = (change) => {
  const pipeline = named(change, 'pipeline', implantPipeline.name);
  const opportunity = pipeline && change.records.children('opportunity', pipeline.id)[0];
  if (opportunity !== undefined) deleteOpportunity(change, opportunity);
};

/** After the pipeline, the contact of one of its opportunities goes too: that one will not come back either. */
export const deleteAnImplantContact: Act = (change) => {
  const seq = lastDeletion(change, 'PIPELINE');
  const fallen = seq === undefined ? undefined : change.records.deletedUnder('opportunity', seq)[3];
  const contact = fallen?.record.contactId && change.records.find('contact', fallen.record.contactId);
  if (contact) deleteContact(change, contact);
};

/** One visit goes by itself: with its calendar, if that follows within half an hour. */
export const deleteAWhiteningVisit: Act = (change) => {
  const calendar = named(change, 'calendar', 'Whitening');
  const visit = calendar && change.records.children('appointment', calendar.id)[0];
  if (visit !== undefined) deleteAppointment(change, visit);
};

/** Nothing to do at first; when the days come round again, the pipeline is set up anew. */
export const reopenImplants: Act = (change) => {
  if (named(change, 'pipeline', implantPipeline.name) !== undefined) return;
  const pipeline = createPipeline(change, implantPipeline.name, implantPipeline.stages);
  for (let opened = 0; opened < 24; opened += 1) openOpportunityIn(change, pipeline);
};

/** One more opportunity in the pipeline that is going to fall. */
export const enquireAboutImplants: Act = (change) => {
  const pipeline = named(change, 'pipeline', implantPipeline.name);
  if (pipeline !== undefined) openOpportunityIn(change, pipeline);
};

/** The calendar is set up anew where it has been deleted. */
export const reopenWhitening: Act = (change) => {
  if (named(change, 'calendar', 'Whitening') !== undefined) return;
  createCalendar(change, 'Whitening', {
    description: 'Whitening at Lakeshore Dental Studio',
    calendarType: 'round_robin',
    slotDuration: 60,
    isActive: true,
  });
};

/** How many events the two great deletions will write that lie ahead so many days before the first opening. */
export function greatDeletionsAhead(database: Database, locationId: string, daysBefore: number): number {
  const falling = [
    { kind: 'opportunity', of: 'pipeline', name: implantPipeline.name, day: 6 },
    { kind: 'appointment', of: 'calendar', name: 'Whitening', day: 3 },
  ].filter(({ day }) => daysBefore >= day);
  const count = database.statement(
    `SELECT count(*) FROM record WHERE kind = ? AND parent_id IN
     (SELECT id FROM record INDEXED BY record_kind WHERE location_id = ? AND kind = ? AND name = ?)`,
  );
  return falling.reduce(
    (sum, { kind, of, name }) => sum + Number(count.row(kind, locationId, of, name)?.[0]),
    0,
  );
}

/** A calendar falls with its appointments. */
export const deleteWhitening: Act = (change) => {
  const calendar = named(change, 'calendar', 'Whitening');
  if (calendar !== undefined) deleteCalendar(change, calendar);
};

/** The record of this very name. */
export function named<K extends 'pipeline' | 'calendar' | 'workflow'>(change: Change, kind: K, name: string) {
  return change.records.list(kind).find((record) => record.name === name);
}

function lastDeletion({ database, locationId }: Change, module: string): number | undefined {
  const row = database
    .statement(
      `SELECT seq FROM event WHERE location_id = ? AND module = ? AND type = 'DELETED' ORDER BY at_ms DESC, seq DESC LIMIT 1`,
    )
    .row(locationId, module);
  return row === undefined ? undefined : Number(row[0]);
}
