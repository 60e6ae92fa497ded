/** One exchange, whoever carries it: bounded in time, ended by the caller's signal, settled once. Apart, so that no client can forget a bound. */
import type { NetworkRequest, NetworkResponse } from '../context.js';
import { NetworkFailure } from '../errors.js';
import { AnswerCollector } from './answer-collector.js';

/** How many times its allowance of silence a whole answer may take: a bound on accounts that send one byte a minute. */
const wholeAnswerFactor = 10;

/**
 * The whole answer to a request that `carry` sends, which tells the collector what comes of it.
 *
 * @throws NetworkFailure when there is no whole answer; the signal's reason when it is aborted
 */
export function exchange(
  { signal, timeoutMs }: Pick<NetworkRequest, 'signal' | 'timeoutMs'>,
  maxBodyBytes: number,
  carry: (collector: AnswerCollector) => void,
): Promise<NetworkResponse> {
  return new Promise((resolve, reject) => {
    // While the client was loaded: a signal tells those who listen, and nobody afterwards.
    signal?.throwIfAborted();
    const settle = (): void => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', onAbort);
    };
    const collector = new AnswerCollector(maxBodyBytes, {
      whole: (response) => {
        settle();
        resolve(response);
      },
      failed: (failure) => {
        settle();
        reject(signal?.aborted ? signal.reason : failure);
      },
    });
    const onAbort = (): void => collector.stop(new NetworkFailure('other', 'the request was stopped'));
    const deadline = setTimeout(() => {
      collector.stop(
        new NetworkFailure(
          'timeout',
          `the answer was not whole after ${(timeoutMs * wholeAnswerFactor) / 1000} s`,
        ),
      );
    }, timeoutMs * wholeAnswerFactor);
    signal?.addEventListener('abort', onAbort, { once: true });
    carry(collector);
  });
}
