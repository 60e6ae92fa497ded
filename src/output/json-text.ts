/** Harmless JSON text of values, faster than JSON.stringify for what events mostly hold: short text without escapes. */
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

/** JSON text of texts that hold nothing but printable ASCII without quotes and backslashes. */
export function plainTextsToJson(texts: readonly string[]): string {
  return texts.length === 0 ? '[]' : `["${texts.join('","')}"]`;
}
