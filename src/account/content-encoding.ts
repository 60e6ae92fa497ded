/** Takes the compression off an answer: pages shrink to a tenth, which on a slow line is most of the waiting. */

import type { NetworkResponse } from '../context.js';
import { NetworkFailure } from '../errors.js';

/**
 * The answer with its body as it was before gzip, the only encoding that we accept.
 * @throws NetworkFailure `truncated` when the compressed data ends early, `too-large` beyond `maxBytes`, `other` for another encoding
 */
export async function decodeBody(response: NetworkResponse, maxBytes: number): Promise<NetworkResponse> {
  const { 'content-encoding': encoding = 'identity', ...headers } = response.headers;
  if (encoding === 'identity' || response.body.length === 0) return response;
  if (encoding !== 'gzip')
    throw new NetworkFailure('other', 'the answer came in an encoding that was not asked for');
  const { gunzip } = await import('node:zlib');
  return new Promise((resolve, reject) => {
    gunzip(response.body, { maxOutputLength: maxBytes }, (error, body) => {
      if (error === null) resolve({ ...response, headers, body });
      else reject(readFailure(error, maxBytes));
    });
  });
}

function readFailure(cause: NodeJS.ErrnoException, maxBytes: number): NetworkFailure {
  if (cause.code === 'ERR_BUFFER_TOO_LARGE') {
    return new NetworkFailure('too-large', `the answer is larger than ${maxBytes} bytes`, { cause });
  }
  return new NetworkFailure('truncated', 'the compressed answer is damaged', { cause });
}
