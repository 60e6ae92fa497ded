/** What every request carries: the headers of the log's route and of the published ones differ, and so does the token's place. */

import type { AuthStyle } from '../context.js';
import { UsageError } from '../errors.js';

/** account-api.md: the log's own headers [two sources]; the published routes' versions [vendor document]. */
export type RouteKind = 'log' | 'published' | 'calendars';

const headersByKind: Readonly<Record<RouteKind, Readonly<Record<string, string>>>> = {
  log: { version: '2021-07-28', channel: 'APP', source: 'WEB_USER', accept: 'application/json' },
  published: { version: '2021-07-28', accept: 'application/json' },
  calendars: { version: '2021-04-15', accept: 'application/json' },
};

/**
 * The headers of each kind of route, made once for a token.
 * @throws UsageError when the token cannot be a header's value, e.g. because a line break was pasted with it
 */
export function requestHeaders(
  token: string,
  auth: AuthStyle,
): Readonly<Record<RouteKind, Record<string, string>>> {
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError(
      'bad-token',
      'The token is empty or holds a character that no token has, such as a space.',
      {
        hint: 'Copy it again, without line breaks: audit login, or AUDIT_TOKEN.',
      },
    );
  }
  const bearer = { authorization: `Bearer ${token}` };
  return {
    log: { ...headersByKind.log, ...(auth === 'bearer' ? bearer : { 'token-id': token }) },
    published: { ...headersByKind.published, ...bearer },
    calendars: { ...headersByKind.calendars, ...bearer },
  };
}
