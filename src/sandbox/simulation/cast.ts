/** The people and workflows of the simulated business: who they are, when they work, since when and until when. */

import type { UserFields } from '../business.js';

/** A person of the staff. `from` and `until` count in days before the first opening: 0 is the day of the opening. */
export interface Person {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly type: UserFields['type'];
  readonly role: UserFields['role'];
  /** Office hours in the account's zone, as hours of the day. */
  readonly hours: readonly [from: number, to: number];
  /** 0 for Sunday. */
  readonly weekdays: readonly number[];
  /** Joined on this day before the opening; absent: was there from the start. */
  readonly joinsDaysBefore?: number;
  readonly leavesDaysBefore?: number;
  /** Part of the changes that are made on the phone, 0 to 1. */
  readonly mobile: number;
}

const weekdays = [1, 2, 3, 4, 5];

/** The staff, and the agency behind the account. */
export const people = [
  {
    key: 'maria',
    firstName: 'Maria',
    lastName: 'Alvarez',
    type: 'account',
    role: 'admin',
    hours: [8, 18],
    weekdays,
    mobile: 0.2,
  },
  {
    key: 'devon',
    firstName: 'Devon',
    lastName: 'Price',
    type: 'account',
    role: 'user',
    hours: [9, 17],
    weekdays,
    mobile: 0.3,
  },
  {
    key: 'jordan.blake',
    firstName: 'Jordan',
    lastName: 'Blake',
    type: 'account',
    role: 'user',
    hours: [9, 18],
    weekdays,
    mobile: 0.4,
  },
  {
    key: 'jordan.reyes',
    firstName: 'Jordan',
    lastName: 'Reyes',
    type: 'account',
    role: 'user',
    hours: [7, 15],
    weekdays: [1, 2, 3, 4, 5, 6],
    mobile: 0,
  },
  {
    key: 'aisha',
    firstName: 'Aisha',
    lastName: 'Khan',
    type: 'account',
    role: 'user',
    hours: [10, 19],
    weekdays,
    mobile: 0.1,
  },
  {
    key: 'tom',
    firstName: 'Tom',
    lastName: 'Becker',
    type: 'account',
    role: 'admin',
    hours: [8, 17],
    weekdays,
    leavesDaysBefore: 20,
    mobile: 0,
  },
  {
    key: 'lena',
    firstName: 'Lena',
    lastName: 'Ortiz',
    type: 'account',
    role: 'user',
    hours: [8, 16],
    weekdays: [2, 3, 4, 5, 6],
    joinsDaysBefore: 34,
    mobile: 0,
  },
  {
    key: 'sam',
    firstName: 'Sam',
    lastName: 'Whitfield',
    type: 'agency',
    role: 'admin',
    hours: [9, 17],
    weekdays: [2],
    mobile: 0,
  },
] as const satisfies readonly Person[];

export type PersonKey = (typeof people)[number]['key'];

/** Their e-mail domain, reserved for examples (RFC 2606). */
export const emailDomain = 'lakeshore-dental.example';

/** The automation that runs from the first day. */
export const workflows = [
  { name: 'New lead: welcome and tag', steps: 6 },
  { name: 'Appointment reminders', steps: 4 },
  { name: 'Recall after six months', steps: 5 },
  { name: 'Review request', steps: 3 },
  { name: 'Holiday whitening offer', steps: 7 },
] as const;

export type WorkflowName = (typeof workflows)[number]['name'];

const userScopes = ['contacts.write', 'opportunities.write', 'calendars/events.write', 'conversations.write'];
const adminScopes = [
  ...userScopes,
  'workflows.write',
  'settings.write',
  'payments.write',
  'users/team-management.write',
];

/** What a person of this role may do; only administrators see the log (help pages). */
export function scopesFor(role: UserFields['role']): readonly string[] {
  return role === 'admin' ? [...adminScopes, 'audit-logs.readonly', 'audit-logs.export'] : userScopes;
}

/** The user record that a person gets. */
export function userFields(person: Person, phone: string): UserFields {
  return {
    firstName: person.firstName,
    lastName: person.lastName,
    email: `${person.key}@${emailDomain}`,
    phone,
    type: person.type,
    role: person.role,
    scopes: scopesFor(person.role),
    deleted: false,
  };
}
