/** The day on which the business begins: staff, contacts, pipelines, calendars, workflows, settings; all through the services. */

import type { Actor, Change } from '../change.js';
import { createCalendar } from '../services/calendars.js';
import { canDefineObjects, createObject } from '../services/custom-objects.js';
import { createFunnel } from '../services/funnels.js';
import { createPipeline } from '../services/pipelines.js';
import { addSettings } from '../services/settings.js';
import { addUser, userActor } from '../services/users.js';
import { createWorkflow, enableWorkflow } from '../services/workflows.js';
import { people, userFields, workflows } from './cast.js';
import { fillACustomField, newContact, tagAContact, writeANote } from './contact-acts.js';
import { workOnACustomObject, writeAnInvoice } from './office-acts.js';
import { openOpportunityIn } from './sales-acts.js';
import { bookAVisit } from './visit-acts.js';
import { phoneNumber } from './words.js';

const contactCount = 160;
const opportunitiesPerPipeline = 32;

/** The pipeline that is deleted by mistake. */
export const implantPipeline = {
  name: 'Implant consultations',
  stages: ['Enquiry', 'Consultation', 'Plan sent', 'Accepted', 'In treatment'],
};

/**
 * `as` gives the change of a hand; founding belongs to the agency that set the account up.
 * `pace`: how many times as busy as usual the business is going to be.
 */
export function found(as: (actor: Actor) => Change, pace: number): void {
  const agency = as({ source: 'WEB_USER' });
  const staff = people
    .filter((person) => !('joinsDaysBefore' in person))
    .map((person) => addUser(agency, userFields(person, phoneNumber(agency.random))));
  const admin = staff.find(({ fields }) => fields.type === 'account' && fields.role === 'admin');
  const change = admin === undefined ? agency : as(userActor(admin));
  foundSettings(change);
  for (const { name, steps } of workflows) enableWorkflow(change, createWorkflow(change, name, steps));
  createFunnel(change, 'Whitening campaign', 'smile.lakeshore-dental.example');
  if (canDefineObjects(change)) {
    createObject(change, {
      key: 'treatment_plans',
      singular: 'Treatment plan',
      plural: 'Treatment plans',
      description: 'What was proposed to a patient, and where it stands.',
    });
  }
  foundRecords(change, sizeFor(pace));
}

function foundSettings(change: Change): void {
  addSettings(change, 'Business profile', 'BUSINESS_PROFILE', {
    name: 'Lakeshore Dental Studio',
    email: 'hello@lakeshore-dental.example',
    phone: '+13125550140',
    website: 'https://lakeshore-dental.example',
  });
  addSettings(change, '+1 312-555-0140', 'PHONE_NUMBER', {
    label: 'Front desk',
    forwardsTo: '',
    recordsCalls: false,
  });
  addSettings(change, 'Google Calendar', 'INTEGRATION', {
    connected: true,
    account: 'front.desk@lakeshore-dental.example',
  });
  addSettings(change, 'Staff permissions', 'PERMISSION', {
    assignedDataOnly: false,
    bulkRequestsEnabled: true,
  });
}

/** A busier business has more of everything, though not as many times more: how many times. */
function sizeFor(pace: number): number {
  return Math.max(1, Math.round(Math.sqrt(pace)));
}

function foundRecords(change: Change, size: number): void {
  const times = (count: number, act: (change: Change) => void) => {
    for (let done = 0; done < count; done += 1) act(change);
  };
  times(contactCount * size, newContact);
  const pipelines = [
    createPipeline(change, 'New patients', ['Lead', 'Contacted', 'Booked', 'Seen']),
    createPipeline(change, implantPipeline.name, implantPipeline.stages),
    createPipeline(change, 'Referral partners', ['Introduced', 'Meeting', 'Agreement']),
    ...further(size).map((number) =>
      createPipeline(change, `New patients ${number}`, ['Lead', 'Contacted', 'Booked', 'Seen']),
    ),
  ];
  for (const pipeline of pipelines)
    times(opportunitiesPerPipeline, () => openOpportunityIn(change, pipeline));
  for (const [name, slotDuration] of [
    ['Cleaning', 45],
    ['Consultation', 30],
    ['Whitening', 60],
    ...further(size).map((number) => [`Consultation ${number}`, 30] as const),
  ] as const) {
    createCalendar(change, name, {
      description: `${name} at Lakeshore Dental Studio`,
      calendarType: 'round_robin',
      slotDuration,
      isActive: true,
    });
  }
  times(40, bookAVisit);
  times(60, tagAContact);
  times(30, fillACustomField);
  times(12, writeANote);
  times(6, workOnACustomObject);
  times(10, writeAnInvoice);
}

/** Numbers from 2 on, two for each time that the business is larger than usual. */
function further(size: number): readonly number[] {
  return Array.from({ length: (size - 1) * 2 }, (_, index) => index + 2);
}
