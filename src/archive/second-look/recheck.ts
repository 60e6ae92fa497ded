/** What the service still holds, against what was archived of it: an event that changed or vanished since shows that somebody rewrites the past. */
import { hash } from 'node:crypto';
import type { Window } from '../../audit/coverage.js';
import { within, without } from '../../audit/windows.js';
import type { Log } from '../../reading/log.js';
import { everythingIn } from '../../reading/reading.js';
import type { ArchivedLog } from '../reading/archived-log.js';
import { segmentsOf, type TimedSegment } from '../reading/pick.js';
import { lineOf } from '../store/line.js';

const dayMs = 86_400_000;
/** The floor moves on while one looks. */
const floorDriftMs = 3_600_000;
/** A sample is taken at so many places, so that one quiet night does not stand for all. */
const places = 10;

/** What was found; ids. */
export interface SecondLook {
  /** All that was compared lies in here. */
  readonly window: Window;
  /** Archived events that were looked for. */
  readonly looked: number;
  readonly changed: readonly string[];
  readonly vanished: readonly string[];
  /** The service holds so many that the archive does not: they came later, or were erased here. */
  readonly notArchived: number;
  /** Parts that could not be compared. */
  readonly unread: readonly Window[];
}

/** The spans that both hold and in which nothing more is expected to arrive; oldest first. */
export function comparable({ book }: ArchivedLog, floorMs: number): readonly Window[] {
  return within(book.covered, { sinceMs: floorMs + floorDriftMs, untilMs: book.settledUntilMs });
}

/**
 * Short spans here and there that hold about so many archived events.
 *
 * @param random uniform in [0, 1)
 */
export function sampleOf(
  { manifest }: ArchivedLog,
  spans: readonly Window[],
  count: number,
  random: () => number,
): readonly Window[] {
  const whole = { sinceMs: spans[0]?.sinceMs ?? 0, untilMs: spans.at(-1)?.untilMs ?? 0 };
  const segments = segmentsOf(manifest, whole, 'oldest-first');
  const total = segments.reduce((sum, { entry }) => sum + entry.events, 0);
  if (total <= count) return spans;
  const picked = Array.from({ length: places }, () => {
    const segment = holderOf(Math.floor(random() * total), segments);
    if (segment === undefined) return whole;
    const { firstMs, lastMs, entry } = segment;
    const lengthMs = Math.ceil(((lastMs - firstMs + 1) * count) / places / entry.events);
    const sinceMs = Math.floor(firstMs + random() * Math.max(0, lastMs - firstMs + 1 - lengthMs));
    return { sinceMs, untilMs: sinceMs + lengthMs };
  });
  return spans.flatMap((span) => within(picked, span));
}

/** The segment of the event of that number, counted through all of them. */
function holderOf(number: number, segments: readonly TimedSegment[]): TimedSegment | undefined {
  let before = 0;
  for (const segment of segments) {
    before += segment.entry.events;
    if (number < before) return segment;
  }
  return undefined;
}

/** A day at a time, so that memory holds no more. */
function portionsOf(windows: readonly Window[]): readonly Window[] {
  return windows.flatMap(({ sinceMs, untilMs }) => {
    const portions: Window[] = [];
    for (let at = sinceMs; at < untilMs; at += dayMs)
      portions.push({ sinceMs: at, untilMs: Math.min(untilMs, at + dayMs) });
    return portions;
  });
}

/**
 * Reads the windows from both and compares.
 *
 * @param onLooked told how many events have been compared so far
 * @throws what ended a reading
 */
export async function lookAgain(
  archived: ArchivedLog,
  live: Log,
  windows: readonly Window[],
  onLooked: (looked: number) => void,
): Promise<SecondLook> {
  const changed: string[] = [];
  const vanished: string[] = [];
  const unread: Window[] = [];
  let looked = 0;
  let notArchived = 0;
  for (const window of portionsOf(windows)) {
    const known = new Map<string, { readonly digest: string; readonly instantMs: number }>();
    const gone = await readAll(archived, window, ({ id, instantMs, rawText }) => {
      known.set(id, { digest: digestOf(rawText), instantMs });
    });
    const unseen = await readAll(live, window, ({ id, rawText }) => {
      const digest = known.get(id)?.digest;
      known.delete(id);
      if (digest === undefined) notArchived += 1;
      else looked += 1;
      if (digest !== undefined && digest !== digestOf(rawText)) changed.push(id);
    });
    unread.push(...gone, ...unseen);
    for (const [id, { instantMs }] of known) {
      if (unseen.some(({ sinceMs, untilMs }) => instantMs >= sinceMs && instantMs < untilMs)) continue;
      looked += 1;
      vanished.push(id);
    }
    onLooked(looked);
  }
  const window = { sinceMs: windows[0]?.sinceMs ?? 0, untilMs: windows.at(-1)?.untilMs ?? 0 };
  return { window, looked, changed, vanished, notArchived, unread };
}

/** Shows every event; gives the parts of the window that were not read. */
async function readAll(
  log: Log,
  window: Window,
  see: (event: { readonly id: string; readonly instantMs: number; readonly rawText: string }) => void,
): Promise<readonly Window[]> {
  const reading = log.read(everythingIn(window));
  for await (const batch of reading.batches()) for (const event of batch) see(event);
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  return without(window, reading.coverage().covered);
}

/** Of the line that an event becomes in an archive. */
function digestOf(rawText: string): string {
  return hash('sha256', lineOf(rawText), 'base64');
}
