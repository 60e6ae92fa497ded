/** Pieces of our sentences: names and values in “curly quotes”, shortened, on one line; numbers and yes/no bare. */
import type { FieldChange } from './changes.js';
import { isObject, isScalar, ownText } from './json-value.js';

/** A sentence is a summary: what is longer stands whole in the record column and in the changes. */
const shownLength = 80;
const shownItems = 5;

/** Text in quotes. */
export function quoted(text: string): string {
  return `“${oneLine(text)}”`;
}

/** White space as single spaces, cut at 80 characters. */
export function oneLine(text: string): string {
  return shortened(/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ').trim() : text);
}

/** Never cut within a surrogate pair. */
function shortened(text: string): string {
  if (text.length <= shownLength) return text;
  const end = shownLength - 1;
  const isPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, isPair ? end - 1 : end).trimEnd()}…`;
}

/** A scalar as it reads in a sentence; undefined for lists and objects, which do not fit there. */
export function valueText(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value);
  return isScalar(value) ? String(value) : undefined;
}

/** `“vip”, “2026” and 3 more`. */
export function listText(items: readonly unknown[]): string {
  const shown = items.slice(0, shownItems).map(itemText);
  const more = items.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${countText(more)} more` : shown.join(', ');
}

/** Stages, custom fields and their like go by their names. */
function itemText(item: unknown): string {
  const name = isObject(item) ? ownText(item, 'name') : undefined;
  return valueText(name ?? item) ?? 'a value';
}

/** A field within a sentence: the account's own names in quotes, ours in lower case. */
export function fieldText({ field, label }: FieldChange): string {
  if (field.startsWith('customFields.')) return quoted(label);
  const known = withinSentence.get(label);
  if (known !== undefined) return known;
  const line = oneLine(label);
  const text = /^\p{Lu}\p{Lu}/u.test(line) ? line : line.charAt(0).toLowerCase() + line.slice(1);
  const isRemembered =
    withinSentence.size < mostRemembered && Math.max(field.length, label.length) <= longestRemembered;
  if (isRemembered) withinSentence.set(label, text);
  return text;
}

/** Most logs name a few dozen fields a million times; what an account with endless names sends is not remembered. */
const withinSentence = new Map<string, string>();
const mostRemembered = 1000;
const longestRemembered = 200;

/** `1,284`; the same in every locale. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 opportunity`, `214 opportunities`, `no opportunities`. */
export function countedText(count: number, singular: string, plural: string): string {
  return count === 0 ? `no ${plural}` : `${countText(count)} ${count === 1 ? singular : plural}`;
}
