/** The receipt: what was asked for, what the account said, what was seen. Made once, kept, and the same in the ticket and in the file. */
import type { RestorePlan } from '../audit/restore-plan.js';
import type { Attempt } from './attempts.js';
import type { Ending } from './carry-out.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { headObject, isoUtc, planObject } from './plan-json.js';
import type { FieldDifference, Finding } from './verification.js';

/** As it is kept and printed: frozen keys; add freely, rename never. */
export interface Receipt {
  readonly schema: 1;
  readonly outcome: Outcome;
  readonly tool: string;
  readonly account: { readonly locationId: string; readonly name: string | null; readonly apiUrl: string };
  readonly askedBy: string | null;
  /** When the intent was noted, and when this was last seen; ISO 8601, UTC, by the account's clock. */
  readonly askedAt: string;
  readonly seenAt: string;
  /** The idempotency key under which it was asked for. */
  readonly key: string;
  readonly plan: ReturnType<typeof planObject>;
  /** The account's own word: `done`, `accepted`, `failed`, `unheard` (it knows of no such request) or `silent`. */
  readonly claim: { readonly word: string; readonly restoreEventId: string | null };
  readonly seen: {
    readonly asPlanned: readonly Head[];
    /** No published route shows these; the log has their own restore events. */
    readonly inTheLogOnly: readonly Head[];
    readonly missing: readonly Head[];
    readonly different: readonly (Head & { readonly differences: readonly Difference[] })[];
    /** Nobody could look. */
    readonly unchecked: readonly Head[];
    /** There, and not planned. */
    readonly unexpected: readonly Head[];
    readonly unreadable: readonly string[];
  };
  /** The service's own event, as the log shows it; null where it was not seen. */
  readonly restoreEvent: { readonly id: string; readonly at: string; readonly by: string | null } | null;
}

type Head = ReturnType<typeof headObject>;
type Difference = { readonly field: string; readonly expected: unknown; readonly found: unknown };

export interface ReceiptFacts {
  readonly tool: string;
  readonly apiUrl: string;
  readonly accountName: string | undefined;
  readonly asker: string | undefined;
  /** A name for whoever the restore event shows. */
  readonly restoredBy: string | undefined;
}

/** What is known at the end. */
export function makeReceipt(attempt: Attempt, ending: Ending, facts: ReceiptFacts): Receipt {
  const { claim, restoreEvent, seenMs } = ending;
  const plan: RestorePlan = attempt.plan;
  return {
    schema: 1,
    outcome: outcomeOf(ending, attempt.means === 'assisted'),
    tool: facts.tool,
    account: { locationId: plan.locationId, name: facts.accountName ?? null, apiUrl: facts.apiUrl },
    askedBy: facts.asker ?? null,
    askedAt: isoUtc(attempt.notedMs),
    seenAt: isoUtc(seenMs),
    key: attempt.key,
    plan: planObject(plan, attempt.planDigest, attempt.means),
    claim: {
      word: claim.kind,
      restoreEventId: claim.kind === 'done' ? (claim.restoreEventId ?? null) : null,
    },
    seen: seenObject(ending),
    restoreEvent:
      restoreEvent === undefined
        ? null
        : { id: restoreEvent.id, at: isoUtc(restoreEvent.instantMs), by: facts.restoredBy ?? null },
  };
}

function seenObject({ verification }: Ending): Receipt['seen'] {
  const { findings, unexpected, unreadable } = verification;
  const of = (standing: Finding['standing']) => findings.filter((finding) => finding.standing === standing);
  const heads = (standing: Finding['standing']) => of(standing).map(({ item }) => headObject(item));
  return {
    asPlanned: heads('seen'),
    inTheLogOnly: heads('logged'),
    missing: heads('missing'),
    different: of('different').map(({ item, differences }) => ({
      ...headObject(item),
      differences: differences.map(differenceObject),
    })),
    unchecked: heads('unchecked'),
    unexpected: unexpected.map(headObject),
    unreadable,
  };
}

function differenceObject({ field, expected, found }: FieldDifference): Difference {
  return { field, expected: expected ?? null, found: found ?? null };
}
