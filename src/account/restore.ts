/** The restore routes: look, ask, look again. The one write of the client, and the one place that may not simply try again. */
import type { RestoreOffer } from '../audit/restore-offer.js';
import type { NetworkResponse } from '../context.js';
import { NotFoundError, UsageError } from '../errors.js';
import type { RestoreAnswer, RestoreRequest, RestoreState } from './account.js';
import type { Failure } from './failure.js';
import type { OnceResult, Requester } from './requester.js';
import { readOffer, readRestoreState, refusalIn } from './restore-answer.js';
import { parseBody } from './shapes.js';
import type { AccountRequest } from './transport.js';

/** Failures after which it is certain that nothing was begun: the request did not arrive, or was refused as such. */
const neverArrived: ReadonlySet<Failure['kind']> = new Set(['no-connection', 'rate-limited']);

export class RestoreRoutes {
  readonly #requester: Requester;
  readonly #query: string;
  readonly #signal: AbortSignal;

  constructor(requester: Requester, locationId: string, signal: AbortSignal) {
    this.#requester = requester;
    this.#query = new URLSearchParams({ locationId }).toString();
    this.#signal = signal;
  }

  /** What a restore would do now. @throws NotFoundError when the account has no such event */
  preview(eventId: string): Promise<RestoreOffer> {
    const request = this.#log(`/audit/logs/${segment(eventId)}/restore`);
    return this.#requester.get(request, ({ body }) => readOffer(parseBody(body), eventId), this.#signal);
  }

  /** Undefined where none was ever accepted under this key. */
  async state(eventId: string, key: string): Promise<RestoreState | undefined> {
    const request = this.#log(`/audit/logs/${segment(eventId)}/restore/${segment(key)}`);
    try {
      return await this.#requester.get(
        request,
        ({ body }) => readRestoreState(parseBody(body), key),
        this.#signal,
      );
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /** @throws what proves that nothing was begun; the signal's reason when it is aborted */
  async act(asked: RestoreRequest): Promise<RestoreAnswer> {
    const request = asked.route === undefined ? this.#announced(asked) : this.#named(asked, asked.route);
    const read = (response: NetworkResponse) =>
      asked.route === undefined ? announcedAnswer(response, asked.key) : ({ kind: 'accepted' } as const);
    return settle(await this.#requester.once(request, read, this.#signal));
  }

  #announced({ eventId, key, digest }: RestoreRequest): AccountRequest {
    return {
      ...this.#log(`/audit/logs/${segment(eventId)}/restore`),
      method: 'POST',
      headers: { 'idempotency-key': key },
      ...(digest === undefined ? {} : { body: JSON.stringify({ digest }) }),
    };
  }

  /** As `login --restore-route` took it: method, space, path. The key is sent for an account that knows what it means. */
  #named({ eventId, key }: RestoreRequest, route: string): AccountRequest {
    const [, method, path = ''] = /^(POST|PUT) (\/\S*)$/.exec(route) ?? [];
    if (method === undefined || !path.includes('{eventId}')) throw badRoute(route);
    return {
      ...this.#log(path.replaceAll('{eventId}', segment(eventId))),
      method: method === 'PUT' ? 'PUT' : 'POST',
      headers: { 'idempotency-key': key },
    };
  }

  #log(path: string): AccountRequest {
    const [bare = path, query] = path.split('?', 2);
    return { kind: 'log', path: bare, query: query === undefined ? this.#query : query };
  }
}

/** One segment of a path: an id is whatever the log holds, and must not lead elsewhere. @throws UsageError when it would */
function segment(id: string): string {
  if (id !== '' && id !== '.' && id !== '..') return encodeURIComponent(id);
  throw new UsageError('bad-event-id', `“${id}” is no event's id.`, { hint: 'Find ids with: audit list' });
}

function badRoute(route: string): UsageError {
  return new UsageError('bad-restore-route', `The profile's restore route “${route}” is no route.`, {
    hint: "Name it again: audit login --restore-route 'POST /path/{eventId}'",
  });
}

function announcedAnswer(response: NetworkResponse, key: string): RestoreAnswer {
  const isReplay = response.headers['idempotency-replayed'] === 'true';
  return { kind: 'state', state: readRestoreState(parseBody(response.body), key), isReplay };
}

/** What a failed request proves. Only a refusal in the contract's form, or one that cannot have come after the act, is certain. */
function settle(result: OnceResult<RestoreAnswer>): RestoreAnswer {
  if (result.kind === 'value') return result.value;
  const { failure, response } = result;
  const refusal = response === undefined ? undefined : refusalIn(response);
  if (refusal !== undefined) return { kind: 'refused', refusal };
  if (isCertainlyNothing(failure, response)) throw failure.error;
  return { kind: 'lost', why: failure.error.message };
}

function isCertainlyNothing({ kind, error }: Failure, response: NetworkResponse | undefined): boolean {
  if (neverArrived.has(kind)) return true;
  // TLS that could not be verified ends before anything is sent.
  if (response === undefined) return error.facts['failure'] === 'tls';
  const { status } = response;
  return status >= 400 && status < 500 && kind !== 'overloaded';
}
