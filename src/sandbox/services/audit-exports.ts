/** The service's own exports of the log: requests and downloads are themselves logged (help pages). */

import type { BusinessRecord } from '../business.js';
import type { Change } from '../change.js';
import { recordEvent } from '../record-event.js';
import { create, reference } from './lifecycle.js';

type AuditExport = BusinessRecord<'auditExport'>;

/** An administrator asks for a copy of the log; `records` is how many it will hold. */
export function requestExport(
  change: Change,
  filters: Readonly<Record<string, string>>,
  records: number,
): AuditExport {
  return create(
    change,
    'auditExport',
    { name: 'Audit logs export', fields: { filters, records } },
    'EXPORTED',
  );
}

/** The copy is taken away. */
export function downloadExport(change: Change, auditExport: AuditExport): void {
  recordEvent(change, { module: 'AUDIT_LOG', type: 'DOWNLOADED', record: reference(auditExport) });
}
