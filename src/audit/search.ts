/** Searching an event's text: its sentence, its record, and the values that changed. */
import { changesOf } from './changes.js';
import { describe } from './describe.js';
import type { AuditEvent } from './event.js';
import { folded } from './folded.js';
import { isObject, isScalar } from './json-value.js';
import type { NameBook } from './names.js';

/** Deeper text is not looked at; `changes` cuts its comparing in the same way. */
const searchedDepth = 16;

/** Whether an event holds the text, without regard to case: record name and id, description, changed values and their fields. */
export function holdsText(text: string, names: NameBook): (event: AuditEvent) => boolean {
  const wanted = folded(text);
  const holds = (value: unknown, depth = 0): boolean => {
    if (isScalar(value)) return folded(String(value)).includes(wanted);
    if (depth >= searchedDepth) return false;
    if (Array.isArray(value)) return value.some((item) => holds(item, depth + 1));
    return isObject(value) && Object.values(value).some((item) => holds(item, depth + 1));
  };
  return (event) =>
    holds(event.recordName) ||
    holds(event.recordId) ||
    holds(describe(event, names)) ||
    changesOf(event).some((change) =>
      [change.label, change.field, change.before, change.after, change.added, change.removed].some((value) =>
        holds(value),
      ),
    );
}
