/** A plan to start from: each test states only what it is about. */
import type { RestorePlan } from '../../src/audit/restore-plan.js';

const deletedMs = Date.UTC(2026, 10, 15, 22, 47);

/** Two stages and one opportunity of the pipeline Sales. */
export function examplePlan(given: Partial<RestorePlan> = {}): RestorePlan {
  return {
    eventId: '66f0c0ffee0000000000a040',
    locationId: 'LOC1',
    kind: 'pipeline',
    recordId: 'p1',
    recordName: 'Sales',
    deletedMs,
    deletedBy: 'Maria Lopez',
    restorableUntilMs: deletedMs + 60 * 86_400_000,
    restores: [
      { kind: 'pipeline', id: 'p1', name: 'Sales', fields: {} },
      { kind: 'stage', id: 's1', name: 'New', fields: { position: 0 } },
      { kind: 'stage', id: 's2', name: 'Won', fields: { position: 1 } },
      {
        kind: 'opportunity',
        id: 'o1',
        name: 'Roof repair',
        fields: {
          pipelineId: 'p1',
          pipelineStageId: 's2',
          contactId: 'k1',
          status: 'won',
          monetaryValue: 12500.5,
          assignedTo: null,
        },
      },
    ],
    skips: [],
    isWhole: true,
    sameStroke: [],
    namesakes: [],
    accountDigest: 'd'.repeat(64),
    ...given,
  };
}
