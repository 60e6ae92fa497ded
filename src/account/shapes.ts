/** Narrow checks by which an answer stops being `unknown`; hand-written, for a schema library costs more to load than all of them. */

import { isAscii } from 'node:buffer';
import { UnreadableAnswer } from './failure.js';

/** A JSON object whose members nobody has looked at yet. */
export type Shape = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object: no list, not null. */
export function isObject(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A body's JSON object; bytes that are no UTF-8 become U+FFFD.
 * @throws UnreadableAnswer when it is not JSON or no object
 */
export function parseBody(body: Uint8Array): Shape {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  // What is ASCII reads the same either way, and is only copied as Latin-1.
  const decoded = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableAnswer(
      text.trimStart().startsWith('<') ? 'it is a web page, not JSON' : 'it is not JSON',
    );
  }
  if (!isObject(value)) throw new UnreadableAnswer('it is no JSON object');
  return value;
}

/** The member's text; undefined where it is absent, empty or no string. */
export function optionalText(shape: Shape, name: string): string | undefined {
  const value = shape[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The member's text without the space around it, which people leave in names; undefined where nothing is left. */
export function optionalName(shape: Shape, name: string): string | undefined {
  const trimmed = optionalText(shape, name)?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** @throws UnreadableAnswer when the member is no string or empty */
export function requiredText(shape: Shape, name: string): string {
  const value = optionalText(shape, name);
  if (value === undefined) throw new UnreadableAnswer(`"${name}" is missing`);
  return value;
}

/**
 * The objects in a member that is a list.
 * @throws UnreadableAnswer when it is no list, or holds anything else
 */
export function objectsIn(shape: Shape, name: string): readonly Shape[] {
  const value = shape[name];
  if (!Array.isArray(value)) throw new UnreadableAnswer(`it has no list "${name}"`);
  if (!value.every(isObject))
    throw new UnreadableAnswer(`its list "${name}" holds something that is no object`);
  return value;
}
