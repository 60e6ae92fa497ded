/** What an act is, and how it finds a record to act upon. */

import type { BusinessRecord, Kind } from '../business.js';
import type { Change } from '../change.js';

/** Does one thing, or nothing where the business has nothing to do it to. */
export type Act = (change: Change) => void;

/** Tries a few at random; none of them fits: undefined. Bounded, so that a large business costs no more than a small one. */
export function findAny<K extends Kind>(
  change: Change,
  kind: K,
  fits: (record: BusinessRecord<K>) => boolean,
): BusinessRecord<K> | undefined {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const record = change.records.any(kind, change.random);
    if (record !== undefined && fits(record)) return record;
  }
  return undefined;
}

/** Somebody of the account who can be put in charge; null where nobody is found. */
export function someUserId(change: Change): string | null {
  return findAny(change, 'user', ({ fields }) => !fields.deleted && fields.type === 'account')?.id ?? null;
}
