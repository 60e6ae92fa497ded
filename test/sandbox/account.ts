/** An embedded account in a folder of the test's own, with a clock that the test sets, asked by any of its callers. */
import { onTestFinished } from 'vitest';
import type { Reply } from '../../src/sandbox/exchange.js';
import { openSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';
import type { Tokens } from '../../src/sandbox/tokens.js';
import { temporaryFolder } from '../support/folder.js';

/** A Saturday evening in Chicago; the clocks there went back three weeks before. */
export const openingMs = Date.parse('2026-11-22T00:04:00.000Z');
export const dayMs = 86_400_000;

export interface WireEvent {
  readonly _id: string;
  readonly createdAt: string;
  readonly documentType: string;
  readonly type: string;
  readonly id: string;
  readonly documentName?: string;
  readonly secondaryId?: string;
  readonly source: string;
  readonly sourceId?: string;
  readonly sourceName?: string | null;
  readonly changedFields?: readonly string[];
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

export interface Page {
  readonly logs: readonly WireEvent[];
  readonly mongoLogs: readonly WireEvent[];
  readonly pagination: { readonly hasMore: boolean; readonly cursorToken?: string };
}

export interface OpenAccount {
  readonly sandbox: Sandbox;
  readonly folder: string;
  setNow(ms: number): void;
  /** Asks a route as one of the holders of a token; the location is put in for `{location}`. */
  ask(target: string, more?: AskOptions): Promise<AskedReply>;
  /** Every event that a search gives, page by page, newest first as it came; behind a cursor where one is given. */
  log(filters?: string, cursorToken?: string): Promise<readonly WireEvent[]>;
}

interface AskOptions {
  readonly method?: string;
  readonly as?: keyof Tokens;
  readonly version?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface AskedReply extends Reply {
  readonly json: unknown;
}

/** Opens it; closed and removed when the running test ends. `folder`: one that is there already. */
export async function openAccount(
  options: Partial<SandboxOptions> = {},
  atMs = openingMs,
): Promise<OpenAccount> {
  const folder = options.folder ?? (await temporaryFolder());
  let now = atMs;
  const sandbox = await openSandbox({ folder, nowMs: () => now, ...options });
  onTestFinished(() => sandbox.close());
  const ask = async (target: string, more: AskOptions = {}): Promise<AskedReply> => {
    const { method = 'GET', as = 'adminToken', version = '2021-07-28', headers = {}, body = '' } = more;
    const reply = await sandbox.answer({
      method,
      target: target.replace('{location}', sandbox.locationId),
      headers: { version, authorization: `Bearer ${sandbox.tokens[as]}`, ...headers },
      body,
    });
    return { ...reply, json: JSON.parse(reply.body) as unknown };
  };
  return {
    sandbox,
    folder,
    ask,
    setNow: (ms) => {
      now = ms;
    },
    log: (filters = '', cursorToken) => wholeLog(ask, filters, cursorToken),
  };
}

async function wholeLog(
  ask: OpenAccount['ask'],
  filters: string,
  cursorToken: string | undefined,
): Promise<readonly WireEvent[]> {
  const events: WireEvent[] = [];
  let cursor = cursorToken === undefined ? '' : `&cursorToken=${cursorToken}`;
  for (;;) {
    const { json, status, body } = await ask(
      `/audit/search/v2?locationId={location}&page=1&pageSize=100${filters}${cursor}`,
    );
    if (status !== 200) throw new Error(`the search answered ${status}: ${body}`);
    const { logs, mongoLogs, pagination } = json as Page;
    events.push(...[...logs, ...mongoLogs].sort(newestFirst));
    if (!pagination.hasMore) return events;
    cursor = `&cursorToken=${pagination.cursorToken}`;
  }
}

function newestFirst(a: WireEvent, b: WireEvent): number {
  const [left, right] = [a.createdAt + a._id, b.createdAt + b._id];
  return left < right ? 1 : left > right ? -1 : 0;
}
