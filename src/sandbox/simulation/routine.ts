/** What an ordinary day brings: people at their work in their office hours, leads at any hour, workflows after them. */

import { type Person, type PersonKey, people } from './cast.js';
import { editAContact, newContact, tagSomeoneWith, welcomeTheNewest } from './contact-acts.js';
import { habits } from './habits.js';
import { newcomers } from './newcomers.js';
import { settleAnInvoice } from './office-acts.js';
import { leave, mistypePassword, renewPassword, start } from './presence.js';
import { at, type Day, type Hand, type Step } from './step.js';
import { bookAVisit } from './visit-acts.js';

/** The steps of an ordinary day, in no order. */
export function routine(day: Day): readonly Step[] {
  return [
    ...people.flatMap((person) => workday(day, person)),
    ...newcomers(day),
    ...leads(day),
    ...bookings(day),
    ...recall(day),
    ...integrations(day),
    ...assistant(day),
  ];
}

function workday(day: Day, person: Person & { readonly key: PersonKey }): readonly Step[] {
  const { random } = day;
  if (!person.weekdays.includes(day.weekday) || random.chance(0.04)) return [];
  const [from, to] = person.hours;
  const span = (to - from) * 60;
  const onWeb: Hand = { person: person.key, source: 'WEB_USER' };
  const steps: Step[] = [{ atMs: at(day, from, random.next() * 18), hand: onWeb, act: start }];
  if (random.chance(0.06))
    steps.push({ atMs: at(day, from, random.next() * -4), hand: onWeb, act: mistypePassword });
  if (random.chance(0.01)) steps.push({ atMs: at(day, from, 25), hand: onWeb, act: renewPassword });
  for (const [act, perDay] of habits[person.key]) {
    for (let left = around(day, perDay); left > 0; left -= 1) {
      const source = random.chance(person.mobile) ? 'MOBILE_APP' : 'WEB_USER';
      steps.push({
        atMs: at(day, from, 20 + random.next() * (span - 25)),
        ...(source === 'MOBILE_APP' ? lateness(day) : {}),
        hand: { person: person.key, source },
        act,
      });
    }
  }
  if (random.chance(0.4)) steps.push({ atMs: at(day, to, random.next() * 12), hand: onWeb, act: leave });
  return steps;
}

/** One change in fifteen from a phone was made where there is no network: the log hears of it within three hours. */
function lateness({ random }: Day): { readonly lateMs?: number } {
  return random.chance(1 / 15) ? { lateMs: random.between(5 * 60_000, 3 * 3_600_000) } : {};
}

/** Somebody fills in the form at any hour; the welcoming workflow follows within seconds. */
function leads(day: Day): readonly Step[] {
  const steps: Step[] = [];
  for (let left = around(day, isWeekend(day) ? 1.5 : 3); left > 0; left -= 1) {
    const atMs = at(day, 6, day.random.next() * 17 * 60);
    steps.push(
      { atMs, hand: { outside: formHand(day) }, act: newContact },
      {
        atMs: atMs + day.random.between(900, 4000),
        hand: { workflow: 'New lead: welcome and tag', isNamed: day.random.chance(0.7) },
        act: welcomeTheNewest,
      },
    );
  }
  return steps;
}

/** The service does not always say that it was a form: then the truer source is in the event's meta. */
function formHand(day: Day) {
  return day.random.chance(0.15)
    ? { source: 'UNKNOWN_SOURCE', createdBySource: 'FORM' }
    : { source: 'FORM', sourceName: 'New patient form' };
}

/** Visitors book on the calendar's page by themselves. */
function bookings(day: Day): readonly Step[] {
  const steps: Step[] = [];
  for (let left = around(day, 1.5); left > 0; left -= 1) {
    steps.push({
      atMs: at(day, 7, day.random.next() * 15 * 60),
      hand: { outside: { source: 'CALENDAR', sourceName: null } },
      act: bookAVisit,
    });
  }
  return steps;
}

/** Before dawn on Mondays the recall workflow tags those whose visit is long ago, several in a second. */
function recall(day: Day): readonly Step[] {
  if (day.weekday !== 1) return [];
  const begin = at(day, 4, 30);
  return Array.from({ length: day.random.between(10, 24) }, (_, index) => ({
    atMs: begin + index * 140 + day.random.below(90),
    hand: { workflow: 'Recall after six months', isNamed: true } as const,
    act: tagSomeoneWith(`recall-${day.date.slice(0, 7)}`),
  }));
}

/** The chat assistant writes down what visitors tell it; the service has no word for such a source in any list that we know. */
function assistant(day: Day): readonly Step[] {
  if (!day.random.chance(0.15)) return [];
  return [
    {
      atMs: at(day, 19, day.random.next() * 180),
      hand: {
        outside: {
          source: 'CONVERSATION_AI',
          sourceId: 'front-desk-assistant',
          sourceName: ' Front desk assistant ',
        },
      },
      act: editAContact,
    },
  ];
}

/** The accounting integration settles invoices at night. */
function integrations(day: Day): readonly Step[] {
  if (isWeekend(day)) return [];
  return Array.from({ length: around(day, 0.8) }, (_, index) => ({
    atMs: at(day, 1, 15) + index * 730,
    hand: { outside: { source: 'INTEGRATION', sourceId: 'accounting-sync', sourceName: 'Accounting sync' } },
    act: settleAnInvoice,
  }));
}

function isWeekend(day: Day): boolean {
  return day.weekday === 0 || day.weekday === 6;
}

/** A whole number near the day's average: sometimes fewer, sometimes more. */
function around(day: Day, average: number): number {
  return Math.floor(average * day.pace * (0.5 + day.random.next()) + day.random.next());
}
