/** Steps of a story in the words of `audit sandbox do`: so that what is told can be typed. */

import type { Act } from '../simulation/act.js';
import type { PersonKey } from '../simulation/cast.js';
import type { Hand } from '../simulation/step.js';
import { carryOut } from '../verbs/verbs.js';

/** The verb and its words as an act. */
export function verb(name: string, ...words: readonly string[]): Act {
  return (change) => carryOut(change, name, words);
}

/** A person at a desk. */
export function web(person: PersonKey): Hand {
  return { person, source: 'WEB_USER' };
}
