/** Staff that comes and goes for as long as the business lives: every 45 days somebody joins, gets a right more, and leaves half a year later. */

import { createRandom } from '../random.js';
import { addUser, changeRole, deactivateUser } from '../services/users.js';
import { dayMs } from '../zone.js';
import type { Act } from './act.js';
import { emailDomain, scopesFor } from './cast.js';
import { editAContact, finishATask, writeANote } from './contact-acts.js';
import { leave, start } from './presence.js';
import { at, type Day, type Hand, type Step } from './step.js';
import { bookAVisit, noteAttendance } from './visit-acts.js';
import { personName, phoneNumber } from './words.js';

const daysBetweenJoining = 45;
/** After joining. */
const daysToPromotion = 31;
const daysToLeaving = 180;

const habits: readonly (readonly [Act, number])[] = [
  [bookAVisit, 0.7],
  [noteAttendance, 0.5],
  [editAContact, 0.4],
  [writeANote, 0.4],
  [finishATask, 0.3],
];

/** Who joins, gets a right more or leaves on this day; by the calendar alone, so that every seed's staff changes. */
export function comingsAndGoings(day: Day): readonly Step[] {
  const hand: Hand = { person: 'maria', source: 'WEB_USER' };
  const number = numberOf(day);
  const joined = (daysAgo: number) => (number - daysAgo) % daysBetweenJoining === 0;
  return [
    ...(joined(0) ? [{ atMs: at(day, 9, 18), hand, act: join(newcomer(number)) }] : []),
    ...(joined(daysToPromotion)
      ? [{ atMs: at(day, 10, 51), hand, act: promote(newcomer(number - daysToPromotion)) }]
      : []),
    ...(joined(daysToLeaving)
      ? [{ atMs: at(day, 16, 58), hand, act: dismiss(newcomer(number - daysToLeaving)) }]
      : []),
  ];
}

/** The working day of everybody who has joined and not left. */
export function newcomers(day: Day): readonly Step[] {
  const { random, weekday, pace } = day;
  if (weekday === 0 || weekday === 6) return [];
  const number = numberOf(day);
  const last = number - (number % daysBetweenJoining);
  const steps: Step[] = [];
  for (let joined = last; joined > number - daysToLeaving; joined -= daysBetweenJoining) {
    const hand: Hand = { email: newcomer(joined).email, source: 'WEB_USER' };
    steps.push({ atMs: at(day, 10, random.next() * 15), hand, act: start });
    for (const [act, perDay] of habits) {
      for (let left = Math.floor(perDay * pace * (0.5 + random.next()) + random.next()); left > 0; left -= 1)
        steps.push({ atMs: at(day, 10, 20 + random.next() * 380), hand, act });
    }
    if (random.chance(0.4)) steps.push({ atMs: at(day, 17, random.next() * 9), hand, act: leave });
  }
  return steps;
}

interface Newcomer {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
}

/** The same person for everybody who asks about the day on which they joined. */
function newcomer(dayNumber: number): Newcomer {
  const { firstName, lastName } = personName(createRandom(`newcomer/${dayNumber}`));
  const plain = `${firstName}.${lastName}`
    .normalize('NFD')
    .replace(/[^A-Za-z.]/gu, '')
    .toLowerCase();
  return { firstName, lastName, email: `${plain}@${emailDomain}` };
}

function join({ firstName, lastName, email }: Newcomer): Act {
  return (change) => {
    const phone = phoneNumber(change.random);
    const scopes = scopesFor('user');
    addUser(change, {
      firstName,
      lastName,
      email,
      phone,
      type: 'account',
      role: 'user',
      scopes,
      deleted: false,
    });
  };
}

function promote(who: Newcomer): Act {
  return (change) => {
    const user = find(change, who);
    if (user !== undefined) {
      changeRole(change, user, { role: 'user', scopes: [...scopesFor('user'), 'payments.write'] });
    }
  };
}

function dismiss(who: Newcomer): Act {
  return (change) => {
    const user = find(change, who);
    if (user !== undefined) deactivateUser(change, user);
  };
}

function find({ records }: Parameters<Act>[0], { email }: Newcomer) {
  return records.list('user').find(({ fields }) => fields.email === email && !fields.deleted);
}

/** Of the days since the epoch. */
function numberOf({ date }: Day): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);
}
