/** What is said while the log is followed, and when that ends. Sentences for stderr; pure. */
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import type { Gap } from '../reading/watermark.js';

/** How a following stands; instants in milliseconds since the epoch. */
export interface Standing {
  readonly startMs: number;
  /** Up to here everything has been looked at; undefined before the first look has ended. */
  readonly lookedMs: number | undefined;
  readonly events: number;
  readonly timeZone: string;
}

/** The heartbeat, e.g. `Following · 3 events since 2026-11-21 18:04 · looked at 18:31:05 America/Chicago`. */
export function standingWords({ startMs, lookedMs, events, timeZone }: Standing): string {
  const looked = lookedMs === undefined ? '' : ` · looked at ${clockText(lookedMs, timeZone)}`;
  const since = formatInstant(startMs, timeZone, 'minute');
  return `Following · ${eventsText(events)} since ${since}${looked} ${timeZone}`;
}

/** The first word. */
export function beginningWords({ startMs, timeZone }: Standing, intervalMs: number): string {
  const since = formatInstant(startMs, timeZone, 'second');
  return `Following the log from ${since} ${timeZone} on, a look every ${intervalMs / 1000} s. Ctrl-C ends it.`;
}

/** A span that could not be read, and what is done about it. */
export function gapWords({ window, message }: Gap, timeZone: string, isLost: boolean): string {
  const span = `${formatInstant(window.sinceMs, timeZone, 'second')} → ${formatInstant(window.untilMs, timeZone, 'second')}`;
  const next = isLost
    ? `Given up; ask for it later: audit list --all --since ${iso(window.sinceMs)} --until ${iso(window.untilMs)}`
    : 'It is asked for again.';
  return `INCOMPLETE: ${span} could not be read (${message}). ${next}`;
}

/** The last word before the command to go on with. */
export function endWords(standing: Standing, missing: readonly string[], repeats: number): string {
  const { startMs, lookedMs, events, timeZone } = standing;
  const until = lookedMs === undefined ? 'not yet read' : formatInstant(lookedMs, timeZone, 'second');
  const span = `${formatInstant(startMs, timeZone, 'second')} → ${until} ${timeZone}`;
  const verdict = missing.length === 0 ? 'complete' : `INCOMPLETE: ${missing.join('; ')}`;
  const again =
    repeats === 0 ? '' : ` (events may arrive late, so it shows ${eventsText(repeats)} of these again)`;
  return `${eventsText(events)} · ${span} · ${verdict}\nGo on from here${again}:`;
}

/** For `--since`: exact to the millisecond. */
export function iso(ms: number): string {
  return formatInstant(ms, 'UTC', 'iso-utc');
}

function eventsText(count: number): string {
  return countedText(count, 'event', 'events');
}

function clockText(ms: number, timeZone: string): string {
  return formatInstant(ms, timeZone, 'second').slice('yyyy-mm-dd '.length);
}
