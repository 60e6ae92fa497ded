/** What was planned against what is seen, field by field. Pure; whoever reports a restore reports this, never the account's yes. */
import type { Opportunity, Pipeline } from '../account/account.js';
import type { RestoreItem, RestoreKind } from '../audit/restore-offer.js';
import type { RestorePlan } from '../audit/restore-plan.js';
import { type Shown, type Sight, standIn } from './sight.js';

export interface FieldDifference {
  readonly field: string;
  readonly expected: unknown;
  /** Undefined: it is not there. */
  readonly found: unknown;
}

/** One planned record as it was found. */
export interface Finding {
  readonly item: RestoreItem;
  /** `logged`: no published route shows its kind, but the log has its own restore event. `unchecked`: nobody could look. */
  readonly standing: 'seen' | 'logged' | 'missing' | 'different' | 'unchecked';
  readonly differences: readonly FieldDifference[];
}

/** Something that is there and was not planned. */
interface Unexpected {
  readonly kind: RestoreKind;
  readonly id: string;
  readonly name: string;
}

export interface Verification {
  readonly findings: readonly Finding[];
  readonly unexpected: readonly Unexpected[];
  /** Why nobody could look, where a route could not be read. */
  readonly unreadable: readonly string[];
}

/** `restoredIds`: records that the log says were restored since. */
export function verify(plan: RestorePlan, sight: Sight, restoredIds: ReadonlySet<string>): Verification {
  const opportunities = byId(sight.opportunities);
  return {
    findings: plan.restores.map((item) => finding(item, { plan, sight, restoredIds, opportunities })),
    unexpected: unexpectedIn(plan, sight),
    unreadable: [sight.pipelines, sight.calendars, sight.opportunities].flatMap((shown) =>
      'unreadable' in shown ? [shown.unreadable] : [],
    ),
  };
}

/** Whether everything is as it was planned, and nothing else. */
export function isAsPlanned({ findings, unexpected }: Verification): boolean {
  return (
    unexpected.length === 0 && findings.every(({ standing }) => standing === 'seen' || standing === 'logged')
  );
}

/** Whether anything of it has been seen at all. */
export function isAnythingSeen({ findings, unexpected }: Verification): boolean {
  const seen = ['seen', 'logged', 'different'];
  return unexpected.length > 0 || findings.some(({ standing }) => seen.includes(standing));
}

/** Whether something is missing, other than planned, or too much. */
export function isContradicted({ findings, unexpected }: Verification): boolean {
  return (
    unexpected.length > 0 ||
    findings.some(({ standing }) => standing === 'missing' || standing === 'different')
  );
}

/** Whether nobody could look at the record itself. */
export function isUnchecked({ findings }: Verification): boolean {
  return findings[0]?.standing === 'unchecked';
}

interface Grounds {
  readonly plan: RestorePlan;
  readonly sight: Sight;
  readonly restoredIds: ReadonlySet<string>;
  readonly opportunities: Shown<ReadonlyMap<string, Opportunity>>;
}

function byId(shown: Sight['opportunities']): Grounds['opportunities'] {
  return 'unreadable' in shown
    ? shown
    : { value: new Map(shown.value.map((opportunity) => [opportunity.id, opportunity])) };
}

function finding(item: RestoreItem, { plan, sight, restoredIds, opportunities }: Grounds): Finding {
  switch (item.kind) {
    case 'pipeline':
      return judge(item, sight.pipelines, (live) => compareNamed(item, standIn(plan, live)));
    case 'calendar':
      return judge(item, sight.calendars, (live) => compareNamed(item, standIn(plan, live)));
    case 'stage':
      return judge(item, sight.pipelines, (live) => compareStage(item, plan, standIn(plan, live)));
    case 'opportunity':
      return judge(item, opportunities, (live) => compareOpportunity(item, live.get(item.id)));
    case 'appointment':
      // The table of published routes (account-api.md) has none for appointments.
      return { item, standing: restoredIds.has(item.id) ? 'logged' : 'unchecked', differences: [] };
  }
}

/** `compare` gives undefined for what is not there. */
function judge<T>(
  item: RestoreItem,
  shown: Shown<T>,
  compare: (value: T) => readonly FieldDifference[] | undefined,
): Finding {
  if ('unreadable' in shown) return { item, standing: 'unchecked', differences: [] };
  const differences = compare(shown.value);
  if (differences === undefined) return { item, standing: 'missing', differences: [] };
  return { item, standing: differences.length === 0 ? 'seen' : 'different', differences };
}

function compareNamed(
  item: RestoreItem,
  found: { readonly id: string; readonly name: string } | undefined,
): readonly FieldDifference[] | undefined {
  return found && [...differing('id', item.id, found.id), ...differingName(item, found.name)];
}

/** Positions are compared as places in the order: routes number them from 0, from 1, or not at all. */
function compareStage(
  item: RestoreItem,
  { restores }: RestorePlan,
  pipeline: Pipeline | undefined,
): readonly FieldDifference[] | undefined {
  const found = pipeline?.stages.find(({ id }) => id === item.id);
  if (pipeline === undefined || found === undefined) return undefined;
  const planned = restores
    .filter(({ kind }) => kind === 'stage')
    .sort((a, b) => Number(a.fields['position']) - Number(b.fields['position']));
  return [
    ...differingName(item, found.name),
    ...differing('position', planned.indexOf(item) + 1, pipeline.stages.indexOf(found) + 1),
  ];
}

/** The wire's names of what the route shows of an opportunity. */
const opportunityFields: Readonly<Record<string, (opportunity: Opportunity) => unknown>> = {
  pipelineId: ({ pipelineId }) => pipelineId,
  pipelineStageId: ({ stageId }) => stageId,
  contactId: ({ contactId }) => contactId,
  status: ({ status }) => status,
  monetaryValue: ({ monetaryValue }) => monetaryValue,
  assignedTo: ({ assignedTo }) => assignedTo,
};

function compareOpportunity(
  item: RestoreItem,
  found: Opportunity | undefined,
): readonly FieldDifference[] | undefined {
  if (found === undefined) return undefined;
  const fields = Object.entries(opportunityFields).flatMap(([field, read]) =>
    Object.hasOwn(item.fields, field) ? differing(field, item.fields[field], read(found)) : [],
  );
  return [...differingName(item, found.name), ...fields];
}

function differingName({ name }: RestoreItem, found: string): readonly FieldDifference[] {
  return name === undefined ? [] : differing('name', name.trim(), found.trim());
}

/** Null and absent both say "nothing". */
function differing(field: string, expected: unknown, found: unknown): readonly FieldDifference[] {
  return (expected ?? undefined) === (found ?? undefined) ? [] : [{ field, expected, found }];
}

/** A second record of the name; what was said to stay away; and, where the plan is known to be all, whatever else is in it. */
function unexpectedIn(
  plan: RestorePlan,
  { pipelines, calendars, opportunities }: Sight,
): readonly Unexpected[] {
  const named = plan.kind === 'pipeline' ? pipelines : calendars;
  const live = 'value' in named && plan.kind !== 'opportunity' ? named.value : [];
  const own = standIn(plan, live);
  const others = live.filter((one) => one !== own);
  const second = standIn({ ...plan, recordId: '' }, others);
  const planned = new Set(plan.restores.map(({ id }) => id));
  const skipped = new Set(plan.skips.map(({ id }) => id));
  const inside = 'value' in opportunities ? opportunities.value : [];
  const extra = inside.filter(({ id }) => !planned.has(id) && (plan.isWhole || skipped.has(id)));
  return [
    ...(second === undefined ? [] : [{ kind: plan.kind, id: second.id, name: second.name }]),
    ...extra.map(({ id, name }) => ({ kind: 'opportunity' as const, id, name })),
  ];
}
