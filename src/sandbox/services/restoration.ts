/** Undoes a deletion as its preview says: every record that comes back, each with its event, in one transaction. */

import type { Change } from '../change.js';
import type { LogEntry } from '../log-entry.js';
import type { RecordedEvent } from '../record-event.js';
import { MissingRecordError } from '../records.js';
import type { RestoreItem, RestorePreview } from '../restore-preview.js';
import { rise } from './lifecycle.js';

const kindOf = {
  PIPELINE: 'pipeline',
  OPPORTUNITY: 'opportunity',
  CALENDAR: 'calendar',
  APPOINTMENT: 'appointment',
} as const;

type RestorableKind = (typeof kindOf)[keyof typeof kindOf];

/**
 * Brings back what the preview lists and logs it; gives the event of the record that the deletion was about.
 * Only for a preview without refusal, made in the same transaction.
 */
export function restore(change: Change, deletion: LogEntry, preview: RestorePreview): RecordedEvent {
  const [first, ...others] = preview.restores;
  if (first === undefined) throw new RangeError(`event ${deletion.id} leaves nothing to restore`);
  const event = bringBack(change, first, { deletionEventId: deletion.id, ...counts(preview) });
  for (const item of others) {
    if (item.documentType !== 'PIPELINE_STAGE') bringBack(change, item, { deletionEventId: deletion.id });
  }
  return event;
}

function bringBack(
  change: Change,
  item: RestoreItem,
  more: Readonly<Record<string, unknown>>,
): RecordedEvent {
  if (item.documentType === 'PIPELINE_STAGE') throw new RangeError('a stage comes back with its pipeline');
  const kept = change.records.findDeleted<RestorableKind>(kindOf[item.documentType], item.id);
  if (kept === undefined) throw new MissingRecordError(`no deleted ${item.documentType} ${item.id} is kept`);
  return rise(change, kept.record, more);
}

function counts({ restores, skips }: RestorePreview): Readonly<Record<string, number>> {
  const number = (items: readonly { readonly documentType: string }[], type: string) =>
    items.filter(({ documentType }) => documentType === type).length;
  const kind = restores[0]?.documentType === 'CALENDAR' ? 'APPOINTMENT' : 'OPPORTUNITY';
  if (restores[0]?.documentType === 'OPPORTUNITY') return {};
  const name = kind === 'APPOINTMENT' ? 'appointments' : 'opportunities';
  return { [`${name}Restored`]: number(restores, kind), [`${name}Skipped`]: number(skips, kind) };
}
