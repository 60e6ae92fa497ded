/** An event to start from: each test states only what it is about. */
import type { AuditEvent } from '../../src/audit/event.js';

export function exampleEvent(given: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: 'event-1',
    instantMs: Date.UTC(2026, 9, 5, 14, 3, 22, 118),
    type: 'UPDATED',
    module: 'CONTACT',
    recordId: 'contact-1',
    recordName: 'Ada Example',
    contactId: 'contact-1',
    source: 'WEB_USER',
    sourceId: 'user-1',
    sourceName: 'Maria Lopez',
    changedFields: [],
    before: undefined,
    after: undefined,
    meta: undefined,
    rawText: '{}',
    ...given,
  };
}
