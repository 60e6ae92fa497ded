/** What an event is about, as it reads within a sentence: `contact “Ada Example”`. */
import type { AuditEvent } from './event.js';
import { ownText } from './json-value.js';
import type { NameBook } from './names.js';
import { objectKeysOf } from './object-key.js';
import { oneLine, quoted } from './phrase.js';
import { nounOfModule } from './vocabulary.js';
import { derivedLabel } from './word.js';

/** Noun and name; the id where there is no name, `a contact` where there is neither. */
export function subjectOf(event: AuditEvent, names: NameBook): string {
  const noun = nounOf(event, names);
  const name = recordNameOf(event);
  if (name !== undefined) return isOnlyOne(noun, name) ? `the ${noun}` : `${noun} ${quoted(name)}`;
  if (event.recordId !== undefined) return `${noun} ${oneLine(event.recordId)}`;
  return `${/^[aeiou]/.test(noun) && !noun.startsWith('u') ? 'an' : 'a'} ${noun}`;
}

/** `contact`; a custom object's own label, as the account writes it; unknown modules made readable. */
export function nounOf(event: AuditEvent, names: NameBook): string {
  const isObject = event.module === 'CUSTOM_OBJECT_RECORD' || event.module.startsWith('custom_objects.');
  if (isObject) {
    const label = objectKeysOf(event).map((key) => names.objectLabel(key))[0];
    if (label !== undefined && label.trim() !== '') return oneLine(label);
  }
  return nounOfModule(event.module) ?? oneLine(derivedLabel(event.module).toLowerCase());
}

/** The record's name; notes and tasks have a title or a text instead. */
export function recordNameOf({ recordName, after, before }: AuditEvent): string | undefined {
  if (recordName !== undefined) return recordName;
  for (const side of [after, before]) {
    const name = ownText(side, 'name') ?? ownText(side, 'title') ?? ownText(side, 'body');
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A business profile called "Business profile". */
function isOnlyOne(noun: string, name: string): boolean {
  return name.length === noun.length && name.toLowerCase() === noun;
}
