/** What the published routes show of a restore right now; nothing is judged here. */
import type { Account, Calendar, Opportunity, Pipeline } from '../account/account.js';
import { folded } from '../audit/folded.js';
import type { RestorePlan } from '../audit/restore-plan.js';
import { AccessError, NotFoundError, UnreachableError } from '../errors.js';

/** What a route showed; or why it showed nothing. */
export type Shown<T> = { readonly value: T } | { readonly unreadable: string };

export interface Sight {
  readonly pipelines: Shown<readonly Pipeline[]>;
  readonly calendars: Shown<readonly Calendar[]>;
  /** Of the pipeline that stands for the plan's record; undefined where there is none. For an opportunity: itself or none. */
  readonly opportunities: Shown<readonly Opportunity[]>;
}

const nothing: Shown<readonly never[]> = { value: [] };

/** Asks only the routes that the plan's kind needs. @throws the signal's reason when it is aborted */
export async function lookAt(plan: RestorePlan, account: Account): Promise<Sight> {
  const none = { pipelines: nothing, calendars: nothing, opportunities: nothing };
  if (plan.kind === 'calendar') return { ...none, calendars: await shown(() => account.calendars()) };
  if (plan.kind === 'opportunity') {
    const opportunities = await shown(async () => [(await account.opportunity(plan.recordId)) ?? []].flat());
    return { ...none, opportunities };
  }
  const pipelines = await shown(() => account.pipelines());
  const found = 'value' in pipelines ? standIn(plan, pipelines.value) : undefined;
  const opportunities = found === undefined ? nothing : await shown(() => account.opportunities(found.id));
  return { ...none, pipelines, opportunities };
}

/** The pipeline of the plan: by its id, else a new one of its name, which an account may have made instead. */
export function standIn<T extends { readonly id: string; readonly name: string }>(
  { recordId, recordName, namesakes }: RestorePlan,
  live: readonly T[],
): T | undefined {
  return (
    live.find(({ id }) => id === recordId) ??
    live.find(
      ({ id, name }) => folded(name) === folded(recordName) && !namesakes.some((known) => known.id === id),
    )
  );
}

async function shown<T>(ask: () => Promise<T>): Promise<Shown<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    const isTheirs = [AccessError, NotFoundError, UnreachableError].some((kind) => error instanceof kind);
    if (!isTheirs) throw error;
    return { unreadable: (error as Error).message };
  }
}
