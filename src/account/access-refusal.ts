/** 401 and 403: which of the many reasons it is, and what helps. Apart because each sends a person somewhere else. */

import { AccessError, UnreachableError } from '../errors.js';
import { quoted } from './error-body.js';
import type { Failure } from './failure.js';
import { isPrivateIntegrationToken, tokenExpiresAtMs } from './token.js';

/** What is known around a refused request. */
export interface RefusalContext {
  readonly host: string;
  /** Without its query. */
  readonly path: string;
  readonly locationId: string;
  /** Only looked at, to explain; never repeated. */
  readonly token: string;
  /** By the account's clock. */
  readonly nowMs: number;
  /** Whether this very token was accepted by the same kind of route before. */
  readonly wasAccepted: boolean;
}

/** A refused request with what the account said of it. */
export interface Refusal extends RefusalContext {
  readonly status: number;
  /** The account's own words, without secrets; empty where it has none. */
  readonly words: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** The failure that a 401 or 403 is. A scope that is missing is 401 in practice and 403 on paper, so the words decide before the status. */
export function accessRefusal(refusal: Refusal): Failure {
  const { words, token, nowMs, status, wasAccepted } = refusal;
  if (/version header/i.test(words)) return { kind: 'final', error: versionHeaderLost(refusal) };
  if (/does not have access to this location/i.test(words))
    return { kind: 'final', error: wrongLocation(refusal) };
  if (/not authorized for this scope/i.test(words)) return { kind: 'final', error: missingScope(refusal) };
  const expiresAtMs = tokenExpiresAtMs(token);
  if (/expired/i.test(words) || (expiresAtMs !== undefined && expiresAtMs <= nowMs)) {
    return { kind: 'final', error: expired(refusal, 'The token has expired') };
  }
  if (status === 403) return { kind: 'final', error: noRight(refusal) };
  if (wasAccepted) {
    return {
      kind: 'doubtful-refusal',
      error: expired(refusal, 'The token was accepted until now and no longer is'),
    };
  }
  return { kind: 'final', error: tokenRefused(refusal) };
}

function expired({ words, facts }: Refusal, opening: string): AccessError {
  return new AccessError('token-expired', `${opening}${quoted(words)}.`, {
    hint: 'Session tokens live for about an hour. Get a new one: audit login (or set AUDIT_TOKEN), then run the same again.',
    facts,
  });
}

function tokenRefused({ host, words, token, facts }: Refusal): AccessError {
  const hint = isPrivateIntegrationToken(token)
    ? privateIntegrationHint
    : 'Log in again: audit login. Accounts differ in how they take the token: --auth bearer or --auth token-id.';
  return new AccessError('token-refused', `${host} does not accept the token${quoted(words)}.`, {
    hint,
    facts,
  });
}

const privateIntegrationHint =
  'A private integration token (pit-…) is good for names, pipelines and calendars, but the log refuses it.\n' +
  'The log wants the session token of an administrator: audit login.';

function missingScope({ host, path, token, words, facts }: Refusal): AccessError {
  const isPrivate = isPrivateIntegrationToken(token);
  const code = isPrivate ? 'private-integration-token' : 'missing-scope';
  return new AccessError(code, `${host} does not let this token read ${path}${quoted(words)}.`, {
    hint: isPrivate ? privateIntegrationHint : 'The token lacks a scope; for the log: audit-logs.readonly.',
    facts,
  });
}

function wrongLocation({ locationId, host, facts }: Refusal): AccessError {
  return new AccessError('wrong-location', `The token has no access to location ${locationId} at ${host}.`, {
    hint: 'Check --location (AUDIT_LOCATION), or log in to that location: audit login.',
    facts,
  });
}

function noRight({ host, path, words, facts }: Refusal): AccessError {
  return new AccessError('no-right', `${host} does not let this user read ${path}${quoted(words)}.`, {
    hint: 'The audit log is for administrators; viewing it is a permission of its own.',
    facts,
  });
}

function versionHeaderLost({ host, facts }: Refusal): UnreachableError {
  return new UnreachableError(
    'version-header-lost',
    `${host} did not get the version header that every request bears.`,
    {
      hint: 'This is not about the token: something in between, such as a proxy, takes headers out.',
      facts,
    },
  );
}
