/** Arbitrary events for property tests: any JSON wherever the account may put any. */
import fc from 'fast-check';
import type { AuditEvent, JsonObject } from '../../src/audit/event.js';

const fieldName = fc.oneof(
  fc.constantFrom('tags', 'tagsAdded', 'tagsRemoved', 'customFields', 'pipelineStageId', 'pipelineStageName'),
  fc.constantFrom(
    'assignedTo',
    'startTime',
    'appointmentStatus',
    'name',
    'body',
    'role',
    'amount',
    'address.city',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    '.',
    'opportunities',
    'opportunityCount',
  ),
  fc.string(),
);

const customField = fc.record(
  { id: fc.jsonValue(), fieldName: fc.jsonValue(), fieldValue: fc.jsonValue() },
  { requiredKeys: [] },
);

const value = fc.oneof(
  fc.jsonValue(),
  fc.array(fc.string()),
  fc.array(customField),
  fc.string({ unit: 'binary' }),
);

const side: fc.Arbitrary<JsonObject | undefined> = fc.option(fc.dictionary(fieldName, value), {
  nil: undefined,
});

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('x'.repeat(5_000), '\u202E=1+1\n', '\uD800', '“”'),
);

function wireWord(...known: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: text });
}

/** Types, modules and sources are mostly known ones, so that every sentence is reached. */
export const anyEvent: fc.Arbitrary<AuditEvent> = fc.record({
  id: fc.string(),
  instantMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  type: wireWord(
    ...[
      'CREATED',
      'UPDATED',
      'DELETED',
      'RESTORED',
      'TAG_ADDED',
      'TAG_REMOVED',
      'LOGIN',
      'LOGIN_FAILED',
      'LOGOUT',
    ],
    ...[
      'PASSWORD_CHANGED',
      'ROLE_CHANGED',
      'STATUS_CHANGED',
      'PAID',
      'EXPORTED',
      'EXPORT_REQUESTED',
      'ENABLED',
    ],
  ),
  module: wireWord(
    'CONTACT',
    'OPPORTUNITY',
    'PIPELINE',
    'CALENDAR',
    'USER',
    'CUSTOM_OBJECT_RECORD',
    'AUDIT_LOGS',
    'WIDGET',
  ),
  recordId: fc.option(text, { nil: undefined }),
  recordName: fc.option(text, { nil: undefined }),
  contactId: fc.option(text, { nil: undefined }),
  source: wireWord('WEB_USER', 'MOBILE_APP', 'WORKFLOW_NEW', 'INTEGRATION', 'FORM', 'UNKNOWN_SOURCE'),
  sourceId: fc.option(wireWord('user-1', 'user-2', 'user-3'), { nil: undefined }),
  sourceName: fc.option(text, { nil: undefined }),
  changedFields: fc.array(fieldName),
  before: side,
  after: side,
  meta: side,
  rawText: fc.constant('{}'),
});
