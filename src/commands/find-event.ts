/** Looking for one event by its id: the log has no route for that, so that it is read, newest first, until the id turns up. */
import type { Coverage, Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { IncompleteError, NotFoundError, UsageError } from '../errors.js';
import type { Log } from '../reading/log.js';
import { asAsked } from './question.js';
import type { Session } from './session.js';

/** Shorter beginnings say too little: half the log would do. */
const shortestPrefix = 4;
/** Ids made as MongoDB makes them begin with the second in which they were made; the event's own time lies near it. */
const hintSlackMs = 10 * 60_000;
const shownCandidates = 5;

export interface Search {
  /** The whole id, or its beginning. */
  readonly id: string;
  /** How far to look. */
  readonly window: Window;
  /** IANA zone, for words. */
  readonly timeZone: string;
  /** Also where only an archive reaches. */
  readonly isAnywhere?: boolean;
  /** Up to there the window's end was looked through before. */
  readonly lookedUntilMs?: number;
}

/**
 * The event of that id, or the only one whose id begins with it. Looks first where the id itself says that it was made.
 *
 * @throws NotFoundError saying how far it looked; IncompleteError where a part could not be read, so that it may be there;
 *   UsageError for a beginning that is too short, or shared by several ids.
 */
export async function findEvent(search: Search, { log }: Pick<Session, 'log'>): Promise<AuditEvent> {
  const { id, window } = search;
  if (id.length < shortestPrefix) {
    throw new UsageError('short-event-id', `“${id}” is too short for an event's id.`, {
      hint: `Give its first ${shortestPrefix} characters at least; audit list shows them.`,
    });
  }
  const hinted = hintedWindow(id, window);
  const near = hinted && (await look({ ...search, window: hinted }, log));
  const { found, coverage } = near?.found.length ? near : await look(search, log);
  const [only, ...others] = found;
  if (only === undefined) {
    const older = coverage.complete && search.isAnywhere ? await windowBeyond(window, log) : undefined;
    if (older === undefined) throw notFound(search, coverage);
    return findEvent({ ...search, window: older, isAnywhere: false, lookedUntilMs: window.untilMs }, { log });
  }
  if (others.length > 0) throw ambiguous(search, found);
  if (!coverage.complete && only.id !== id) throw unsure(search, coverage);
  return only;
}

/** What an archive holds behind the window; undefined where there is none. */
export async function windowBeyond({ sinceMs }: Window, log: Log): Promise<Window | undefined> {
  const [oldest] = (await log.beyond?.()) ?? [];
  return oldest !== undefined && oldest.sinceMs < sinceMs
    ? { sinceMs: oldest.sinceMs, untilMs: sinceMs }
    : undefined;
}

/** Events with that id, newest first; the one alone that bears it whole. */
async function look(
  { id, window }: Search,
  log: Log,
): Promise<{ readonly found: readonly AuditEvent[]; readonly coverage: Coverage }> {
  const reading = log.read({
    window,
    order: 'newest-first',
    matches: (event) => event.id.startsWith(id),
    idPrefix: id,
    push: {},
    filterNames: ['id'],
    limit: undefined,
  });
  const found: AuditEvent[] = [];
  for await (const batch of reading.batches()) {
    const whole = batch.find((event) => event.id === id);
    if (whole !== undefined) return { found: [whole], coverage: asAsked(reading.coverage(), true) };
    found.push(...batch);
  }
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  return { found, coverage: asAsked(reading.coverage(), true) };
}

/** Where an ObjectId says that it was made, as far as that lies in the window; undefined for any other id. */
function hintedWindow(id: string, { sinceMs, untilMs }: Window): Window | undefined {
  const seconds = /^[0-9a-f]{8,24}$/.test(id) ? Number.parseInt(id.slice(0, 8), 16) : undefined;
  if (seconds === undefined) return undefined;
  const hinted = {
    sinceMs: Math.max(sinceMs, seconds * 1000 - hintSlackMs),
    untilMs: Math.min(untilMs, seconds * 1000 + hintSlackMs),
  };
  return hinted.sinceMs < hinted.untilMs ? hinted : undefined;
}

function notFound(
  { id, window, timeZone, lookedUntilMs = window.untilMs }: Search,
  coverage: Coverage,
): NotFoundError | IncompleteError {
  if (!coverage.complete) return unsure({ id }, coverage);
  const show = (ms: number) => formatInstant(ms, timeZone, 'minute');
  const looked = `${show(window.sinceMs)} → ${show(lookedUntilMs)} ${timeZone}`;
  return new NotFoundError('unknown-event', `No event's id is or begins with “${id}”.`, {
    hint: `Looked through all that the log holds: ${looked}. What is older is gone for good.\nFind ids with: audit list`,
  });
}

function unsure({ id }: Pick<Search, 'id'>, { reasons }: Coverage): IncompleteError {
  const cases = reasons.flatMap((reason) => (reason.kind === 'erased-events' ? reason.cases : []));
  if (cases.length > 0) return maybeErased(id, cases);
  return new IncompleteError(
    'event-not-sure',
    `“${id}” was looked for, but part of the log could not be read.`,
    {
      hint: 'Run the same command again; --verbose shows what failed.',
    },
  );
}

function ambiguous({ id, timeZone }: Search, found: readonly AuditEvent[]): UsageError {
  const lines = found
    .slice(0, shownCandidates)
    .map(
      (event) =>
        `  ${event.id}  ${formatInstant(event.instantMs, timeZone, 'second')}  ${event.type} ${event.module}`,
    );
  const more = found.length - lines.length;
  return new UsageError(
    'ambiguous-event',
    `${countedText(found.length, 'event', 'events')} have an id that begins with “${id}”.`,
    { hint: ['Give more of it:', ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n') },
  );
}

/** Looking again brings nothing back; its leaf, which stays, says whether it was there. */
function maybeErased(id: string, cases: readonly string[]): IncompleteError {
  const named = cases.map((text) => `“${text}”`).join(', ');
  return new IncompleteError(
    'event-not-sure',
    `“${id}” was not found, and the archive has erased events where it was looked for (${named}).`,
    { hint: `Whether it was one of them, its leaf says: audit archive prove ${id}` },
  );
}
