/** Who asks and what they may: the version header, the token in either style, the location, the role and its scopes. */

import { type AccountSettings, placesOf } from './account-settings.js';
import { Refusal } from './answer.js';
import type { BusinessRecord } from './business.js';
import type { Ask } from './exchange.js';
import type { Records } from './records.js';
import { emailDomain } from './simulation/cast.js';
import { holderOf, type Tokens } from './tokens.js';

/** A caller whose token is known. */
export type Caller = Holder & {
  /** Where the token is good: an agency's in every location of the company, any other in its own. */
  readonly locationIds: readonly string[];
};

type Holder =
  | { readonly kind: 'integration' }
  | { readonly kind: 'session'; readonly user: BusinessRecord<'user'> };

const sessionUser = { admin: 'maria', user: 'devon', agency: 'sam' } as const;

/** @throws Refusal 401 when the version header is missing or another. */
export function requireVersion({ headers }: Ask, version: string): void {
  const given = headers['version'];
  if (given === undefined) throw new Refusal(401, 'version header was not found');
  if (given !== version) throw new Refusal(401, 'version header is invalid');
}

/**
 * `records`: those of the first location, whose users the tokens are for.
 * @throws Refusal 401 without a token, with one that is not known here, or with that of a user who is gone.
 */
export function identify(ask: Ask, tokens: Tokens, records: Records, settings: AccountSettings): Caller {
  const holder = identifyHolder(ask, tokens, records);
  const isAgency = holder.kind === 'session' && holder.user.fields.type === 'agency';
  const places = isAgency ? placesOf(settings) : [settings];
  return { ...holder, locationIds: places.map(({ locationId }) => locationId) };
}

function identifyHolder({ headers }: Ask, tokens: Tokens, records: Records): Holder {
  const holder = holderOf(tokens, presentedToken(headers));
  if (holder === undefined) throw new Refusal(401, 'Invalid token: access token is invalid');
  if (holder === 'integration') return { kind: 'integration' };
  const email = `${sessionUser[holder]}@${emailDomain}`;
  const user = records.list('user').find(({ fields }) => fields.email === email && !fields.deleted);
  if (user === undefined) throw new Refusal(401, 'Invalid token: access token is invalid');
  return { kind: 'session', user };
}

/** The log takes session tokens of administrators with this scope. @throws Refusal 401 for a missing scope, as seen in practice. */
export function requireLogAccess(caller: Caller): BusinessRecord<'user'> {
  if (caller.kind === 'integration') throw notInScope();
  const { role, scopes } = caller.user.fields;
  if (role !== 'admin' || !scopes.includes('audit-logs.readonly')) throw notInScope();
  return caller.user;
}

/** Restoring is for administrators (help pages). @throws Refusal 403 with the refusal that the restore routes give, or 401 as the log. */
export function requireRestoreRight(caller: Caller): BusinessRecord<'user'> {
  if (caller.kind === 'integration') throw notInScope();
  if (caller.user.fields.role === 'admin') return caller.user;
  const message = 'Only administrators can restore.';
  const refusal = { reason: 'not-permitted', message, requires: 'administrator' };
  throw new Refusal(403, message, { refusal });
}

/** @throws Refusal 403 for a location in which the token is not good. */
export function requireLocation({ locationIds }: Pick<Caller, 'locationIds'>, asked: string): void {
  if (!locationIds.includes(asked)) throw noAccess();
}

/** @throws Refusal 403 for another company. */
export function requireCompany({ companyId }: AccountSettings, asked: string | undefined): void {
  if (asked !== undefined && asked !== companyId) throw noAccess();
}

function noAccess(): Refusal {
  return new Refusal(403, 'The token does not have access to this location.');
}

function notInScope(): Refusal {
  return new Refusal(401, 'The token is not authorized for this scope.');
}

function presentedToken(headers: Ask['headers']): string {
  const bearer = /^bearer +(\S+) *$/iu.exec(headers['authorization'] ?? '')?.[1];
  const token = bearer ?? headers['token-id'];
  if (!token) throw new Refusal(401, 'Invalid token: access token is invalid');
  return token;
}
