/** What a hostile account may do, each as a value that composes with the others; `tame` does none of it. */

export type FaultKind =
  | 'rate-limited'
  | 'rate-limited-for-seconds'
  | 'rate-limited-until-a-date'
  | 'rate-limited-for-nonsense'
  | 'rate-limited-for-an-hour'
  | 'server-error'
  | 'bad-gateway-html'
  | 'unavailable'
  | 'gateway-timeout'
  | 'command-timed-out'
  | 'reset-before-headers'
  | 'reset-during-headers'
  | 'reset-after-headers'
  | 'cut-with-length'
  | 'cut-chunked'
  | 'cut-without-length'
  | 'stalled-body'
  | 'stalled-headers'
  | 'slow-first-byte'
  | 'not-json'
  | 'not-an-object'
  | 'no-logs'
  | 'no-pagination'
  | 'error-with-status-200'
  | 'empty-answer'
  | UnreachableKind;

/** No connection comes about. Only the in-memory network can show it; a listener is there, and resets instead. */
export type UnreachableKind = 'dns' | 'refused' | 'tls';

export const unreachableKinds: readonly UnreachableKind[] = ['dns', 'refused', 'tls'];

/** Those that only a socket can show or that a transport alone can tell. */
export const transientFaults: readonly [FaultKind, ...FaultKind[]] = [
  'rate-limited',
  'rate-limited-for-seconds',
  'rate-limited-until-a-date',
  'rate-limited-for-nonsense',
  'server-error',
  'bad-gateway-html',
  'unavailable',
  'gateway-timeout',
  'command-timed-out',
  'reset-before-headers',
  'reset-during-headers',
  'reset-after-headers',
  'cut-with-length',
  'cut-chunked',
  'cut-without-length',
  'stalled-body',
  'stalled-headers',
  'slow-first-byte',
  'not-json',
  'not-an-object',
  'no-logs',
  'no-pagination',
  'error-with-status-200',
  'empty-answer',
];

/** The same with few stalls: on a socket each costs up to a second of real time. */
export const faultsOnSockets: readonly FaultKind[] = [
  ...transientFaults,
  ...Array.from({ length: 9 }, () => transientFaults.filter((kind) => !kind.startsWith('stalled'))).flat(),
];

export interface Limit {
  readonly kind: 'fixed-window' | 'sliding-window';
  readonly requests: number;
  readonly intervalMs: number;
  /** Whether the `X-RateLimit-*` headers are sent, and whether a refusal says `Retry-After`. */
  readonly hasHeaders: boolean;
  readonly saysRetryAfter: boolean;
}

export interface Behaviours {
  readonly order: 'newest-first' | 'oldest-first' | 'unsorted-within-page' | 'permuted-pages' | 'scrambled';
  /** Whether events of one instant keep their order from request to request. */
  readonly ties: 'stable' | 'unstable';
  readonly start: 'inclusive' | 'exclusive';
  readonly end: 'inclusive' | 'exclusive';
  /** Whether the ends are widened to whole seconds. */
  readonly isCoarse: boolean;
  readonly hasMore: 'honest' | 'false-on-full-page' | 'always-false' | 'always-true';
  /** `slots`: some page numbers are empty and the rows move on; `moments`: some answers are empty, asked again they are not. Both say that there is more. */
  readonly emptyPages: 'never' | 'slots' | 'moments';
  /** Rows of a page that the page before it had too. */
  readonly overlap: number;
  readonly mongoLogs: 'absent' | 'null' | 'empty' | 'share' | 'repeat';
  readonly cursor:
    | 'none'
    | 'optional'
    | 'ignored'
    | 'refused'
    | 'required'
    | 'required-else-first-page'
    | 'repeats'
    | 'expires';
  readonly maxPageSize: number;
  readonly tooLargePage: 'refused' | 'clamped';
  /** 422 to any parameter that is not known. */
  readonly isStrict: boolean;
  readonly capabilities:
    | { readonly filters: readonly string[]; readonly retentionDays: number | undefined }
    | undefined;
  /** 422 to a page that lies this many rows deep. */
  readonly maxDepth: number | undefined;
  readonly limit: Limit | undefined;
  /** 429 from then on. */
  readonly dailyRequests: number | undefined;
  /** A share of the searches fails; never more often in a row than `maxInARow` for one and the same search. */
  readonly faults: {
    readonly share: number;
    readonly kinds: readonly FaultKind[];
    readonly maxInARow: number;
  };
  /** Every request fails so. */
  readonly always: FaultKind | 'redirect' | 'wrong-location' | 'token-refused' | 'scope-missing' | undefined;
  /** Every search that touches this span fails so. */
  readonly poison:
    | { readonly sinceMs: number; readonly untilMs: number; readonly kind: FaultKind }
    | undefined;
  readonly tokenPages: number | undefined;
  /** A share of the searches is answered with a redirect to another host. */
  readonly redirects: number;
  readonly skewMs: number;
  /** Events older than this go away while they are read. */
  readonly retentionDays: number | undefined;
  readonly latencyMs: readonly [number, number];
}

export const tame: Behaviours = {
  order: 'newest-first',
  ties: 'stable',
  start: 'inclusive',
  end: 'inclusive',
  isCoarse: false,
  hasMore: 'honest',
  emptyPages: 'never',
  overlap: 0,
  mongoLogs: 'absent',
  cursor: 'none',
  maxPageSize: 100,
  tooLargePage: 'clamped',
  isStrict: false,
  capabilities: undefined,
  maxDepth: undefined,
  limit: undefined,
  dailyRequests: undefined,
  faults: { share: 0, kinds: transientFaults, maxInARow: 2 },
  always: undefined,
  poison: undefined,
  tokenPages: undefined,
  redirects: 0,
  skewMs: 0,
  retentionDays: undefined,
  latencyMs: [20, 200],
};
