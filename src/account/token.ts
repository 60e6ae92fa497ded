/** What can be read off a token without trusting it, and how to keep it out of every text. */
import { Secrets } from './secrets.js';

/** A private integration token: right for the published routes, refused by the log (account-api.md, two sources). */
export function isPrivateIntegrationToken(token: string): boolean {
  return token.startsWith('pit-');
}

/** When a JWT says that it expires, in milliseconds since the epoch; undefined where it says nothing or is no JWT. Read, never trusted. */
export function tokenExpiresAtMs(token: string): number | undefined {
  const { exp } = claimsOf(token);
  return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined;
}

/**
 * The locations that a JWT names, under whatever claim, in their order; empty where it names none. Read, never trusted: the account
 * says which of them the token may see. No source outside documents the claims, so everything that is called a location counts.
 */
export function tokenLocationIds(token: string): readonly string[] {
  const named = Object.entries(claimsOf(token)).filter(([claim]) => /^locations?(_?ids?)?$/i.test(claim));
  const ids = named.flatMap(([, value]) => idsIn(value)).filter((id) => /^[\w-]{1,64}$/.test(id));
  return [...new Set(ids)];
}

/** One id, a list of ids or of objects with one, or an object whose keys are ids. */
function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) {
    return value.map((item: unknown) =>
      typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : String(item),
    );
  }
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** What a JWT claims; empty where it is none. Nobody has checked its signature. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}

/** A text of the account's with our token, and whatever has the shape of one, taken out. */
export function withoutSecrets(text: string, token: string): string {
  return new Secrets([token]).without(text);
}
