/** The account's own word on a restore, as far as it has given one; apart, because it is never mistaken for what was seen. */
import type { RestoreAnswer, RestoreState } from '../account/account.js';
import type { RestoreRefusal } from '../audit/restore-offer.js';

/** What the account says of it. `silent`: its answer was lost, or a person does it on the screen. */
export type Claim =
  | { readonly kind: 'done'; readonly restoreEventId: string | undefined }
  | { readonly kind: 'accepted' }
  /** Refused as it was asked: nothing was begun. Failed: it was begun, and ended without changing anything. */
  | { readonly kind: 'refused' | 'failed'; readonly refusal: RestoreRefusal }
  /** Asked under this key, the account says that it has never heard of it. */
  | { readonly kind: 'unheard' }
  | { readonly kind: 'silent'; readonly why: string };

/** What the answer to the one request says. */
export function claimOfAnswer(answer: RestoreAnswer): Claim {
  switch (answer.kind) {
    case 'state':
      return claimOfState(answer.state);
    case 'accepted':
      return { kind: 'accepted' };
    case 'refused':
      return { kind: 'refused', refusal: answer.refusal };
    case 'lost':
      return { kind: 'silent', why: answer.why };
  }
}

/** What a look at where it stands says. */
export function claimOfState(state: RestoreState): Claim {
  if (state.kind === 'running') return { kind: 'accepted' };
  if (state.kind === 'failed') return { kind: 'failed', refusal: state.refusal };
  return { kind: 'done', restoreEventId: state.restoreEventId };
}
