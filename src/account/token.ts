/** What can be read off a token without trusting it, and how to keep it out of every text. */

/** A private integration token: right for the published routes, refused by the log (account-api.md, two sources). */
export function isPrivateIntegrationToken(token: string): boolean {
  return token.startsWith('pit-');
}

/** When a JWT says that it expires, in milliseconds since the epoch; undefined where it says nothing or is no JWT. Read, never trusted. */
export function tokenExpiresAtMs(token: string): number | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const expiry = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : undefined;
    return typeof expiry === 'number' && Number.isFinite(expiry) ? expiry * 1000 : undefined;
  } catch {
    return undefined;
  }
}

const secretShapes = /eyJ[\w-]{8,}(?:\.[\w-]+){1,2}|pit-[\w-]{8,}|bearer\s+[\w.~+/-]{12,}=*/gi;

/** A text of the account's with our token, and whatever has the shape of one, taken out. */
export function withoutSecrets(text: string, token: string): string {
  const spared = token === '' ? text : text.replaceAll(token, '[token]');
  return spared.replace(secretShapes, '[token]');
}
