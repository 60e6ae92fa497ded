/** An account to restore from, with somebody in between: every request and answer can be lost, delayed or changed on its way. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openEmbedded } from '../../src/commands/embedded-account.js';
import type { Network, NetworkRequest, NetworkResponse } from '../../src/context.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { createPipeline, deletePipeline } from '../../src/sandbox/services/pipelines.js';
import { openOpportunityIn } from '../../src/sandbox/simulation/sales-acts.js';
import type { Tokens } from '../../src/sandbox/tokens.js';
import { type Business, openBusiness } from '../sandbox/business.js';
import { type Outcome, programFolder, runAudit, type World } from '../support/program.js';
import { handlerNetwork, layDownSandbox } from '../support/sandbox.js';
import { usualNowMs, type VirtualClock, virtualClock } from '../support/virtual-clock.js';

/** Stands between the client and the account; `pass` lets a request through. */
export type Meddler = (
  request: NetworkRequest,
  pass: (request: NetworkRequest) => Promise<NetworkResponse>,
) => Promise<NetworkResponse>;

export interface Stage {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly folder: string;
  readonly business: Business;
  /** The requests of all runs, `GET /path`; of restores also those that were kept from the account. */
  readonly requests: readonly string[];
  /** Runs `audit …` against the account through the meddler. */
  run(line: string | readonly string[], world?: World & { readonly as?: keyof Tokens }): Promise<Outcome>;
  /** Whoever stands in between from now on. */
  meddle(meddler: Meddler): void;
  /** How often the account has brought back the record of that id. */
  restoresOf(recordId: string): Promise<number>;
}

/** The story of the embedded account: a pipeline that was deleted six days ago with its opportunities. */
export const implants = { name: 'Implant consultations', stages: 5, opportunities: 197 };

/**
 * Another pipeline, of five stages and so many opportunities, that fell an hour ago; gives the id of its deletion.
 * For tests that restore again and again: a run asks about every opportunity.
 */
export function dropPipeline({ business }: Stage, name: string, opportunities: number): string {
  const change = business.change(usualNowMs - 3_600_000);
  return business.database.transaction(() => {
    const pipeline = createPipeline(change, name, ['Asked', 'Visited', 'Offered', 'Agreed', 'At work']);
    for (let opened = 0; opened < opportunities; opened += 1) openOpportunityIn(change, pipeline);
    return deletePipeline(change, pipeline).id;
  });
}

const accountUrl = 'http://127.0.0.1:42000';

/** Opens it; closed when the running test ends. */
export async function openStage(): Promise<Stage> {
  const folder = await programFolder();
  const clock = virtualClock();
  await layDownSandbox(join(folder, 'account'));
  const sandbox = await openEmbedded(join(folder, 'account'), clock);
  onTestFinished(() => sandbox.close());
  const network = handlerNetwork(new Map([[accountUrl, sandbox.answer]]));
  const requests: string[] = [];
  let meddler: Meddler = (request, pass) => pass(request);
  const between: Network = {
    async request(request) {
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return meddler(request, (asked) => network.request(asked));
    },
    close: async () => {},
  };
  const business = openBusiness(join(folder, 'account', 'sandbox'));
  return {
    sandbox,
    clock,
    folder,
    business,
    requests,
    meddle: (next) => {
      meddler = next;
    },
    run: (line, { as = 'adminToken', ...world } = {}) =>
      runAudit(line, {
        clock,
        folder,
        network: between,
        ...world,
        env: {
          AUDIT_API_URL: accountUrl,
          AUDIT_TOKEN: sandbox.tokens[as],
          AUDIT_LOCATION: sandbox.locationId,
          ...world.env,
        },
      }),
    restoresOf: async (recordId) =>
      Number(
        business.database
          .statement(`SELECT count(*) FROM event WHERE type = 'RESTORED' AND record_id = ?`)
          .row(recordId)?.[0],
      ),
  };
}

/** Whether this is the request that asks for a restore. */
export function isAct({ method }: NetworkRequest): boolean {
  return method !== 'GET';
}

/** Whether this asks where a restore stands. */
export function isStateLook({ method, url }: NetworkRequest): boolean {
  return method === 'GET' && /\/restore\/[^/?]+/.test(url);
}

/** The request as the account still has it when whoever sent it has gone. */
export function onItsOwn({ method, url, headers, body, timeoutMs }: NetworkRequest): NetworkRequest {
  return { method, url, headers, timeoutMs, ...(body === undefined ? {} : { body }) };
}

/** An answer as an account would send it. */
export function answer(status: number, body: object | string): NetworkResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode(text) };
}

/** A JSON answer, read. */
export function jsonOf({ body }: NetworkResponse): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
}
