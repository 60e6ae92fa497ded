/** Which proxy a request goes through: `HTTPS_PROXY` for https where `NO_PROXY` does not name the host; loopback never. */

import { isLoopback } from './api-url.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a host, as curl reads the variables (lower case wins); undefined: straight. Only https goes through it, in a tunnel,
 * so a proxy sees the host's name and never the token.
 */
export function proxyFor(url: URL, environment: Environment): string | undefined {
  if (url.protocol !== 'https:' || isLoopback(url)) return undefined;
  const proxy = environment['https_proxy'] || environment['HTTPS_PROXY'];
  if (proxy === undefined || proxy === '') return undefined;
  const exceptions = (environment['no_proxy'] || environment['NO_PROXY'] || '').split(/[\s,]+/);
  return exceptions.some((exception) => excepts(exception, url.hostname)) ? undefined : proxy;
}

/** `*`, a host, or a domain with everything under it. */
function excepts(exception: string, hostname: string): boolean {
  if (exception === '*') return true;
  const domain = exception
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/:\d+$/, '');
  return domain !== '' && (hostname === domain || hostname.endsWith(`.${domain}`));
}
