/** What an account says of itself, and what is assumed of one that says nothing (account-api.md: our own route; others answer 404). */

import { AccessError, NotFoundError } from '../errors.js';
import type { Capabilities } from './account.js';
import { RequestRefusedError, UnreadableAnswer } from './failure.js';
import { parseBody, type Shape } from './shapes.js';

export const capabilitiesPath = '/audit/capabilities';

/** Nothing pushed, the page size that is known to work, no retention known, no restore route. */
export const unannounced: Capabilities = {
  announced: false,
  filters: [],
  maxPageSize: 100,
  retentionDays: undefined,
  plan: undefined,
  restore: false,
};

const knownFilters = ['userId', 'type', 'documentType', 'source', 'query'];

/**
 * The account's announcement, each member only as far as it makes sense; an account without this route may answer it with a page
 * of its website, or with other JSON than an object.
 * @throws UnreadableAnswer when it is an error's body in a success: the announcement is still to be had
 */
export function readCapabilities(body: Uint8Array): Capabilities {
  const announcement = readAnnouncement(body);
  if (announcement === undefined) return unannounced;
  const { filters, maxPageSize, retentionDays, plan, restore, statusCode } = announcement;
  if (typeof statusCode === 'number' && statusCode >= 400) {
    throw new UnreadableAnswer(`it is an error (${statusCode}) that says it is a success`);
  }
  const names = Array.isArray(filters) ? filters : [];
  return {
    announced: true,
    filters: knownFilters.filter((name) => names.includes(name)),
    maxPageSize: isPositiveWhole(maxPageSize) ? maxPageSize : unannounced.maxPageSize,
    retentionDays: isPositive(retentionDays) ? retentionDays : undefined,
    plan: typeof plan === 'string' && plan !== '' ? plan : undefined,
    restore: restore === true,
  };
}

function readAnnouncement(body: Uint8Array): Shape | undefined {
  try {
    return parseBody(body);
  } catch (error) {
    if (error instanceof UnreadableAnswer) return undefined;
    throw error;
  }
}

/** Whether an error means that the account has no such route. A refusal counts too: unknown routes are often hidden behind one. */
export function isUnannounced(error: unknown): boolean {
  return (
    error instanceof NotFoundError || error instanceof AccessError || error instanceof RequestRefusedError
  );
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function isPositiveWhole(value: unknown): value is number {
  return isPositive(value) && Number.isInteger(value);
}
