import { expect, test } from 'vitest';
import type { RestorePlan } from '../../src/audit/restore-plan.js';
import { digestOfPlan, keyOfRestore } from '../../src/restore/plan-digest.js';
import { examplePlan } from './example-plan.js';

const digest = digestOfPlan(examplePlan(), 'announced');

test('a digest stands for what comes back and what not, whoever looks and in whatever order it is listed', () => {
  const { restores } = examplePlan();
  const turned = restores.toReversed().map((item) => ({
    ...item,
    fields: Object.fromEntries(Object.entries(item.fields).toReversed()),
  }));
  const same: readonly Partial<RestorePlan>[] = [
    { restores: turned },
    { deletedBy: 'Somebody', sameStroke: [{ noun: 'contact', count: 3 }], restorableUntilMs: undefined },
  ];
  expect(same.map((given) => digestOfPlan(examplePlan(given), 'announced'))).toEqual([digest, digest]);
});

test('anything else makes another digest', () => {
  const [first, ...others] = examplePlan().restores;
  if (first === undefined) throw new Error('an empty plan');
  const skip = { kind: 'opportunity', id: 'o2', name: 'x', reason: 'contact-deleted', message: '' } as const;
  const digests = [
    digest,
    digestOfPlan(examplePlan(), 'named'),
    digestOfPlan(examplePlan({ locationId: 'LOC2' }), 'announced'),
    digestOfPlan(examplePlan({ eventId: 'e2' }), 'announced'),
    digestOfPlan(examplePlan({ restores: others }), 'announced'),
    digestOfPlan(examplePlan({ restores: [{ ...first, name: 'Other' }, ...others] }), 'announced'),
    digestOfPlan(examplePlan({ restores: [{ ...first, fields: { position: 1 } }, ...others] }), 'announced'),
    digestOfPlan(examplePlan({ skips: [skip] }), 'announced'),
    digestOfPlan(examplePlan({ skips: [{ ...skip, reason: 'stage-missing' }] }), 'announced'),
    digestOfPlan(examplePlan({ accountDigest: undefined }), 'announced'),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});

test('a key is the same for the same plan on every machine, another after a failure, and of the form that the contract asks for', () => {
  expect(keyOfRestore(digest, 1)).toBe(keyOfRestore(digest, 1));
  expect(keyOfRestore(digest, 2)).not.toBe(keyOfRestore(digest, 1));
  expect(keyOfRestore(digest, 1)).toMatch(/^[A-Za-z0-9_-]{16,128}$/);
});
