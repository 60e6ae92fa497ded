/** What an account can be asked: the client's face to the rest of the house. */

import type { MalformedEvent } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';

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
