/** Whether two tellings of an event say the same, by what JSON.parse made of them: their texts are seldom worth cutting out. */

import { isObject } from './shapes.js';

/** Deeper is told apart by the text. */
const comparedDepth = 64;

/**
 * True is sure: the same members with the same values. False is not: numbers that JSON.parse may have rounded, and
 * values that are very deep, are left to the exact text.
 */
export function isSurelySame(a: unknown, b: unknown, depth = 0): boolean {
  if (typeof a === 'number') return a === b && Number.isSafeInteger(a);
  if (a === b) return true;
  if (depth === comparedDepth) return false;
  if (Array.isArray(a)) return Array.isArray(b) && isSameList(a, b, depth + 1);
  return isObject(a) && isObject(b) && isSameObject(a, b, depth + 1);
}

function isSameList(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
  return a.length === b.length && a.every((item, index) => isSurelySame(item, b[index], depth));
}

function isSameObject(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  depth: number,
): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSurelySame(a[key], b[key], depth))
  );
}
