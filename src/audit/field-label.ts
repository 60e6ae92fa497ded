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

/** Most logs name a few dozen fields a million times; what an account with endless names sends is not remembered. */
const derived = new Map<string, string>();
const mostDerived = 1000;
const longestDerived = 200;

/** A field's label; unknown fields are made readable. A custom object's record keeps its fields under `properties`. */
export function labelOfField(field: string): string {
  const known = labels.get(field) ?? derived.get(field);
  if (known !== undefined) return known;
  const label = derivedLabel(field.replace(/^properties\./, ''));
  if (derived.size < mostDerived && field.length <= longestDerived) derived.set(field, label);
  return label;
}
