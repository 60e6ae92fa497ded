/** What an account can be asked: the client's face to the rest of the house. */

import type { MalformedEvent } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { RestoreItem, RestoreOffer, RestoreRefusal, SkippedItem } from '../audit/restore-offer.js';

/** What the account says of itself; an account that says nothing gets `unannounced`. */
export interface Capabilities {
  readonly announced: boolean;
  /** Names of the filters that the account's search takes: `userId`, `type`, `documentType`, `source`, `query`. */
  readonly filters: readonly string[];
  readonly maxPageSize: number;
  readonly retentionDays: number | undefined;
  readonly plan: string | undefined;
  readonly restore: boolean;
}

/** Wire values, pushed only where `Capabilities.filters` names them. */
export interface PushedFilters {
  readonly userId?: readonly string[];
  readonly type?: readonly string[];
  readonly documentType?: readonly string[];
  readonly source?: readonly string[];
  readonly query?: string;
}

/** One request for one page. Both ends are inclusive on the wire. */
export interface LogPageQuery {
  readonly startAtMs: number;
  readonly endAtMs: number;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly cursorToken?: string;
  readonly filters?: PushedFilters;
  /** One record's events only (`id` on the wire). */
  readonly recordId?: string;
  /** Tried at most so often where the account fails to answer it; undefined: as often as the kind of failure deserves. */
  readonly mostAttempts?: number;
}

export interface LogPage {
  /**
   * In the order in which they came; `logs` then `mongoLogs`. Nothing removed. An event holds on to its page's bytes until its
   * `rawText` has been read once: whoever keeps few events of many pages reads it. A spread copy loses `rawText`.
   */
  readonly events: readonly AuditEvent[];
  readonly malformed: readonly MalformedEvent[];
  readonly hasMore: boolean;
  readonly cursorToken: string | undefined;
}

export interface Location {
  readonly id: string;
  readonly name: string;
  readonly companyId: string | undefined;
  /** IANA name, where the account has one. */
  readonly timeZone: string | undefined;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string | undefined;
  readonly role: string | undefined;
  readonly type: string | undefined;
  readonly scopes: readonly string[];
  readonly deleted: boolean;
}

export interface PipelineStage {
  readonly id: string;
  readonly name: string;
  readonly position: number;
}

export interface Pipeline {
  readonly id: string;
  readonly name: string;
  readonly stages: readonly PipelineStage[];
}

export interface ObjectSchema {
  readonly id: string;
  readonly key: string;
  readonly standard: boolean;
  readonly singular: string;
  readonly plural: string;
}

export interface Calendar {
  readonly id: string;
  readonly name: string;
}

export interface Opportunity {
  readonly id: string;
  readonly name: string;
  readonly pipelineId: string | undefined;
  readonly stageId: string | undefined;
  readonly status: string | undefined;
  readonly contactId: string | undefined;
  readonly monetaryValue: number | undefined;
  /** A user's id. */
  readonly assignedTo: string | undefined;
}

/** Counters that grow while the account is used. */
export interface AccountTraffic {
  readonly requests: number;
  readonly retries: number;
  readonly refusals: number;
}

export interface Account {
  readonly locationId: string;
  /** The host that everything is sent to; for words and manifests. */
  readonly apiUrl: string;
  readonly traffic: AccountTraffic;
  /** How many requests the account bears at once, as its limits and its answers have shown so far. */
  readonly parallelism: number;
  /** Now by the account's clock (from its `Date` headers); by ours before any answer. */
  nowMs(): number;
  /** Asked once; later calls give the same answer. */
  capabilities(): Promise<Capabilities>;
  logPage(query: LogPageQuery, signal: AbortSignal): Promise<LogPage>;
  location(): Promise<Location>;
  users(): Promise<readonly User[]>;
  pipelines(): Promise<readonly Pipeline[]>;
  objects(): Promise<readonly ObjectSchema[]>;
  calendars(): Promise<readonly Calendar[]>;
  /** All opportunities of one pipeline, whatever their status. */
  opportunities(pipelineId: string): Promise<readonly Opportunity[]>;
  /** Undefined where the account has none of that id. */
  opportunity(id: string): Promise<Opportunity | undefined>;
}

/** Where a restore stands, by the account's own word. */
export type RestoreState =
  | { readonly kind: 'running' }
  | {
      readonly kind: 'done';
      readonly restored: readonly RestoreItem[];
      readonly skipped: readonly SkippedItem[];
      /** The event that the log holds about it, as the account claims. */
      readonly restoreEventId: string | undefined;
    }
  | { readonly kind: 'failed'; readonly refusal: RestoreRefusal };

/** What came of the one request that asks for a restore. Anything that proves that nothing was begun is an error instead. */
export type RestoreAnswer =
  | { readonly kind: 'state'; readonly state: RestoreState; readonly isReplay: boolean }
  /** A success without a state: a route of the account's own says no more. */
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly refusal: RestoreRefusal }
  /** It may have been done or not: the answer was lost, or is none. */
  | { readonly kind: 'lost'; readonly why: string };

/** One restore as it is asked for. */
export interface RestoreRequest {
  readonly eventId: string;
  /** `[A-Za-z0-9_-]{16,128}`; the same for the same restore. */
  readonly key: string;
  /** The account's digest of what is to be done; it refuses to do anything else. */
  readonly digest: string | undefined;
  /** `POST /path/{eventId}`, where the profile names the account's own route; undefined: the announced one. */
  readonly route: string | undefined;
}

/** What can be asked before it is known which account is meant. */
export interface LocationFinder {
  /** The accounts that the token reaches. @throws AccessError, NotFoundError where the service does not tell this token */
  locations(): Promise<readonly Location[]>;
}

/** An account of which restores can be asked: the one write. */
export interface RestorableAccount extends Account {
  /** What a restore would do now. @throws NotFoundError when the account has no such event */
  previewRestore(eventId: string): Promise<RestoreOffer>;
  /**
   * Sends the one request, and sends it again only where the account says that it refused to take it at all (429).
   * @throws AccessError, NotFoundError, UnreachableError where it is certain that nothing was begun; the signal's reason when
   *   it is aborted, whatever may have been begun by then.
   */
  requestRestore(request: RestoreRequest): Promise<RestoreAnswer>;
  /** Where a restore stands; undefined where none was ever accepted under this key. */
  restoreState(eventId: string, key: string): Promise<RestoreState | undefined>;
}
