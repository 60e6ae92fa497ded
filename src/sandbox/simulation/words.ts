/** The words that the simulated business is made of; invented, with addresses in domains reserved for examples. */

import type { Random } from '../random.js';

const firstNames =
  'Ada Amara Ben Bianca Caleb Chloe Dario Daphne Elena Emeka Farah Felix Grace Gustavo Hana Hugo Imani Ivan Jade Jamal Keiko Kofi Lila Luca Mateo Mei Nadia Noah Olga Omar Paula Pavel Quinn Rosa Rahul Sofia Soren Talia Theo Uma Viktor Wanda Xavier Yara Yusuf Zoe Zoltan Marta Inés Łukasz'.split(
    ' ',
  );
const lastNames =
  'Abbott Alvarez Bauer Bello Castillo Cho Dawson Delgado Eriksen Evans Farrow Fujita García Gupta Haddad Hughes Ibarra Ito Jensen Joshi Kaplan Kowalski Laurent Lopez Mbeki Moreau Nakamura Novak O’Brien Okafor Patel Petrov Quist Ramos Reid Sato Schmidt Tanaka Thorne Ueda Varga Vega Walsh Weber Xu Yilmaz Young Zamora Żak'.split(
    ' ',
  );
const streets = [
  'Clark St',
  'Halsted St',
  'Lincoln Ave',
  'Diversey Pkwy',
  'Fullerton Ave',
  'Sheridan Rd',
  'Belmont Ave',
];

/** Where leads come from. */
export const leadSources = ['Website', 'Google Ads', 'Referral', 'Walk-in', 'Instagram'] as const;

/** What notes say. */
export const noteBodies = [
  'Called back, prefers mornings before 10.',
  'Asked about a payment plan over 12 months.',
  'Left a voicemail, will try again on Thursday.',
  'Insurance confirmed with the carrier; covers 80 % of cleaning.',
  'Nervous about the procedure. Dr. Okafor will call.',
  'Wants the same hygienist as last time.',
  'Moved to Evanston, new address updated.',
  'No-show twice; ask for a card on file before the next booking.',
] as const;

/** What tasks are about. */
export const taskTitles = [
  'Call back about the estimate',
  'Send the insurance form',
  'Confirm the appointment',
  'Follow up on the whitening offer',
  'Check the X-ray request',
  'Ask for a review',
] as const;

/** The usual tags. */
export const tags = [
  'new-lead',
  'patient',
  'vip',
  'recall-due',
  'whitening',
  'implant',
  'insurance',
  'no-show',
  'newsletter',
] as const;

/** The custom fields of a contact. */
export const customFieldNames = [
  'Insurance carrier',
  'Preferred hygienist',
  'Date of last visit',
  'Referral code',
] as const;

const carriers = ['Delta Dental', 'Cigna', 'Aetna', 'MetLife', 'Guardian', 'none'] as const;

/** A name of somebody of the staff. */
export function personName(random: Random): { readonly firstName: string; readonly lastName: string } {
  return { firstName: random.pick(firstNames), lastName: random.pick(lastNames) };
}

/** A contact's name; one in eighty is padded with space, as imported names are. */
export function contactName(random: Random): string {
  const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
  return random.chance(1 / 80) ? `${name}  ` : name;
}

/** An address in a domain that is reserved for examples (RFC 2606). */
export function emailFor(name: string, random: Random): string {
  const plain = name
    .trim()
    .normalize('NFD')
    .replace(/[^A-Za-z ]/gu, '')
    .toLowerCase()
    .replaceAll(' ', '.');
  return `${plain}${random.between(1, 99)}@mail.example`;
}

/** A number in the block reserved for fiction (555-0100 to 555-0199). */
export function phoneNumber(random: Random): string {
  return `+1312555${String(random.between(100, 199)).padStart(4, '0')}`;
}

/** A house in a street of the town. */
export function streetAddress(random: Random): string {
  return `${random.between(100, 4900)} N ${random.pick(streets)}`;
}

/** A believable value of one of the custom fields. */
export function customFieldValue(fieldName: string, random: Random): string {
  if (fieldName === 'Insurance carrier') return random.pick(carriers);
  if (fieldName === 'Preferred hygienist') return random.pick(['Noor', 'Celeste', 'Anders', 'any']);
  if (fieldName === 'Referral code') return `LD-${random.between(1000, 9999)}`;
  return `2026-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`;
}
