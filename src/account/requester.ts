/** A request seen through: its turn in the pace, its attempts, the waits between them, and the error when patience ends. */

import type { Clock, NetworkResponse } from '../context.js';
import { UnreachableError } from '../errors.js';
import type { AccountTraffic } from './account.js';
import { type Failure, UnreadableAnswer } from './failure.js';
import type { Pace, PaceOutcome } from './pace.js';
import { decideRetry, type RetryVerdict } from './retry.js';
import type { AccountRequest, Outcome, Transport } from './transport.js';

export interface RequesterOptions {
  readonly transport: Transport;
  readonly pace: Pace;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Bound on the time from a request's first failure to its last attempt. */
  readonly maxWaitMs: number;
  readonly onWait: (wait: { readonly ms: number; readonly why: string }) => void;
}

type Result<T> =
  | { readonly value: T }
  | { readonly failure: Failure; readonly response: NetworkResponse | undefined };

/** What came of a request that is sent once. */
export type OnceResult<T> =
  | { readonly kind: 'value'; readonly value: T }
  /** `response`: the refusal as it came; undefined where there was no whole answer. */
  | {
      readonly kind: 'failure';
      readonly failure: Failure;
      readonly response: NetworkResponse | undefined;
    };

export class Requester {
  readonly #options: RequesterOptions;
  readonly #traffic = { requests: 0, retries: 0, refusals: 0 };

  constructor(options: RequesterOptions) {
    this.#options = options;
  }

  get traffic(): AccountTraffic {
    return { ...this.#traffic };
  }

  /**
   * What `read` makes of a successful answer.
   * @param read throws UnreadableAnswer for an answer that is not what the route gives; it is asked for again
   * @param mostAttempts gives up sooner than usual; refusals for rate do not count
   * @throws AccessError, NotFoundError, RequestRefusedError or UnreachableError when there is no such answer in the end;
   *   the signal's reason when it is aborted
   */
  async get<T>(
    request: AccountRequest,
    read: (response: NetworkResponse) => T,
    signal: AbortSignal,
    mostAttempts?: number,
  ): Promise<T> {
    const { clock } = this.#options;
    let firstFailureMs: number | undefined;
    // What was refused for rate has not been tried: it does not use up the patience with what fails.
    const attempts = { refused: 0, failed: 0 };
    for (;;) {
      const result = await this.#attempt(request, read, signal);
      if ('value' in result) return result.value;
      const attempt = ++attempts[result.failure.kind === 'rate-limited' ? 'refused' : 'failed'];
      firstFailureMs ??= clock.nowMs();
      const elapsedMs = clock.nowMs() - firstFailureMs;
      const verdict = this.#decide(result.failure, attempt, elapsedMs, mostAttempts);
      if ('giveUp' in verdict)
        throw givenUp(result.failure, verdict, attempts.refused + attempts.failed, elapsedMs);
      this.#traffic.retries++;
      await this.#wait(result.failure, verdict.retryAfterMs, signal);
    }
  }

  /**
   * Sends a request that must not be sent twice. Only where the account refused to take it at all (429) is it sent again;
   * every other end is handed back.
   * @param read as for `get`; an answer that it cannot read is a failure of the kind `bad-answer`
   * @throws the signal's reason when it is aborted
   */
  async once<T>(
    request: AccountRequest,
    read: (response: NetworkResponse) => T,
    signal: AbortSignal,
  ): Promise<OnceResult<T>> {
    const { clock } = this.#options;
    let firstFailureMs: number | undefined;
    for (let attempt = 1; ; attempt++) {
      const result = await this.#attempt(request, read, signal);
      if ('value' in result) return { kind: 'value', value: result.value };
      const { failure, response } = result;
      if (failure.kind !== 'rate-limited') return { kind: 'failure', failure, response };
      firstFailureMs ??= clock.nowMs();
      const verdict = this.#decide(failure, attempt, clock.nowMs() - firstFailureMs);
      if ('giveUp' in verdict) return { kind: 'failure', failure, response };
      this.#traffic.retries++;
      await this.#wait(failure, verdict.retryAfterMs, signal);
    }
  }

  async #attempt<T>(
    request: AccountRequest,
    read: (response: NetworkResponse) => T,
    signal: AbortSignal,
  ): Promise<Result<T>> {
    const { transport, pace } = this.#options;
    const turn = await pace.turn(signal);
    let ended: PaceOutcome = { kind: 'dropped' };
    let outcome: Outcome;
    try {
      this.#traffic.requests++;
      outcome = await transport.send(request, signal);
      ended = paceOutcome(outcome, request);
    } finally {
      turn.end(ended);
    }
    if (outcome.kind === 'success') return this.#read(request, outcome.response, read);
    if (ended.kind === 'rate-limited') this.#traffic.refusals++;
    return { failure: outcome.failure, response: outcome.response };
  }

  #read<T>(
    request: AccountRequest,
    response: NetworkResponse,
    read: (response: NetworkResponse) => T,
  ): Result<T> {
    try {
      return { value: read(response) };
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
      const { transport } = this.#options;
      const failure = badAnswer(transport.host, transport.shownPath(request), response.status, error);
      return { failure, response };
    }
  }

  #decide(failure: Failure, attempt: number, elapsedMs: number, mostAttempts?: number): RetryVerdict {
    const { transport, maxWaitMs, random } = this.#options;
    const { kind, retryAfterMs } = failure;
    const failed = {
      kind,
      attempt,
      elapsedMs,
      retryAfterMs,
      mostAttempts,
      hasAnswered: transport.hasAnswered,
    };
    return decideRetry(failed, maxWaitMs, random());
  }

  async #wait(failure: Failure, ms: number, signal: AbortSignal): Promise<void> {
    const { pace, clock, onWait } = this.#options;
    // What the account asks of one request it asks of all: the gate holds everybody, and says so once.
    if (failure.kind === 'rate-limited' || failure.retryAfterMs !== undefined) return pace.hold(ms);
    onWait({ ms, why: waitReasons[failure.kind] ?? failure.error.message });
    await clock.sleep(ms, signal);
  }
}

const waitReasons: Readonly<Partial<Record<Failure['kind'], string>>> = {
  overloaded: 'the account is in trouble',
  interrupted: 'the connection broke off',
  'no-connection': 'no connection to the account',
  'bad-answer': 'the account’s answer could not be read',
};

function paceOutcome(outcome: Outcome, request: AccountRequest): PaceOutcome {
  if (outcome.kind === 'success') {
    return { kind: 'answered', headers: outcome.response.headers, comparable: request.kind === 'log' };
  }
  const { failure, headers } = outcome;
  if (headers === undefined || failure.kind === 'overloaded') return { kind: 'troubled' };
  const isRefusedForRate = failure.error.facts['status'] === 429;
  return isRefusedForRate
    ? { kind: 'rate-limited', headers }
    : { kind: 'answered', headers, comparable: false };
}

function badAnswer(host: string, path: string, status: number, cause: UnreadableAnswer): Failure {
  const error = new UnreachableError(
    'bad-answer',
    `${host} gave an answer that cannot be read: ${cause.message}.`,
    {
      hint: 'Check that --api-url names the account’s API; audit doctor looks closer.',
      facts: { host, path, status },
      cause,
    },
  );
  return { kind: 'bad-answer', error };
}

function givenUp(
  { error, retryAfterMs }: Failure,
  { giveUp, neededMs }: { readonly giveUp: string; readonly neededMs: number },
  attempts: number,
  elapsedMs: number,
): Error {
  if (giveUp === 'final' || !(error instanceof UnreachableError)) return error;
  const tried = `${error.message} Tried ${attempts === 1 ? 'once' : `${attempts} times in ${seconds(elapsedMs)}`}`;
  const asked =
    retryAfterMs !== undefined && giveUp === 'budget' ? `; it asks to wait ${seconds(neededMs)}` : '';
  const patience = giveUp === 'budget' ? 'AUDIT_MAX_WAIT sets how long to be patient.' : undefined;
  const hint = [error.hint, patience].filter((line) => line !== undefined).join('\n');
  return new UnreachableError(error.code, `${tried}${asked}.`, {
    ...(hint === '' ? {} : { hint }),
    facts: { ...error.facts, attempts },
    cause: error.cause,
  });
}

function seconds(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;
}
