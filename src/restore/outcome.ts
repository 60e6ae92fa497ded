/** The one word for how a restore ended: never better than what was seen. */
import type { Ending } from './carry-out.js';
import { isAnythingSeen, isAsPlanned, isContradicted, isUnchecked } from './verification.js';

/**
 * `restored`: everything was seen as planned. `different`: something of it was seen, but not just what was planned. `unchecked`: nothing
 * contradicts the plan, but some or all of it could not be looked at. `unseen`: the account says that it is done, and nothing shows it. `pending`: accepted, and not done yet. `unknown`:
 * the answer was lost and nothing shows it. `waiting`: a person has not done it yet.
 */
export type Outcome = 'restored' | 'different' | 'unchecked' | 'unseen' | 'pending' | 'unknown' | 'waiting';

/** How it ended, by what was seen first and by the account's word second. */
export function outcomeOf({ claim, verification }: Ending, isAssisted: boolean): Outcome {
  if (isAsPlanned(verification)) return 'restored';
  if (isAnythingSeen(verification)) return isContradicted(verification) ? 'different' : 'unchecked';
  if (isAssisted) return 'waiting';
  if (isUnchecked(verification) && claim.kind === 'done') return 'unchecked';
  if (claim.kind === 'done') return 'unseen';
  return claim.kind === 'accepted' ? 'pending' : 'unknown';
}
