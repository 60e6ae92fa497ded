/** Harmless JSON text of values, faster than JSON.stringify for what events mostly hold: short text without escapes. */
import type { FieldChange } from '../audit/changes.js';
import { harmlessJson, plainBeyondAscii } from './harmless.js';

const needsNoEscape = new RegExp(`^[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e${plainBeyondAscii}]*$`);

/** What stands for a value that is nested too deeply to be written; the event's `raw` has it. */
const tooDeep = '{"tooDeep":true}';

/** JSON text of a text. */
export function textToJson(text: string): string {
  return needsNoEscape.test(text) ? `"${text}"` : harmlessJson(JSON.stringify(text));
}

/** JSON text of any JSON value. JSON.parse takes any depth, JSON.stringify some thousand levels: the deeper must not end an export. */
export function valueToJson(value: unknown): string {
  if (typeof value === 'string') return textToJson(value);
  try {
    return harmlessJson(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return tooDeep;
    throw error;
  }
}

/** `[{"field","label","before","after","added","removed"}]`; what a change has not is left out. */
export function changesToJson(changes: readonly FieldChange[]): string {
  return `[${changes.map(changeToJson).join(',')}]`;
}

function changeToJson({ field, label, before, after, added, removed }: FieldChange): string {
  let text = `{"field":${textToJson(field)},"label":${textToJson(label)}`;
  if (before !== undefined) text += `,"before":${valueToJson(before)}`;
  if (after !== undefined) text += `,"after":${valueToJson(after)}`;
  if (added !== undefined) text += `,"added":${valueToJson(added)}`;
  if (removed !== undefined) text += `,"removed":${valueToJson(removed)}`;
  return `${text}}`;
}
