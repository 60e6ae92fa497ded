/** What a verification cannot prove, in words: nothing in an archive can speak against whoever holds its key, or of what was cut off with its checkpoint. */
import { countText } from '../../audit/phrase.js';
import type { GivenTrust, KeptTrust } from './trust.js';

/** Sentences, the weightiest first. */
export function unprovenOf(size: number, { head }: GivenTrust, kept: KeptTrust): readonly string[] {
  const service =
    'that the account told everything: what it was asked and what it answered is on record, and rests on its word';
  if (head === undefined && kept.head === undefined)
    return [
      'that nothing was cut off the end: give a head that was kept elsewhere (--known)',
      'that the holder of the private key has not written it anew: only a head that was kept out of his reach speaks to that',
      service,
    ];
  if (head === undefined)
    return [
      'that the holder of the private key, or of this machine, has not written it anew: give a head that was kept out of his reach (--known)',
      service,
    ];
  return head.size < size
    ? [
        `what came after the ${countText(head.size)} leaves of the head that you gave rests on the key alone`,
        service,
      ]
    : [service];
}
