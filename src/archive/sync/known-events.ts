/** What of a span is in the archive already: the names and hashes of the leaves of its segments, loaded as a reading comes along and let go behind it. */
import { type Leaf, leafOfEvent, nameOfEvent } from '../log/leaf.js';
import type { LeafLog } from '../log/leaf-log.js';
import type { ArchivableEvent } from '../store/append.js';
import { unknownDate } from '../store/form.js';
import { lineOf } from '../store/line.js';
import type { SegmentEntry } from '../store/manifest.js';

/** How an event stands to the archive. */
export type Standing = 'new' | 'repeated' | 'changed';

interface Loaded {
  /** Its first leaf: of two versions of an event the later leaf is the newer one. */
  readonly first: number;
  readonly lastMs: number;
  /** Of the newest version in the segment. */
  readonly hashes: ReadonlyMap<string, string>;
}

export class KnownEvents {
  readonly #log: LeafLog;
  /** Those that begin first stand last. */
  readonly #waiting: SegmentEntry[];
  #loaded: Loaded[] = [];

  /** @param segments those of the archive, as they are when the reading begins */
  constructor(log: LeafLog, segments: readonly SegmentEntry[], sinceMs: number) {
    this.#log = log;
    this.#waiting = segments
      .filter(({ lastAt }) => lastAt !== null && Date.parse(lastAt) >= sinceMs)
      .sort((a, b) => firstMsOf(b) - firstMsOf(a));
  }

  /** Whether there is nothing that could be known. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#loaded.length === 0;
  }

  /** Events must come oldest first. One that is again what it was before its newest version has changed. */
  async standingOf(event: ArchivableEvent): Promise<Standing> {
    await this.#reach(event.instantMs);
    const name = nameOfEvent(event.id);
    const newest = this.#loaded
      .filter(({ hashes }) => hashes.has(name))
      .reduce<Loaded | undefined>((a, b) => (a !== undefined && a.first > b.first ? a : b), undefined);
    if (newest === undefined) return 'new';
    const { sha256 } = leafOfEvent(event.id, lineOf(event.rawText));
    return newest.hashes.get(name) === sha256 ? 'repeated' : 'changed';
  }

  async #reach(instantMs: number): Promise<void> {
    if (this.#loaded.some(({ lastMs }) => lastMs < instantMs))
      this.#loaded = this.#loaded.filter(({ lastMs }) => lastMs >= instantMs);
    for (;;) {
      const next = this.#waiting.at(-1);
      if (next === undefined || firstMsOf(next) > instantMs) return;
      this.#waiting.pop();
      const lastMs = Date.parse(next.lastAt ?? '');
      if (lastMs >= instantMs) {
        this.#loaded.push({ first: next.first, lastMs, hashes: await this.#load(next) });
      }
    }
  }

  async #load({ first, last }: SegmentEntry): Promise<ReadonlyMap<string, string>> {
    const hashes = new Map<string, string>();
    for await (const leaves of this.#log.leaves(first, last + 1)) {
      for (const { name, sha256 } of leaves) hashes.set(name, sha256);
    }
    return hashes;
  }
}

/** The hashes of the rows that nobody could read, of all of them that the archive holds. */
export async function knownMalformed(log: LeafLog, segments: readonly SegmentEntry[]): Promise<Set<string>> {
  const hashes = new Set<string>();
  for (const { path, first, last } of segments) {
    if (!path.includes(`/date=${unknownDate}/`)) continue;
    for await (const leaves of log.leaves(first, last + 1)) {
      for (const leaf of leaves) if (isMalformed(leaf)) hashes.add(leaf.sha256);
    }
  }
  return hashes;
}

function isMalformed({ name }: Leaf): boolean {
  return name === 'malformed';
}

function firstMsOf({ firstAt }: SegmentEntry): number {
  return Date.parse(firstAt ?? '');
}
