/** The account's own words in an answer that is no success, short and without secrets. */

import { withoutSecrets } from './token.js';

/** A sentence or two: the account's words are a help, not a page. */
const longestWords = 300;

/** `{message: string | string[], error?, traceId?}`; a body that is anything else, such as a proxy's HTML, has no words for us. */
export function readErrorBody(
  body: Uint8Array,
  token: string,
): { readonly words: string; readonly traceId: string | undefined } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return { words: '', traceId: undefined };
  }
  if (typeof parsed !== 'object' || parsed === null) return { words: '', traceId: undefined };
  const { message, error, traceId } = parsed as { message?: unknown; error?: unknown; traceId?: unknown };
  const parts = [message, error].find((part) => typeof part === 'string' || Array.isArray(part)) ?? '';
  const words = [parts]
    .flat()
    .filter((part) => typeof part === 'string')
    .join('; ');
  return {
    words: withoutSecrets(words, token)
      .slice(0, longestWords)
      .replace(/[.\s]+$/, ''),
    traceId: typeof traceId === 'string' ? withoutSecrets(traceId, token).slice(0, 100) : undefined,
  };
}

/** The words as the end of a sentence; nothing where there are none. */
export function quoted(words: string): string {
  return words === '' ? '' : ` ("${words}")`;
}
