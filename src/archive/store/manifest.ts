/** The manifest: what each segment holds, so that a question opens only the segments that can answer it. Derived, and made anew where it is missing or says too little. */
import { isObject } from '../../audit/json-value.js';
import { isSegmentPath, rangeOf } from './form.js';
import type { Counts } from './tally.js';

/** One line of the manifest. */
export interface SegmentEntry extends Counts {
  /** Relative to the archive's folder. */
  readonly path: string;
  /** Leaves, both included. */
  readonly first: number;
  readonly last: number;
  /** Of the packed file, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** Unpacked. */
  readonly contentBytes: number;
}

/** The entries of a manifest's text in the order of their leaves; undefined where a line is none. Of a segment that stands in it twice the later line counts. */
export function readManifest(text: string): readonly SegmentEntry[] | undefined {
  const byFirst = new Map<number, SegmentEntry>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const entry = parsed(line);
    if (!isEntry(entry)) return undefined;
    byFirst.set(entry.first, entry);
  }
  return [...byFirst.values()].sort((a, b) => a.first - b.first);
}

/** The line of an entry, with its LF. */
export function manifestLine(entry: SegmentEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is SegmentEntry {
  if (!isObject(value) || typeof value['path'] !== 'string' || !isSegmentPath(value['path'])) return false;
  const range = rangeOf(value['path']);
  return (
    range?.first === value['first'] &&
    range?.last === value['last'] &&
    ['events', 'bytes', 'contentBytes'].every((name) => Number.isInteger(value[name])) &&
    (value['erased'] === undefined || Number.isInteger(value['erased'])) &&
    ['types', 'modules', 'users'].every((name) => isObject(value[name])) &&
    ['firstAt', 'lastAt'].every((name) => value[name] === null || typeof value[name] === 'string') &&
    typeof value['sha256'] === 'string'
  );
}
