/** The names of a plan: its digest, by which exactly this plan can be asked for later, and the key under which it is done once. */
import { createHash } from 'node:crypto';
import type { RestorePlan } from '../audit/restore-plan.js';

/** Who does it: the account by its announced route, by the route that the profile names, or a person on its screen. */
export type RestoreMeans = 'announced' | 'named' | 'assisted';

/** So much of a digest is enough to name a plan: 48 bits. */
export const shortestDigest = 12;

/**
 * SHA-256 in hex over what comes back and what does not, and by what means. Who looks, when, and how the account lists things
 * does not change it.
 */
export function digestOfPlan(plan: RestorePlan, means: RestoreMeans): string {
  const { locationId, eventId, recordId, restores, skips, accountDigest = null } = plan;
  const content = {
    form: 'audit restore plan 1',
    locationId,
    eventId,
    recordId,
    means,
    restores: restores
      .map(({ kind, id, name = null, fields }) => canonical({ kind, id, name, fields }))
      .sort(),
    skips: skips.map(({ kind, id, reason }) => canonical({ kind, id, reason })).sort(),
    accountDigest,
  };
  return createHash('sha256').update(canonical(content)).digest('hex');
}

/**
 * The idempotency key. Made from what is to be done, not by chance: two people who run the same plan at once, on two machines,
 * ask under the same key, and the account does it once. `number` grows only when a restore has failed for good, for its key stays failed.
 */
export function keyOfRestore(planDigest: string, number: number): string {
  const hash = createHash('sha256').update(`${planDigest} ${number}`).digest('base64url');
  return `audit-${hash.slice(0, 32)}`;
}

/** JSON with its keys in order, so that the same value gives the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
