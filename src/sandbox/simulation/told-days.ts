/** What happens on particular days: mistakes, departures, imports. After the first opening the last thirty days come round again. */

import {
  addFollowUpStage,
  automateMissedCalls,
  changePhone,
  changeProfile,
  connectPayments,
  defineMemberships,
  demote,
  exportTheLog,
  forbidBulkActions,
  hire,
  letGo,
  openMembershipPipeline,
  promote,
  renamePartners,
  retimeConsultations,
  startMembershipFunnel,
  tagManyAtOnce,
  toggleOffer,
} from './account-acts.js';
import type { Act } from './act.js';
import type { PersonKey } from './cast.js';
import { newContact, tagSomeoneWith } from './contact-acts.js';
import {
  deleteAContact,
  deleteAnImplantContact,
  deleteAnImplantOpportunity,
  deleteAnObjectRecord,
  deleteAnOpportunity,
  deleteAWhiteningVisit,
  deleteImplants,
  deleteTheContactOfTheLastOpportunity,
  deleteWhitening,
  enquireAboutImplants,
  reopenImplants,
  reopenWhitening,
  restoreTheLastContact,
} from './deletion-acts.js';
import { comingsAndGoings } from './newcomers.js';
import { mistypePassword, start } from './presence.js';
import { at, type Day, type Hand, type Step } from './step.js';
import { bookAVisit } from './visit-acts.js';

const web = (person: PersonKey): Hand => ({ person, source: 'WEB_USER' });

/** The told steps of a day; none for most. Newcomers come and go by the calendar, for as long as the business lives. */
export function toldSteps(day: Day): readonly Step[] {
  return [...(told[day.daysBefore]?.(day) ?? []), ...comingsAndGoings(day)];
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
  50: (day) => [{ atMs: at(day, 10, 20), hand: web('tom'), act: automateMissedCalls }],
  48: (day) => [{ atMs: at(day, 15, 0), hand: web('maria'), act: defineMemberships }],
  46: (day) => [{ atMs: at(day, 9, 45), hand: web('maria'), act: connectPayments }],
  44: (day) => [
    { atMs: at(day, 11, 2), hand: web('jordan.reyes'), act: deleteAContact },
    { atMs: at(day, 11, 9), hand: web('maria'), act: restoreTheLastContact },
  ],
  41: (day) => [{ atMs: at(day, 14, 33), hand: web('maria'), act: openMembershipPipeline }],
  39: (day) => [{ atMs: at(day, 9, 5), hand: web('maria'), act: renamePartners }],
  37: (day) => [{ atMs: at(day, 11, 11), hand: web('aisha'), act: startMembershipFunnel }],
  34: (day) => [{ atMs: at(day, 8, 5), hand: web('maria'), act: hire('lena') }],
  31: (day) => [{ atMs: at(day, 15, 40), hand: web('tom'), act: changePhone }],
  29: (day) => [{ atMs: at(day, 10, 10), hand: web('maria'), act: addFollowUpStage }],
  27: (day) => [{ atMs: at(day, 9, 12), hand: web('maria'), act: reopenImplants }],
  25: (day) => [{ atMs: at(day, 13, 5), hand: web('jordan.reyes'), act: retimeConsultations }],
  23: (day) => [
    { atMs: at(day, 10, 0), hand: web('maria'), act: reopenWhitening },
    ...many(day, 12, web('aisha'), bookAVisit),
  ],
  22: (day) => [{ atMs: at(day, 16, 40), hand: web('tom'), act: forbidBulkActions }],
  20: (day) => lastDayOfTom(day),
  18: (day) => enquiriesOfTheFair(day),
  17: (day) => [{ atMs: at(day, 13, 30), hand: web('aisha'), act: toggleOffer }],
  14: (day) => importOfContacts(day),
  12: (day) => guessedPasswords(day),
  11: (day) => [{ atMs: at(day, 10, 44), hand: web('maria'), act: promote('jordan.blake') }],
  9: (day) => [{ atMs: at(day, 16, 21), hand: web('devon'), act: deleteAnOpportunity }],
  8: (day) => [
    { atMs: at(day, 9, 31), hand: web('devon'), act: deleteTheContactOfTheLastOpportunity },
    { atMs: at(day, 15, 3), hand: web('maria'), act: deleteAnObjectRecord },
  ],
  6: (day) => [
    { atMs: at(day, 16, 20), hand: web('jordan.blake'), act: deleteAnImplantOpportunity },
    { atMs: at(day, 16, 47) + 318, hand: web('jordan.blake'), act: deleteImplants },
  ],
  5: (day) => [
    ...holidayOffer(day),
    { atMs: at(day, 9, 15), hand: web('jordan.reyes'), act: deleteAnImplantContact },
  ],
  // The agency's administrator signs in as Devon: the service logs the impersonated user alone (help pages).
  4: (day) => [
    { atMs: at(day, 20, 40), hand: web('devon'), act: start },
    { atMs: at(day, 11, 3), hand: web('jordan.reyes'), act: deleteAWhiteningVisit },
  ],
  3: (day) => [
    { atMs: at(day, 12, 2), hand: web('jordan.reyes'), act: deleteAWhiteningVisit },
    { atMs: at(day, 12, 14), hand: web('jordan.reyes'), act: deleteWhitening },
  ],
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
    { atMs: at(day, 17, 22), hand: web('maria'), act: demote('tom') },
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

/** A trade fair's list: as many enquiries about implants as there were before, ten every second. */
function enquiriesOfTheFair(day: Day): readonly Step[] {
  return Array.from({ length: 150 }, (_, index) => ({
    atMs: at(day, 14, 40) + index * 97,
    hand: { person: 'aisha', source: 'IMPORT' } as const,
    act: enquireAboutImplants,
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
