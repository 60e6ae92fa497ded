/** Which addresses a token may be sent to: https, or http to this very machine. Apart because it guards the secret. */

import { UsageError } from '../errors.js';

const ipv4Loopback = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

/** Whether a URL's host is this machine: 127.0.0.0/8, ::1 or localhost. The URL class has normalised the spelling. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || ipv4Loopback.test(url.hostname);
}

/**
 * The address of an account's API as it is used from here on: scheme, host and path, without a closing slash.
 * @throws UsageError when it is no URL, holds a secret or a query, or would send the token unencrypted to another machine.
 */
export function readApiUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new UsageError('bad-api-url', 'The API address is not an http(s) URL.', { hint: urlHint });
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError('bad-api-url', `The API address of ${url.host} holds more than a host and a path.`, {
      hint: `${urlHint}\nUser names, passwords and queries do not belong into it; the token goes into AUDIT_TOKEN or audit login.`,
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url)) {
    throw new UsageError('unsafe-api-url', `The token would travel unencrypted to ${url.host}.`, {
      hint: `Use https://${url.host}; plain http is only for this machine (localhost, 127.0.0.1, [::1]).`,
    });
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

const urlHint =
  'It looks like https://services.leadconnectorhq.com (--api-url, AUDIT_API_URL, or the profile).';
