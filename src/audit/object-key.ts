/** Which custom objects an event is about: their keys, wherever the event holds them. */
import type { AuditEvent, JsonObject } from './event.js';
import { ownText } from './json-value.js';

/** `objectKey` as in the vendor's records; an association names two. No source tells where the log has them: all are looked at. */
const keyFields = ['objectKey', 'schemaKey', 'firstObjectKey', 'secondObjectKey'];

/** The keys, e.g. `custom_objects.pet`, each once; empty for an event of anything else. */
export function objectKeysOf(event: AuditEvent): readonly string[] {
  const { module, recordId, before, after, meta } = event;
  const keys = [after, before, meta].flatMap((side) =>
    keyFields.flatMap((field) => ownText(side, field) ?? []),
  );
  if (module === 'CUSTOM_OBJECT') keys.push(...schemaKeys(after), ...schemaKeys(before));
  for (const value of [module, recordId]) if (value !== undefined && isObjectKey(value)) keys.push(value);
  return [...new Set(keys)];
}

/** A schema's own key. */
function schemaKeys(side: JsonObject | undefined): readonly string[] {
  return [ownText(side, 'key') ?? []].flat();
}

/** Custom keys begin so (`account-api.md`). */
function isObjectKey(text: string): boolean {
  return text.startsWith('custom_objects.');
}
