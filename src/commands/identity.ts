/** Who the token speaks for and what it may do, as far as that can be known: what login proves and status tells. */
import type { Account, Capabilities, Location, User } from '../account/account.js';
import { claimsOf, tokenExpiresAtMs } from '../account/token.js';
import { formatInstant } from '../audit/instant.js';
import { floorOf } from '../audit/retention.js';
import { AccessError, NotFoundError } from '../errors.js';
import { spanInWords } from '../output/span.js';

export interface Identity {
  /** Undefined where the token may not read it. */
  readonly location: Location | undefined;
  /** Undefined where the token does not say whose it is, or the account does not know that user. */
  readonly user: User | undefined;
  readonly capabilities: Capabilities;
  /** By its own word; undefined where it says nothing. */
  readonly expiresAtMs: number | undefined;
  readonly floor: { readonly ms: number; readonly origin: 'announced' | 'assumed' };
}

/**
 * Reads one page of the log, the one proof that the token is good for it.
 *
 * @throws AccessError, UnreachableError… as the account refuses or fails.
 */
export async function proveLogAccess(account: Account, signal: AbortSignal): Promise<void> {
  const endAtMs = account.nowMs();
  await account.logPage({ startAtMs: endAtMs - 86_400_000, endAtMs, page: 1, pageSize: 20 }, signal);
}

/** What else can be told; what the token may not read is left out. */
export async function identify(account: Account, token: string): Promise<Identity> {
  const [location, users, capabilities] = await Promise.all([
    ifAllowed(() => account.location()),
    ifAllowed(() => account.users()),
    account.capabilities(),
  ]);
  const claims = textsClaimed(token);
  const user = users?.find(
    ({ id, email }) => claims.includes(id) || (email !== undefined && claims.includes(email)),
  );
  return {
    location,
    user,
    capabilities,
    expiresAtMs: tokenExpiresAtMs(token),
    floor: floorOf({ retentionDays: capabilities.retentionDays, nowMs: account.nowMs() }),
  };
}

export interface Place {
  readonly locationId: string;
  readonly isSandbox: boolean;
  /** By the account's clock. */
  readonly nowMs: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** Label and value: the lines that login and status have in common. Not yet harmless. */
export function identityRows(
  { location, user, capabilities, expiresAtMs, floor }: Identity,
  { locationId, isSandbox, nowMs, timeZone }: Place,
): readonly (readonly [label: string, value: string])[] {
  const show = (ms: number) => `${formatInstant(ms, timeZone, 'minute')} ${timeZone}`;
  const days = spanInWords(nowMs - floor.ms);
  const origin =
    floor.origin === 'announced' ? 'announced by the account' : 'assumed: the account announces nothing';
  return [
    ['Account', location === undefined ? locationId : `${location.name} (${locationId})`],
    [
      'User',
      user === undefined
        ? isSandbox
          ? 'an administrator'
          : 'the token does not say whose it is'
        : userText(user),
    ],
    ['Rights', rightsText(user, capabilities)],
    ['Expires', isSandbox ? 'never' : expiryText(expiresAtMs, nowMs, show)],
    ['Log', `back to ${show(floor.ms)} (${days}, ${origin})`],
  ];
}

function expiryText(expiresAtMs: number | undefined, nowMs: number, show: (ms: number) => string): string {
  if (expiresAtMs === undefined) return 'the token does not say when; session tokens live for about an hour';
  const leftMs = expiresAtMs - nowMs;
  return `${show(expiresAtMs)} (${leftMs > 0 ? `in ${spanInWords(leftMs)}` : 'over'})`;
}

function userText({ name, email, type, role }: User): string {
  const address = email === undefined ? '' : ` <${email}>`;
  const standing = [type, role].filter((word) => word !== undefined).join(' ');
  return `${name}${address}${standing === '' ? '' : `, ${standing}`}`;
}

/** Viewing is proven by then; the rest is what the account says (`account-api.md`: scopes of a user). */
function rightsText(user: User | undefined, capabilities: Capabilities): string {
  const exporting = user?.scopes.includes('audit-logs.export') ? ['export'] : [];
  const restoring = capabilities.restore ? ['restore (where the role allows it)'] : [];
  return ['view the log', ...exporting, ...restoring].join(', ');
}

async function ifAllowed<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof AccessError || error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** The texts that a JWT claims, wherever the user may stand among them; read, never trusted: a user is only shown by it. */
function textsClaimed(token: string): readonly string[] {
  return Object.values(claimsOf(token)).filter((value) => typeof value === 'string');
}
