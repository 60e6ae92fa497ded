/** Every verb of `audit sandbox do`, by what it is about, and how one is carried out. */

import type { Change } from '../change.js';
import { SandboxError } from '../sandbox-error.js';
import { calendarVerbs } from './calendar-verbs.js';
import { contactVerbs } from './contact-verbs.js';
import { objectVerbs } from './object-verbs.js';
import { officeVerbs } from './office-verbs.js';
import { salesVerbs } from './sales-verbs.js';
import { staffVerbs } from './staff-verbs.js';
import type { Verb } from './verb.js';

/** All of them, in the order in which they are listed. */
export const verbs: readonly Verb[] = [
  ...contactVerbs,
  ...salesVerbs,
  ...calendarVerbs,
  ...officeVerbs,
  ...staffVerbs,
  ...objectVerbs,
];

/**
 * Does it, inside the transaction of the change.
 * @throws SandboxError `sandbox-usage` for a verb that is none or the wrong number of words, and what the verb throws.
 */
export function carryOut(change: Change, name: string, words: readonly string[]): void {
  const verb = verbs.find((candidate) => candidate.name === name);
  if (verb === undefined) {
    throw new SandboxError(
      'sandbox-usage',
      `Nothing that can be done is called “${name}”.`,
      [...nearby(name), 'audit sandbox do lists everything.'].join('\n'),
    );
  }
  const least = verb.takes.split('<').length - 1;
  const most = least + verb.takes.split('[').length - 1;
  if (words.length < least || words.length > most) {
    throw new SandboxError(
      'sandbox-usage',
      `${name} takes ${least === most ? least : `${least} to ${most}`} words, not ${words.length}.`,
      `audit sandbox do ${`${name} ${verb.takes}`.trim()}\nA name of several words wants quotes.`,
    );
  }
  verb.act(change, words);
}

/** Verbs that begin like what was typed, those that go on longest first. */
function nearby(name: string): readonly string[] {
  const near = verbs
    .map((verb) => ({ name: verb.name, shared: sharedBeginning(verb.name, name) }))
    .filter(({ shared }) => shared >= 3)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, 3);
  return near.length === 0 ? [] : [`Did you mean ${near.map((verb) => verb.name).join(', ')}?`];
}

function sharedBeginning(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
