/** Puts the client of an account together: transport ← retry ← pace, and over them the routes. */

import type { RestoreOffer } from '../audit/restore-offer.js';
import type { AuthStyle, Clock, Network } from '../context.js';
import { NotFoundError, UnreachableError } from '../errors.js';
import type {
  AccountTraffic,
  Calendar,
  Capabilities,
  Location,
  LocationFinder,
  LogPage,
  LogPageQuery,
  ObjectSchema,
  Opportunity,
  Pipeline,
  RestorableAccount,
  RestoreAnswer,
  RestoreRequest,
  RestoreState,
  User,
} from './account.js';
import type { Ask } from './ask.js';
import { capabilitiesPath, isUnannounced, readCapabilities, unannounced } from './capabilities.js';
import { logPageQuery, logPath, readLogPage } from './log-page.js';
import { Pace } from './pace.js';
import { fetchOpportunities, fetchOpportunity, fetchPipelines } from './pipelines.js';
import { fetchCalendars, fetchLocation, fetchLocations, fetchObjects } from './published.js';
import { Requester } from './requester.js';
import { RestoreRoutes } from './restore.js';
import { parseBody } from './shapes.js';
import { type RequestTrace, Transport } from './transport.js';
import { fetchUsers, isClosed } from './users.js';
import { type AccountWait, waitWord } from './wait-word.js';

export interface AccountOptions {
  readonly network: Network;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Ends everything that has no signal of its own. */
  readonly signal: AbortSignal;
  readonly apiUrl: string;
  readonly locationId: string;
  readonly token: string;
  readonly auth: AuthStyle;
  /** How long one request may be failing before it is given up (`AUDIT_MAX_WAIT`). */
  readonly maxWaitMs: number;
  /** Told of each wait over 2 s, once for all requests that wait together. */
  readonly onWait?: (wait: AccountWait) => void;
  /** Told of each request after it, for --verbose. */
  readonly onRequest?: (trace: RequestTrace) => void;
}

/**
 * The client of one account; sends nothing before it is asked something.
 * @throws UsageError when the address or the token cannot be used
 */
export function createAccount(options: AccountOptions): RestorableAccount & LocationFinder {
  return new AccountClient(options);
}

class AccountClient implements RestorableAccount, LocationFinder {
  readonly locationId: string;
  readonly #options: AccountOptions;
  readonly #transport: Transport;
  readonly #pace: Pace;
  readonly #requester: Requester;
  readonly #ask: Ask;
  readonly #restore: RestoreRoutes;
  #capabilities: Promise<Capabilities> | undefined;
  #location: Promise<Location> | undefined;

  constructor(options: AccountOptions) {
    const { clock, signal, random, maxWaitMs } = options;
    const onWait = waitWord(clock, options.onWait);
    const transport = new Transport(options);
    const pace = new Pace({ clock, signal, onWait });
    this.locationId = options.locationId;
    this.#options = options;
    this.#transport = transport;
    this.#pace = pace;
    this.#requester = new Requester({ transport, pace, clock, random, maxWaitMs, onWait });
    this.#ask = (path, query, read, kind = 'published') => {
      const request = { kind, path, query: new URLSearchParams(query).toString() };
      return this.#requester.get(request, ({ body }) => read(parseBody(body)), signal);
    };
    this.#restore = new RestoreRoutes(this.#requester, options.locationId, signal);
  }

  get apiUrl(): string {
    return this.#transport.apiUrl;
  }

  get traffic(): AccountTraffic {
    return this.#requester.traffic;
  }

  get parallelism(): number {
    return this.#pace.parallelism;
  }

  nowMs(): number {
    return this.#options.clock.nowMs() + this.#transport.clock.skewMs;
  }

  capabilities(): Promise<Capabilities> {
    this.#capabilities ??= this.#fetchCapabilities().catch((error: unknown) => {
      this.#capabilities = undefined;
      throw error;
    });
    return this.#capabilities;
  }

  async #fetchCapabilities(): Promise<Capabilities> {
    const query = new URLSearchParams({ locationId: this.locationId }).toString();
    const request = { kind: 'log', path: capabilitiesPath, query } as const;
    try {
      return await this.#requester.get(request, ({ body }) => readCapabilities(body), this.#options.signal);
    } catch (error) {
      if (isUnannounced(error)) return unannounced;
      throw error;
    }
  }

  async logPage(query: LogPageQuery, signal: AbortSignal): Promise<LogPage> {
    const request = { kind: 'log', path: logPath, query: logPageQuery(this.locationId, query) } as const;
    try {
      return await this.#requester.get(request, ({ body }) => readLogPage(body), signal, query.mostAttempts);
    } catch (error) {
      throw error instanceof NotFoundError ? noAuditLog(this.apiUrl, error) : error;
    }
  }

  location(): Promise<Location> {
    this.#location ??= fetchLocation(this.#ask, this.locationId).catch((error: unknown) => {
      this.#location = undefined;
      throw error;
    });
    return this.#location;
  }

  locations(): Promise<readonly Location[]> {
    return fetchLocations(this.#ask);
  }

  async users(): Promise<readonly User[]> {
    return fetchUsers(this.#ask, this.locationId, await this.#companyId());
  }

  /** A token that may not read the location may still list its users. */
  async #companyId(): Promise<string | undefined> {
    try {
      return (await this.location()).companyId;
    } catch (error) {
      if (isClosed(error)) return undefined;
      throw error;
    }
  }

  pipelines(): Promise<readonly Pipeline[]> {
    return fetchPipelines(this.#ask, this.locationId);
  }

  objects(): Promise<readonly ObjectSchema[]> {
    return fetchObjects(this.#ask, this.locationId);
  }

  calendars(): Promise<readonly Calendar[]> {
    return fetchCalendars(this.#ask, this.locationId);
  }

  opportunities(pipelineId: string): Promise<readonly Opportunity[]> {
    return fetchOpportunities(this.#ask, this.locationId, pipelineId);
  }

  opportunity(id: string): Promise<Opportunity | undefined> {
    return fetchOpportunity(this.#ask, id);
  }

  previewRestore(eventId: string): Promise<RestoreOffer> {
    return this.#restore.preview(eventId);
  }

  requestRestore(request: RestoreRequest): Promise<RestoreAnswer> {
    return this.#restore.act(request);
  }

  restoreState(eventId: string, key: string): Promise<RestoreState | undefined> {
    return this.#restore.state(eventId, key);
  }
}

function noAuditLog(apiUrl: string, cause: NotFoundError): UnreachableError {
  return new UnreachableError('no-audit-log', `${apiUrl} has no audit log.`, {
    hint: 'Check --api-url (AUDIT_API_URL); the usual one is https://services.leadconnectorhq.com.',
    facts: cause.facts,
    cause,
  });
}
