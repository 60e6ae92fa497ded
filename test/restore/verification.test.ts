import { expect, test } from 'vitest';
import type { Opportunity, Pipeline } from '../../src/account/account.js';
import type { RestorePlan } from '../../src/audit/restore-plan.js';
import type { Sight } from '../../src/restore/sight.js';
import {
  isAnythingSeen,
  isAsPlanned,
  isContradicted,
  type Verification,
  verify,
} from '../../src/restore/verification.js';
import { examplePlan } from './example-plan.js';

const sales: Pipeline = {
  id: 'p1',
  name: 'Sales',
  stages: [
    { id: 's1', name: 'New', position: 1 },
    { id: 's2', name: 'Won', position: 2 },
  ],
};
const roof: Opportunity = {
  id: 'o1',
  name: ' Roof repair',
  pipelineId: 'p1',
  stageId: 's2',
  status: 'won',
  contactId: 'k1',
  monetaryValue: 12500.5,
  assignedTo: undefined,
};

function sightOf(given: Partial<Sight> = {}): Sight {
  return {
    pipelines: { value: [sales] },
    calendars: { value: [] },
    opportunities: { value: [roof] },
    ...given,
  };
}

const standings = ({ findings }: Verification) =>
  findings.map(({ item, standing }) => `${item.id} ${standing}`);
const noIds: ReadonlySet<string> = new Set();

test('all as planned: places count, not the numbers of the positions; null and nothing are the same', () => {
  const verification = verify(examplePlan(), sightOf(), noIds);
  expect(standings(verification)).toEqual(['p1 seen', 's1 seen', 's2 seen', 'o1 seen']);
  expect([isAsPlanned(verification), isAnythingSeen(verification), isContradicted(verification)]).toEqual([
    true,
    true,
    false,
  ]);
});

test.each<[field: string, sight: Partial<Sight>, difference: object]>([
  [
    'the name',
    { pipelines: { value: [{ ...sales, name: 'Sales (restored)' }] } },
    { field: 'name', expected: 'Sales', found: 'Sales (restored)' },
  ],
  [
    'the order of stages',
    { pipelines: { value: [{ ...sales, stages: sales.stages.toReversed() }] } },
    { field: 'position', expected: 1, found: 2 },
  ],
  [
    'the pipeline',
    { opportunities: { value: [{ ...roof, pipelineId: 'p2' }] } },
    { field: 'pipelineId', expected: 'p1', found: 'p2' },
  ],
  [
    'the stage',
    { opportunities: { value: [{ ...roof, stageId: 's1' }] } },
    { field: 'pipelineStageId', expected: 's2', found: 's1' },
  ],
  [
    'the contact',
    { opportunities: { value: [{ ...roof, contactId: undefined }] } },
    { field: 'contactId', expected: 'k1', found: undefined },
  ],
  [
    'the status',
    { opportunities: { value: [{ ...roof, status: 'open' }] } },
    { field: 'status', expected: 'won', found: 'open' },
  ],
  [
    'the value',
    { opportunities: { value: [{ ...roof, monetaryValue: 0 }] } },
    { field: 'monetaryValue', expected: 12500.5, found: 0 },
  ],
  [
    'whose it is',
    { opportunities: { value: [{ ...roof, assignedTo: 'u1' }] } },
    { field: 'assignedTo', expected: null, found: 'u1' },
  ],
])('a difference in %s is seen', (_field, sight, difference) => {
  const verification = verify(examplePlan(), sightOf(sight), noIds);
  expect(verification.findings.flatMap(({ differences }) => differences)).toContainEqual(difference);
  expect([isAsPlanned(verification), isContradicted(verification)]).toEqual([false, true]);
});

test('what is not there is missing; nothing at all is nothing seen', () => {
  expect(standings(verify(examplePlan(), sightOf({ opportunities: { value: [] } }), noIds))).toEqual([
    'p1 seen',
    's1 seen',
    's2 seen',
    'o1 missing',
  ]);
  const none = verify(
    examplePlan(),
    sightOf({ pipelines: { value: [] }, opportunities: { value: [] } }),
    noIds,
  );
  expect([isAnythingSeen(none), isContradicted(none)]).toEqual([false, true]);
});

test('what could not be read is unchecked, never seen and never missing', () => {
  const verification = verify(examplePlan(), sightOf({ opportunities: { unreadable: 'no right' } }), noIds);
  expect([standings(verification).at(-1), verification.unreadable]).toEqual(['o1 unchecked', ['no right']]);
  expect([isAsPlanned(verification), isContradicted(verification)]).toEqual([false, false]);
});

test('appointments are seen in the log or not at all', () => {
  const appointment = (id: string) => ({ kind: 'appointment' as const, id, name: id, fields: {} });
  const plan = examplePlan({
    kind: 'calendar',
    recordId: 'c1',
    restores: [
      { kind: 'calendar', id: 'c1', name: 'Sales', fields: {} },
      appointment('a1'),
      appointment('a2'),
    ],
  });
  const sight = { ...sightOf(), calendars: { value: [{ id: 'c1', name: 'Sales' }] } };
  expect(standings(verify(plan, sight, new Set(['a1'])))).toEqual(['c1 seen', 'a1 logged', 'a2 unchecked']);
});

test.each<[what: string, plan: Partial<RestorePlan>, sight: Partial<Sight>, unexpected: readonly string[]]>([
  ['a second one of the name', {}, { pipelines: { value: [sales, { ...sales, id: 'p2' }] } }, ['p2']],
  [
    'one that bore the name before',
    { namesakes: [{ id: 'p2', name: 'Sales' }] },
    { pipelines: { value: [sales, { ...sales, id: 'p2' }] } },
    [],
  ],
  ['another opportunity', {}, { opportunities: { value: [roof, { ...roof, id: 'o2' }] } }, ['o2']],
  [
    'another opportunity, where nobody said what is all',
    { isWhole: false },
    { opportunities: { value: [roof, { ...roof, id: 'o2' }] } },
    [],
  ],
  [
    'what was said to stay away',
    {
      isWhole: false,
      skips: [{ kind: 'opportunity', id: 'o2', name: 'x', reason: 'contact-deleted', message: '' }],
    },
    { opportunities: { value: [roof, { ...roof, id: 'o2' }] } },
    ['o2'],
  ],
])('%s is noticed as it should be', (_what, plan, sight, unexpected) => {
  expect(verify(examplePlan(plan), sightOf(sight), noIds).unexpected.map(({ id }) => id)).toEqual(unexpected);
});
