/** The segments of a reading, fetched one after the other and a few ahead: unpacking runs beside parsing, and memory holds few of them. */
import { hash } from 'node:crypto';
import { AuditError } from '../../errors.js';
import type { SegmentEntry } from '../store/manifest.js';
import { readPacked, unpackSegment } from '../store/segment.js';
import type { TimedSegment } from './pick.js';

/** Two are unpacked while one is parsed: more processors than that are seldom idle. */
const mostAhead = 2;

/** A segment's content, or why it cannot be believed. */
export type Fetched = { readonly content: Buffer } | { readonly damage: string };

export class Shelf {
  readonly #folder: string;
  readonly #segments: readonly TimedSegment[];
  readonly #waiting: Promise<Fetched>[] = [];
  #requested = 0;
  #taken = 0;
  #ahead: number;

  /** @param isWhole whether all segments will be taken; else it begins with one at a time, for a limit may soon be reached */
  constructor(folder: string, segments: readonly TimedSegment[], isWhole: boolean) {
    this.#folder = folder;
    this.#segments = segments;
    this.#ahead = isWhole ? mostAhead : 0;
  }

  /** The one that `take` gives next; undefined when there is none left. */
  get next(): TimedSegment | undefined {
    return this.#segments[this.#taken];
  }

  /** Fetches the next. @throws what is no matter of the segment */
  async take(): Promise<Fetched> {
    this.#request(this.#taken + 1 + this.#ahead);
    this.#taken += 1;
    this.#ahead = Math.min(mostAhead, this.#ahead + 1);
    const fetched = await this.#waiting.shift();
    if (fetched === undefined) throw new Error('there is no segment left');
    return fetched;
  }

  #request(until: number): void {
    for (const { entry } of this.#segments.slice(this.#requested, until)) {
      const fetched = fetchSegment(this.#folder, entry);
      // Met by whoever takes it, if anybody does.
      fetched.catch(() => undefined);
      this.#waiting.push(fetched);
      this.#requested += 1;
    }
  }
}

/**
 * A segment whose packed bytes are those that the manifest tells of.
 *
 * @throws what is no matter of the segment
 */
export async function fetchSegment(
  folder: string,
  { path, sha256, contentBytes }: Pick<SegmentEntry, 'path' | 'sha256' | 'contentBytes'>,
): Promise<Fetched> {
  try {
    const packed = await readPacked(folder, path);
    if (digestOf(packed) !== sha256) return { damage: `${path} is not what was archived` };
    return { content: await unpackSegment(packed, path, contentBytes) };
  } catch (error) {
    if (error instanceof AuditError) return { damage: error.message.replace(/\.$/, '') };
    throw error;
  }
}

/** Whether a segment's packed bytes are those that the manifest tells of, for who unpacks them elsewhere. */
export async function isAsArchived(folder: string, { path, sha256 }: Hashed): Promise<boolean> {
  return digestOf(await readPacked(folder, path)) === sha256;
}

type Hashed = Pick<SegmentEntry, 'path' | 'sha256'>;

/** At once: a processor hashes a segment in a millisecond, and what does it beside the main thread takes ten to load. */
function digestOf(packed: Buffer): string {
  return hash('sha256', packed, 'hex');
}
