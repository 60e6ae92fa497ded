import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describe as describeEvent } from '../../src/audit/describe.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { emptyNames, type NameBook } from '../../src/audit/names.js';
import { anyEvent } from './any-event.js';
import { exampleEvent } from './example-event.js';

const names: NameBook = {
  user: (id) => ({ 'user-1': { name: 'Maria Lopez' }, 'user-2': { name: 'Bob Stone' } })[id],
  stage: (id) => ({ 's-1': 'Proposal', 's-2': 'Won' })[id],
  pipeline: (id) => ({ 'p-1': 'Sales' })[id],
  calendar: (id) => ({ 'c-1': 'Visits' })[id],
  objectLabel: (key) => ({ 'custom_objects.pet': 'Pet' })[key],
};

const opportunity = { module: 'OPPORTUNITY', recordName: 'Roof repair' };
const appointment = { module: 'APPOINTMENT', recordName: 'Roof visit' };
const user = { module: 'USER', recordName: 'Bob Stone', recordId: 'user-2' };

function changed(before: AuditEvent['before'], after: AuditEvent['after']): Partial<AuditEvent> {
  return { changedFields: Object.keys({ ...before, ...after }), before, after };
}

const rows: readonly (readonly [string, Partial<AuditEvent>])[] = [
  // Contacts
  ['Created contact “Ada Example”', { type: 'CREATED', after: { name: 'Ada Example' } }],
  ['Deleted contact “Ada Example”', { type: 'DELETED' }],
  ['Restored contact “Ada Example”', { type: 'RESTORED' }],
  ['Updated contact “Ada Example”', {}],
  ['Changed phone of contact “Ada Example” from “1” to “2”', changed({ phone: '1' }, { phone: '2' })],
  ['Set phone of contact “Ada Example” to “2”', changed({ phone: '' }, { phone: '2' })],
  ['Changed phone of contact “Ada Example” to “2”', changed(undefined, { phone: '2' })],
  ['Cleared phone of contact “Ada Example”, which was “1”', changed({ phone: '1' }, { phone: null })],
  ['Changed phone of contact “Ada Example”', { changedFields: ['phone'] }],
  ['Changed DND of contact “Ada Example” from false to true', changed({ dnd: false }, { dnd: true })],
  ['Changed address of contact “Ada Example”', changed({ address: {} }, { address: ['x'] })],
  [
    'Changed 3 fields of contact “Ada Example”: phone, city, DND',
    changed({ phone: '1', city: 'a', dnd: false }, { phone: '2', city: 'b', dnd: true }),
  ],
  [
    'Changed 7 fields of contact “Ada Example”: a, b, c, d, e and 2 more',
    changed({}, { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1 }),
  ],
  [
    'Changed “Roof type” of contact “Ada Example” from “Tile” to “Slate”',
    changed(
      { customFields: [{ id: 'a', fieldName: 'Roof type', fieldValue: 'Tile' }] },
      { customFields: [{ id: 'a', fieldName: 'Roof type', fieldValue: 'Slate' }] },
    ),
  ],
  // Tags
  [
    'Added tags “vip”, “2026” to contact “Ada Example”',
    { type: 'TAG_ADDED', changedFields: ['tags'], before: {}, after: { tagsAdded: ['vip', '2026'] } },
  ],
  [
    'Removed tag “cold” from contact “Ada Example”',
    { type: 'TAG_REMOVED', after: { tagsRemoved: ['cold'] } },
  ],
  [
    'Added tag “vip” to and removed tag “cold” from contact “Ada Example”',
    { type: 'TAG_ADDED', before: { tagsRemoved: ['cold'] }, after: { tagsAdded: ['vip'] } },
  ],
  [
    'Added tags “a”, “b”, “c”, “d”, “e” and 2 more to contact “Ada Example”',
    { type: 'TAG_ADDED', after: { tagsAdded: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } },
  ],
  ['Removed tags from contact “Ada Example”', { type: 'TAG_REMOVED' }],
  ['Added tag “vip” to contact “Ada Example”', changed({ tags: ['a'] }, { tags: ['a', 'vip'] })],
  // Notes and tasks
  [
    'Created note “Called back”',
    { type: 'CREATED', module: 'NOTE', recordName: undefined, after: { body: 'Called\n back' } },
  ],
  ['Deleted note contact-1', { type: 'DELETED', module: 'NOTE', recordName: undefined }],
  ['Created a note', { type: 'CREATED', module: 'NOTE', recordName: undefined, recordId: undefined }],
  [
    'Completed task “Call”',
    { module: 'TASK', recordName: 'Call', ...changed({ completed: false }, { completed: true }) },
  ],
  [
    'Changed note “Call” to “Called”',
    { module: 'NOTE', recordName: undefined, ...changed({ body: 'Call' }, { body: 'Called' }) },
  ],
  [
    'Set text of note “Called” to “Called”',
    { module: 'NOTE', recordName: undefined, ...changed({}, { body: 'Called' }) },
  ],
  [
    'Changed text of task “Call” from “a” to “b”',
    { module: 'TASK', recordName: 'Call', ...changed({ body: 'a' }, { body: 'b' }) },
  ],
  // Opportunities
  [
    'Moved opportunity “Roof repair” from “Proposal” to “Won”',
    { ...opportunity, ...changed({ pipelineStageId: 's-1' }, { pipelineStageId: 's-2' }) },
  ],
  [
    'Moved opportunity “Roof repair” from “Draft” to “Sent”',
    {
      ...opportunity,
      ...changed(
        { pipelineStageId: 's-1', pipelineStageName: 'Draft' },
        { pipelineStageId: 's-2', pipelineStageName: 'Sent' },
      ),
    },
  ],
  [
    'Moved opportunity “Roof repair” from “s-8” to “s-9”',
    { ...opportunity, ...changed({ pipelineStageId: 's-8' }, { pipelineStageId: 's-9' }) },
  ],
  [
    'Moved opportunity “Roof repair” to “Won”; also changed value',
    { ...opportunity, ...changed({ monetaryValue: 1 }, { pipelineStageId: 's-2', monetaryValue: 2 }) },
  ],
  [
    'Changed value of opportunity “Roof repair” from 1200 to 1500.5',
    { ...opportunity, ...changed({ monetaryValue: 1200 }, { monetaryValue: 1500.5 }) },
  ],
  [
    'Reassigned opportunity “Roof repair” from “Maria Lopez” to “Bob Stone”',
    { ...opportunity, ...changed({ assignedTo: 'user-1' }, { assignedTo: 'user-2' }) },
  ],
  [
    'Assigned opportunity “Roof repair” to “Bob Stone”',
    { ...opportunity, ...changed({ assignedTo: null }, { assignedTo: 'user-2' }) },
  ],
  [
    'Unassigned opportunity “Roof repair” from “gone”',
    { ...opportunity, ...changed({ assignedTo: 'gone' }, { assignedTo: '' }) },
  ],
  [
    'Changed status of opportunity “Roof repair” from “open” to “won”',
    { ...opportunity, ...changed({ status: 'open' }, { status: 'won' }) },
  ],
  // Pipelines and calendars
  [
    'Renamed pipeline “Sales” to “Sales 2026”',
    { module: 'PIPELINE', recordName: 'Sales 2026', ...changed({ name: 'Sales' }, { name: 'Sales 2026' }) },
  ],
  [
    'Deleted pipeline “Sales” with 1 opportunity',
    { type: 'DELETED', module: 'PIPELINE', recordName: 'Sales', before: { opportunities: [{}] } },
  ],
  [
    'Restored pipeline “Sales” with 1,214 opportunities',
    { type: 'RESTORED', module: 'PIPELINE', recordName: 'Sales', after: { opportunityCount: 1214 } },
  ],
  [
    'Restored pipeline “Sales”',
    { type: 'RESTORED', module: 'PIPELINE', recordName: 'Sales', after: { opportunityCount: 'many' } },
  ],
  [
    'Changed stages of pipeline “Sales”: added “Won”, removed “Lost”',
    {
      module: 'PIPELINE',
      recordName: 'Sales',
      ...changed({ stages: [{ id: 1, name: 'Lost' }] }, { stages: [{ id: 2, name: 'Won' }] }),
    },
  ],
  [
    'Deleted calendar “Visits” with no appointments',
    { type: 'DELETED', module: 'CALENDAR', recordName: 'Visits', before: { appointmentCount: 0 } },
  ],
  [
    'Cancelled appointment “Roof visit”',
    { ...appointment, ...changed({ appointmentStatus: 'new' }, { appointmentStatus: 'cancelled' }) },
  ],
  ['Cancelled appointment “Roof visit”', { ...appointment, type: 'CANCELLED' }],
  [
    'Changed status of appointment “Roof visit” from “new” to “confirmed”',
    { ...appointment, ...changed({ appointmentStatus: 'new' }, { appointmentStatus: 'confirmed' }) },
  ],
  [
    'Rescheduled appointment “Roof visit” from “2026-10-05T14:00:00Z” to “2026-10-06T14:00:00Z”',
    {
      ...appointment,
      ...changed(
        { startTime: '2026-10-05T14:00:00Z', endTime: 'x' },
        { startTime: '2026-10-06T14:00:00Z', endTime: 'y' },
      ),
    },
  ],
  // Users
  ['Logged in', { ...user, type: 'LOGIN', sourceId: 'user-2' }],
  ['Logged in as “Bob Stone”', { ...user, type: 'LOGIN', sourceId: 'user-1' }],
  ['Logged out', { ...user, type: 'LOGOUT' }],
  [
    'Login as “Bob Stone” failed from 203.0.113.9: wrong password',
    { ...user, type: 'LOGIN_FAILED', after: { reason: 'wrong password', ipAddress: '203.0.113.9' } },
  ],
  ['Login failed', { type: 'LOGIN_FAILED', recordName: undefined }],
  [
    'Changed the password of user “Bob Stone”',
    { ...user, type: 'PASSWORD_CHANGED', changedFields: ['password'] },
  ],
  ['Added user “Bob Stone”', { ...user, type: 'CREATED' }],
  [
    'Deactivated user “Bob Stone”',
    { ...user, type: 'DEACTIVATED', ...changed({ deleted: false }, { deleted: true }) },
  ],
  [
    'Changed the role of user “Bob Stone” from “user” to “admin”',
    {
      ...user,
      type: 'ROLE_CHANGED',
      ...changed({ role: 'user', scopes: [] }, { role: 'admin', scopes: ['a'] }),
    },
  ],
  ['Changed the role of user “Bob Stone”', { ...user, type: 'ROLE_CHANGED' }],
  [
    'Changed scopes of user “Bob Stone”: added “workflows.write”',
    { ...user, type: 'ROLE_CHANGED', ...changed({ scopes: [] }, { scopes: ['workflows.write'] }) },
  ],
  // Automation, payments, settings, exports
  [
    'Enabled workflow “Welcome”',
    {
      type: 'ENABLED',
      module: 'WORKFLOW',
      recordName: 'Welcome',
      ...changed({ status: 'a' }, { status: 'b' }),
    },
  ],
  ['Disabled workflow “Welcome”', { type: 'DISABLED', module: 'WORKFLOW', recordName: 'Welcome' }],
  ['Sent invoice “INV-7”', { type: 'SENT', module: 'INVOICE', recordName: 'INV-7' }],
  [
    'Paid invoice “INV-7”, 1200 USD',
    { type: 'PAID', module: 'INVOICE', recordName: 'INV-7', after: { amount: 1200, currency: 'USD' } },
  ],
  ['Refunded payment “P-1”', { type: 'REFUNDED', module: 'PAYMENT', recordName: 'P-1' }],
  [
    'Changed status of invoice “INV-7” from “sent” to “overdue”',
    {
      type: 'STATUS_CHANGED',
      module: 'INVOICE',
      recordName: 'INV-7',
      ...changed({ status: 'sent' }, { status: 'overdue' }),
    },
  ],
  [
    'Changed phone of the business profile from “1” to “2”',
    {
      module: 'BUSINESS_PROFILE',
      recordName: 'Business profile',
      ...changed({ phone: '1' }, { phone: '2' }),
    },
  ],
  [
    'Requested an export of the audit log, 12,345 records',
    { type: 'EXPORT_REQUESTED', module: 'AUDIT_LOGS', after: { records: 12345 } },
  ],
  ['Downloaded an export of the audit log', { type: 'EXPORT_DOWNLOADED', module: 'AUDIT_LOG' }],
  ['Downloaded an export of the audit log', { type: 'DOWNLOADED', module: 'AUDIT_LOGS' }],
  ['Exported contacts', { type: 'EXPORTED' }],
  // Custom objects
  [
    'Created Pet “Rex”',
    {
      type: 'CREATED',
      module: 'CUSTOM_OBJECT_RECORD',
      recordName: 'Rex',
      after: { objectKey: 'custom_objects.pet' },
    },
  ],
  ['Deleted record “Rex”', { type: 'DELETED', module: 'CUSTOM_OBJECT_RECORD', recordName: 'Rex' }],
  // Unknown vocabularies
  ['Some new thing “X” (WIDGET)', { type: 'SOME_NEW_THING', module: 'WIDGET', recordName: 'X' }],
  ['Some new thing: contact “Ada Example”', { type: 'SOME_NEW_THING' }],
  [
    'Some new thing: a widget',
    { type: 'SOME_NEW_THING', module: 'WIDGET', recordName: undefined, recordId: undefined },
  ],
  ['Deleted widget “X”', { type: 'DELETED', module: 'WIDGET', recordName: 'X' }],
];

describe('the sentence of an event', () => {
  test.each(rows)('%s', (sentence, given) => {
    expect(describeEvent(exampleEvent(given), names)).toBe(sentence);
  });

  test('shows ids where no name is known', () => {
    const event = exampleEvent({
      ...opportunity,
      ...changed({ assignedTo: 'user-1' }, { assignedTo: 'user-2' }),
    });
    expect(describeEvent(event, emptyNames)).toBe(
      'Reassigned opportunity “Roof repair” from “user-1” to “user-2”',
    );
  });

  test('shortens a long value without cutting a character in two', () => {
    const event = exampleEvent({ type: 'DELETED', recordName: `${'x'.repeat(78)}🏠${'y'.repeat(5_000)}` });
    expect(describeEvent(event, names)).toBe(`Deleted contact “${'x'.repeat(78)}…”`);
  });

  test('is one short line whatever the account has put into the event', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const sentence = describeEvent(event, names);
        expect(sentence).toMatch(/^[^\r\n\t\u2028\u2029]{1,1000}$/);
      }),
      { numRuns: 1_000 },
    );
  });
});
