/** The company's second location: a small practice by another sea, with a staff of its own, a quiet routine and no told days. */

import type { Actor, Change } from '../change.js';
import { createCalendar } from '../services/calendars.js';
import { createPipeline } from '../services/pipelines.js';
import { addSettings } from '../services/settings.js';
import { addUser, userActor } from '../services/users.js';
import { createWorkflow, enableWorkflow } from '../services/workflows.js';
import type { Act } from './act.js';
import { scopesFor } from './cast.js';
import { fillACustomField, newContact, tagAContact, welcomeTheNewest, writeANote } from './contact-acts.js';
import { sendAnInvoice, settleAnInvoice, writeAnInvoice } from './office-acts.js';
import { leave, start } from './presence.js';
import { moveAnOpportunity, openAnOpportunity } from './sales-acts.js';
import { at, type Day, type Hand, type Step } from './step.js';
import { bookAVisit, cancelAVisit, noteAttendance } from './visit-acts.js';
import { phoneNumber } from './words.js';

/** Where it is, and how it is called; the domain is reserved for examples (RFC 2606). */
export const branchPlace = {
  name: 'Harborview Dental',
  timeZone: 'America/Los_Angeles',
  address: '880 Harbor Dr',
  city: 'San Diego',
  state: 'CA',
  country: 'US',
  postalCode: '92101',
  website: 'https://harborview-dental.example',
  email: 'hello@harborview-dental.example',
  phone: '+16195550120',
} as const;

const staff = [
  { key: 'grace', firstName: 'Grace', lastName: 'Nakagawa', role: 'admin' },
  { key: 'leo', firstName: 'Leo', lastName: 'Sandoval', role: 'user' },
] as const;

const welcome = 'New lead: welcome and tag';

/** How often each of the staff does a thing on a working day, on average. */
const habits: Readonly<Record<(typeof staff)[number]['key'], readonly (readonly [Act, number])[]>> = {
  grace: [
    [writeAnInvoice, 0.8],
    [sendAnInvoice, 0.7],
    [settleAnInvoice, 0.5],
    [moveAnOpportunity, 0.6],
  ],
  leo: [
    [bookAVisit, 1.2],
    [cancelAVisit, 0.2],
    [noteAttendance, 0.8],
    [fillACustomField, 0.5],
    [openAnOpportunity, 0.4],
    [writeANote, 0.5],
    [tagAContact, 0.8],
  ],
};

/** What is there on its first morning; `as` gives the change of a hand. */
export function foundBranch(as: (actor: Actor) => Change): void {
  const agency = as({ source: 'WEB_USER' });
  const [admin] = staff.map(({ key, firstName, lastName, role }) =>
    addUser(agency, {
      firstName,
      lastName,
      email: emailOf(key),
      phone: phoneNumber(agency.random),
      type: 'account',
      role,
      scopes: scopesFor(role),
      deleted: false,
    }),
  );
  const change = admin === undefined ? agency : as(userActor(admin));
  const { name, email, phone, website } = branchPlace;
  addSettings(change, 'Business profile', 'BUSINESS_PROFILE', { name, email, phone, website });
  addSettings(change, '+1 619-555-0120', 'PHONE_NUMBER', {
    label: 'Front desk',
    forwardsTo: '',
    recordsCalls: false,
  });
  addSettings(change, 'Staff permissions', 'PERMISSION', {
    assignedDataOnly: false,
    bulkRequestsEnabled: true,
  });
  enableWorkflow(change, createWorkflow(change, welcome, 4));
  for (let added = 0; added < 20; added += 1) newContact(change);
  createPipeline(change, 'New patients', ['Lead', 'Contacted', 'Booked', 'Seen']);
  for (let opened = 0; opened < 8; opened += 1) openAnOpportunity(change);
  createCalendar(change, 'Check-up', {
    description: `Check-ups at ${name}`,
    calendarType: 'round_robin',
    slotDuration: 30,
    isActive: true,
  });
}

/** The steps of one day, in no order. */
export function branchSteps(day: Day): readonly Step[] {
  return [...staff.flatMap(({ key }) => workday(day, key)), ...leads(day)];
}

function workday(day: Day, key: keyof typeof habits): readonly Step[] {
  const { random, weekday } = day;
  if (weekday === 0 || weekday === 6 || random.chance(0.05)) return [];
  const hand: Hand = { email: emailOf(key), source: 'WEB_USER' };
  const steps: Step[] = [{ atMs: at(day, 8, random.next() * 20), hand, act: start }];
  for (const [act, perDay] of habits[key]) {
    for (let left = Math.floor(perDay * (0.5 + random.next()) + random.next()); left > 0; left -= 1) {
      steps.push({ atMs: at(day, 8, 25 + random.next() * 480), hand, act });
    }
  }
  if (random.chance(0.5)) steps.push({ atMs: at(day, 17, random.next() * 10), hand, act: leave });
  return steps;
}

function leads(day: Day): readonly Step[] {
  if (!day.random.chance(0.6)) return [];
  const atMs = at(day, 7, day.random.next() * 14 * 60);
  return [
    { atMs, hand: { outside: { source: 'FORM', sourceName: 'Check-up form' } }, act: newContact },
    { atMs: atMs + 1700, hand: { workflow: welcome, isNamed: true }, act: welcomeTheNewest },
  ];
}

function emailOf(key: string): string {
  return `${key}@harborview-dental.example`;
}
