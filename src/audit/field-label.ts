/** Names of records' fields as people read them: `monetaryValue` → `Value`. */
import { derivedLabel } from './word.js';

/** Where the derived label would mislead or stumble; the fields are those of `account-api.md` and the vendor's documents. */
const labels: ReadonlyMap<string, string> = new Map([
  ['assignedTo', 'Owner'],
  ['assignedUserId', 'Owner'],
  ['monetaryValue', 'Value'],
  ['pipelineId', 'Pipeline'],
  ['pipelineName', 'Pipeline'],
  ['pipelineStageId', 'Stage'],
  ['pipelineStageName', 'Stage'],
  ['calendarId', 'Calendar'],
  ['contactId', 'Contact'],
  ['contactName', 'Contact'],
  ['companyName', 'Company'],
  ['address1', 'Street'],
  ['dateOfBirth', 'Date of birth'],
  ['appointmentStatus', 'Status'],
  ['startTime', 'Start'],
  ['endTime', 'End'],
  ['body', 'Text'],
]);

/** A field's label; unknown fields are made readable. A custom object's record keeps its fields under `properties`. */
export function labelOfField(field: string): string {
  return labels.get(field) ?? derivedLabel(field.replace(/^properties\./, ''));
}
