/** The state of an archive as rows of a page, and as JSON. */
import type { Window } from '../audit/coverage.js';
import type { AuditEvent, JsonObject } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { leavesLogMs } from '../audit/retention.js';
import { sizeText } from '../output/size.js';
import { spanInWords } from '../output/span.js';
import { type BarSigns, barScale, spanBar } from '../output/span-bar.js';
import { unarchivedSinceMs } from './archive-check.js';
import type { ArchiveState } from './archive-state.js';
import { narrowWidth } from './page.js';

/** What a look at the account found. */
export interface NextToExpire {
  /** The oldest event that is not in the archive for good; undefined where there is none. */
  readonly event: AuditEvent | undefined;
  readonly retentionDays: number | undefined;
}

export interface StatusLook {
  readonly timeZone: string;
  /** Undefined: no bar, for nobody sees it. */
  readonly bar: { readonly columns: number; readonly signs: BarSigns } | undefined;
}

type Row = readonly [label: string, lines: readonly string[]];

/** What labels take beside a bar: the longest of them, and the gap. */
const labelColumns = 'Last sync'.length + 2;
const indent = 2;
/** Nobody wants to know it better. */
const justNowMs = 2_000;
/** More than these are counted, not named. */
const mostNamed = 5;

/** Label and lines, not yet harmless. */
export function statusRows(
  state: ArchiveState,
  next: NextToExpire | undefined,
  look: StatusLook,
): readonly Row[] {
  const { timeZone } = look;
  const { events, segments, bytes, size, folder, description, coverage, withheld } = state;
  const show = (window: Window) => spanText(window, timeZone);
  const { window } = coverage;
  return [
    ['Folder', [folder]],
    ['Account', [`${description.account.locationId} at ${description.account.apiUrl}`]],
    [
      'Events',
      [
        `${countedText(events, 'event', 'events')} in ${countedText(segments, 'segment', 'segments')}, ${sizeText(bytes.packed)}`,
      ],
    ],
    ['Log', [`${countedText(size, 'leaf', 'leaves')}; with it ${sizeText(bytes.whole)} on the disk`]],
    [
      'Covers',
      window === undefined
        ? ['nothing yet']
        : [`${show(window)}, ${settledText(state, timeZone)}`, ...barLines(state, look)],
    ],
    ['Holes', holeLines(state, timeZone)],
    ['Lost', named(state.lost.map((lost) => `${show(lost)}, for good`))],
    ['Last sync', [lastSyncText(state, timeZone)]],
    ['Late', [latenessText(state)]],
    ['Changed', named([...coverage.changed])],
    [
      'Odd rows',
      coverage.malformed === 0
        ? []
        : [
            `${countedText(coverage.malformed, 'row', 'rows')} without a usable id or time, under date=unknown`,
          ],
    ],
    ['Erased', [withheld.erasedText(timeZone)]],
    ['Held', named(withheld.heldLines(timeZone))],
    ['Next', [nextText(state, next, timeZone)]],
  ];
}

function settledText({ coverage: { settledUntilMs } }: ArchiveState, timeZone: string): string {
  if (settledUntilMs === undefined) return 'unsettled';
  return `settled until ${formatInstant(settledUntilMs, timeZone, 'minute')}`;
}

/** From what the account may still tell, or the archive's first instant, to now. */
function barLines(
  { coverage, floorMs, nowMs }: ArchiveState,
  { bar, timeZone }: StatusLook,
): readonly string[] {
  if (bar === undefined || coverage.window === undefined) return [];
  const { columns, signs } = bar;
  const width = Math.max(1, columns - (columns < narrowWidth ? indent : labelColumns));
  const window = { sinceMs: Math.min(coverage.window.sinceMs, floorMs), untilMs: nowMs };
  const facts = { window, covered: coverage.covered, dueUntilMs: coverage.window.untilMs };
  const drawn = spanBar(facts, width, signs);
  const kinds: readonly (readonly [sign: string, means: string])[] = [
    [signs.whole, 'complete'],
    [signs.part, 'in part'],
    [signs.none, 'missing'],
    [signs.later, 'not read yet'],
  ];
  const legend = kinds.filter(([sign]) => drawn.includes(sign)).map(([sign, means]) => `${sign} ${means}`);
  return [drawn, barScale(window, width, timeZone), legend.join('  ')].filter((line) => line !== '');
}

function holeLines({ fillable, lost, coverage }: ArchiveState, timeZone: string): readonly string[] {
  if (fillable.length > 0) {
    return named(
      fillable.map(
        ({ window, fillableUntilMs }) =>
          `${spanText(window, timeZone)}, can be filled until ${formatInstant(fillableUntilMs, timeZone, 'minute')}`,
      ),
    );
  }
  return coverage.window === undefined || lost.length > 0 ? [] : ['none'];
}

function lastSyncText({ coverage: { lastSyncMs }, nowMs }: ArchiveState, timeZone: string): string {
  if (lastSyncMs === undefined) return 'never';
  const agoMs = nowMs - lastSyncMs;
  const ago = agoMs < justNowMs ? 'just now' : `${spanInWords(agoMs)} ago`;
  return `${formatInstant(lastSyncMs, timeZone, 'minute')} ${timeZone}, ${ago}`;
}

function latenessText({ coverage: { lateEvents, longestLateMs } }: ArchiveState): string {
  if (lateEvents === 0) return 'no event came later than a sync that should have had it';
  return `${countedText(lateEvents, 'event', 'events')} came after a sync that should have had them, up to ${spanInWords(longestLateMs)} at least`;
}

function nextText(state: ArchiveState, next: NextToExpire | undefined, timeZone: string): string {
  const show = (ms: number) => `${formatInstant(ms, timeZone, 'minute')} ${timeZone}`;
  const sinceMs = unarchivedSinceMs(state);
  if (next === undefined) {
    if (sinceMs === undefined) return 'nobody was asked what leaves the log next (--live asks the account)';
    return `what happened from ${show(sinceMs)} on leaves the log from ${show(sinceMs + state.retention.ms)} on (--live asks the account for its first event)`;
  }
  if (next.event === undefined) return 'the account has no event that is not in the archive';
  const { instantMs, id } = next.event;
  return `${id} of ${show(instantMs)} is the first to leave the log without being in the archive, on ${show(leavesLogMs(instantMs, next.retentionDays))}`;
}

function named(lines: readonly string[]): readonly string[] {
  const more = lines.length - mostNamed;
  return more > 0 ? [...lines.slice(0, mostNamed), `and ${countedText(more, 'more', 'more')}`] : lines;
}

function spanText({ sinceMs, untilMs }: Window, timeZone: string): string {
  const show = (ms: number) => formatInstant(ms, timeZone, 'minute');
  return `${show(sinceMs)} → ${show(untilMs)} ${timeZone}`;
}

/** For scripts; the keys are a promise, and what is unknown is null. */
export function statusJson(state: ArchiveState, next: NextToExpire | undefined): JsonObject {
  const { coverage, retention } = state;
  return {
    archive: {
      folder: state.folder,
      origin: state.description.origin,
      account: state.description.account,
      events: state.events,
      segments: state.segments,
      leaves: state.size,
      bytes: state.bytes,
    },
    covered: coverage.covered.map(windowJson),
    window: coverage.window === undefined ? null : windowJson(coverage.window),
    settledUntil: iso(coverage.settledUntilMs),
    holes: state.fillable.map(({ window, fillableUntilMs }) => ({
      ...windowJson(window),
      fillableUntil: iso(fillableUntilMs),
    })),
    lost: state.lost.map(windowJson),
    lastSync: iso(coverage.lastSyncMs),
    late: { count: coverage.lateEvents, longestMs: coverage.longestLateMs },
    changed: [...coverage.changed],
    malformed: coverage.malformed,
    ...state.withheld.toJson(),
    retention: {
      days: Math.round(retention.ms / 864_000) / 100,
      origin: retention.origin,
      floor: iso(state.floorMs),
    },
    unarchivedSince: iso(unarchivedSinceMs(state)),
    next:
      next?.event === undefined
        ? null
        : {
            id: next.event.id,
            timestamp: iso(next.event.instantMs),
            leavesLog: iso(leavesLogMs(next.event.instantMs, next.retentionDays)),
          },
    asked: next !== undefined,
  };
}

function windowJson({ sinceMs, untilMs }: Window): JsonObject {
  return { since: iso(sinceMs), until: iso(untilMs) };
}

function iso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
