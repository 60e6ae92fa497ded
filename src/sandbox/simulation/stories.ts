/** What happens on particular days: mistakes, departures, imports. After the first opening the last thirty days come round again. */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { downloadExport, requestExport } from '../services/audit-exports.js';
import { createCalendar, deleteCalendar } from '../services/calendars.js';
import { addTags, deleteContact, restoreContact } from '../services/contacts.js';
import { deleteObjectRecord } from '../services/custom-objects.js';
import { deleteOpportunity } from '../services/opportunities.js';
import { createPipeline, deletePipeline, renamePipeline } from '../services/pipelines.js';
import { changeSettings } from '../services/settings.js';
import { addUser, changeRole, deactivateUser } from '../services/users.js';
import { disableWorkflow, enableWorkflow } from '../services/workflows.js';
import { type Act, bookAVisit, newContact, openOpportunityIn, tagSomeoneWith } from './acts.js';
import { type PersonKey, people, scopesFor, userFields } from './cast.js';
import { implantPipeline } from './founding.js';
import { mistypePassword } from './presence.js';
import { at, type Day, type Hand, type Step } from './step.js';
import { phoneNumber } from './words.js';

const web = (person: PersonKey): Hand => ({ person, source: 'WEB_USER' });

/** The told steps of a day; none for most. */
export function stories(day: Day): readonly Step[] {
  return told[day.daysBefore]?.(day) ?? [];
}

/** By days before the first opening. */
const told: Readonly<Record<number, (day: Day) => readonly Step[]>> = {
  52: (day) => [
    {
      atMs: at(day, 14, 5),
      hand: web('tom'),
      act: changeProfile({ website: 'https://www.lakeshore-dental.example' }),
    },
  ],
  44: (day) => [
    { atMs: at(day, 11, 2), hand: web('jordan.reyes'), act: deleteAContact },
    { atMs: at(day, 11, 9), hand: web('maria'), act: restoreTheLastContact },
  ],
  34: (day) => [{ atMs: at(day, 8, 5), hand: web('maria'), act: hire('lena') }],
  31: (day) => [{ atMs: at(day, 15, 40), hand: web('tom'), act: changePhone }],
  27: (day) => [{ atMs: at(day, 9, 12), hand: web('maria'), act: reopenImplants }],
  23: (day) => [
    { atMs: at(day, 10, 0), hand: web('maria'), act: reopenWhitening },
    ...many(day, 12, web('aisha'), bookAVisit),
  ],
  20: (day) => lastDayOfTom(day),
  17: (day) => [{ atMs: at(day, 13, 30), hand: web('aisha'), act: toggleOffer }],
  14: (day) => importOfContacts(day),
  12: (day) => guessedPasswords(day),
  11: (day) => [{ atMs: at(day, 10, 44), hand: web('maria'), act: promote('jordan.blake') }],
  9: (day) => [{ atMs: at(day, 16, 21), hand: web('devon'), act: deleteAnOpportunity }],
  8: (day) => [
    { atMs: at(day, 9, 31), hand: web('devon'), act: deleteTheContactOfTheLastOpportunity },
    { atMs: at(day, 15, 3), hand: web('maria'), act: deleteAnObjectRecord },
  ],
  6: (day) => [{ atMs: at(day, 16, 47) + 318, hand: web('jordan.blake'), act: deleteImplants }],
  5: (day) => holidayOffer(day),
  3: (day) => [{ atMs: at(day, 12, 14), hand: web('jordan.reyes'), act: deleteWhitening }],
  2: (day) => [{ atMs: at(day, 9, 58), hand: web('maria'), act: exportTheLog }],
  1: (day) => [
    { atMs: at(day, 17, 20), hand: { person: 'aisha', source: 'BULK_ACTION' }, act: tagManyAtOnce },
  ],
};

function many(day: Day, count: number, hand: Hand, act: Act): readonly Step[] {
  return Array.from({ length: count }, (_, index) => ({
    atMs: at(day, 10, 5 + index * 2 + day.random.next()),
    hand,
    act,
  }));
}

/** The administrator who leaves takes a copy of the log, deletes contacts in one minute, and is deactivated an hour later. */
function lastDayOfTom(day: Day): readonly Step[] {
  const deletions = Array.from({ length: 14 }, (_, index) => ({
    atMs: at(day, 16, 31) + index * 2900 + day.random.below(900),
    hand: web('tom'),
    act: deleteAContact,
  }));
  return [
    { atMs: at(day, 16, 12), hand: web('tom'), act: exportTheLog },
    ...deletions,
    { atMs: at(day, 17, 35), hand: web('maria'), act: letGo('tom') },
  ];
}

/** A file of new contacts, a few every second. */
function importOfContacts(day: Day): readonly Step[] {
  return Array.from({ length: 60 }, (_, index) => ({
    atMs: at(day, 11, 15) + index * 97,
    hand: { person: 'aisha', source: 'IMPORT' } as const,
    act: newContact,
  }));
}

function guessedPasswords(day: Day): readonly Step[] {
  return Array.from({ length: 7 }, (_, index) => ({
    atMs: at(day, 3, 12) + index * 4100 + day.random.below(700),
    hand: web('maria'),
    act: mistypePassword,
  }));
}

/** A campaign's workflow tags on, several in a second, on the hour. */
function holidayOffer(day: Day): readonly Step[] {
  return Array.from({ length: 90 }, (_, index) => ({
    atMs: at(day, 10) + Math.floor(index / 3) * 1000 + (index % 3) * 11,
    hand: { workflow: 'Holiday whitening offer', isNamed: index % 2 === 0 } as const,
    act: tagSomeoneWith('holiday-offer'),
  }));
}

const deleteAContact: Act = (change) => {
  const contact = change.records.any('contact', change.random);
  if (contact !== undefined) deleteContact(change, contact);
};

const restoreTheLastContact: Act = (change) => {
  const seq = lastDeletion(change, 'CONTACT');
  if (seq !== undefined) restoreContact(change, seq);
};

const deleteAnOpportunity: Act = (change) => {
  const opportunity = change.records.any('opportunity', change.random);
  if (opportunity !== undefined) deleteOpportunity(change, opportunity);
};

/** So that this opportunity can no longer come back. */
const deleteTheContactOfTheLastOpportunity: Act = (change) => {
  const seq = lastDeletion(change, 'OPPORTUNITY');
  const opportunity = seq === undefined ? undefined : change.records.deletedUnder('opportunity', seq)[0];
  const contact = opportunity?.contactId && change.records.find('contact', opportunity.contactId);
  if (contact) deleteContact(change, contact);
};

const deleteAnObjectRecord: Act = (change) => {
  const record = change.records.any('objectRecord', change.random);
  if (record !== undefined) deleteObjectRecord(change, record);
};

const deleteImplants: Act = (change) => {
  const pipeline = named(change, 'pipeline', implantPipeline.name);
  if (pipeline !== undefined) deletePipeline(change, pipeline);
};

/** Nothing to do at first; when the days come round again, the pipeline is set up anew. */
const reopenImplants: Act = (change) => {
  const known = named(change, 'pipeline', implantPipeline.name);
  if (known !== undefined) {
    renamePipeline(change, known, implantPipeline.name);
    return;
  }
  const pipeline = createPipeline(change, implantPipeline.name, implantPipeline.stages);
  for (let opened = 0; opened < 24; opened += 1) openOpportunityIn(change, pipeline);
};

const reopenWhitening: Act = (change) => {
  if (named(change, 'calendar', 'Whitening') !== undefined) return;
  createCalendar(change, 'Whitening', {
    description: 'Whitening at Lakeshore Dental Studio',
    calendarType: 'round_robin',
    slotDuration: 60,
    isActive: true,
  });
};

const deleteWhitening: Act = (change) => {
  const calendar = named(change, 'calendar', 'Whitening');
  if (calendar !== undefined) deleteCalendar(change, calendar);
};

const toggleOffer: Act = (change) => {
  const workflow = named(change, 'workflow', 'Review request');
  if (workflow === undefined) return;
  if (workflow.fields.status === 'published') disableWorkflow(change, workflow);
  else enableWorkflow(change, workflow);
};

const changePhone: Act = (change) => {
  const phone = change.records.list('settings').find(({ fields }) => fields.module === 'PHONE_NUMBER');
  if (phone !== undefined) changeSettings(change, phone, { forwardsTo: '+13125550177', recordsCalls: true });
};

const exportTheLog: Act = (change) => {
  downloadExport(
    change,
    requestExport(change, { dateRange: 'last 30 days' }, change.random.between(900, 1600)),
  );
};

/** All in one millisecond: the list view's bulk action. */
const tagManyAtOnce: Act = (change) => {
  for (let tagged = 0; tagged < 25; tagged += 1) {
    const contact = change.records.any('contact', change.random);
    if (contact !== undefined) addTags(change, contact, ['november-newsletter']);
  }
};

function changeProfile(values: Readonly<Record<string, string>>): Act {
  return (change) => {
    const profile = change.records
      .list('settings')
      .find(({ fields }) => fields.module === 'BUSINESS_PROFILE');
    if (profile !== undefined) changeSettings(change, profile, values);
  };
}

function hire(key: PersonKey): Act {
  return (change) => {
    const person = people.find((candidate) => candidate.key === key);
    if (person !== undefined) addUser(change, userFields(person, phoneNumber(change.random)));
  };
}

function letGo(key: PersonKey): Act {
  return (change) => {
    const user = userOf(change, key);
    if (user !== undefined && !user.fields.deleted) deactivateUser(change, user);
  };
}

/** A right too many, given and taken back by turns. */
function promote(key: PersonKey): Act {
  return (change) => {
    const user = userOf(change, key);
    if (user === undefined) return;
    const scopes = user.fields.scopes.includes('workflows.write')
      ? scopesFor('user')
      : [...scopesFor('user'), 'workflows.write'];
    changeRole(change, user, { role: user.fields.role, scopes });
  };
}

function userOf(change: Change, key: PersonKey): BusinessRecord<'user'> | undefined {
  return change.records.list('user').find(({ fields }) => fields.email.startsWith(`${key}@`));
}

function named<K extends 'pipeline' | 'calendar' | 'workflow'>(change: Change, kind: K, name: string) {
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
