/** Everything that a restore plan rests on, asked of the account at one moment: its own word, its live records, what the log tells around. */
import type { AuditEvent } from '../audit/event.js';
import { calendarStrokeMs } from '../audit/restore-contents.js';
import type { RestoreOffer } from '../audit/restore-offer.js';
import {
  type LiveRecords,
  type RestoreScene,
  refuseEvent,
  restorableKindOf,
  strokeMs,
} from '../audit/restore-plan.js';
import type { Clock } from '../context.js';
import { AccessError, InterruptedError, NotFoundError } from '../errors.js';
import { readEvents } from '../reading/read.js';
import type { RestoreMeans } from '../restore/plan-digest.js';
import { asAsked, type Question } from './question.js';
import type { Session } from './session.js';

/** By what a restore of this account can be done: its announced route, the profile's, or its screen. */
export async function meansOf({ account, connection }: Session): Promise<RestoreMeans> {
  if ((await account.capabilities()).restore) return 'announced';
  return connection.profile?.restoreRoute === undefined ? 'assisted' : 'named';
}

/**
 * Looks; changes nothing. What cannot be read is warned of, as long as a plan can be made without it.
 *
 * @throws NotFoundError where the account no longer knows the event; AccessError and UnreachableError as it refuses or fails.
 */
export async function setScene(
  event: AuditEvent,
  means: RestoreMeans,
  { window, view }: Question,
  session: Session,
  clock: Clock,
): Promise<RestoreScene> {
  const { account } = session;
  const { retentionDays } = await account.capabilities();
  const isHopeless = refuseEvent(event) !== undefined;
  const [offer, live, related] = await Promise.all([
    means === 'announced' && !isHopeless ? previewOf(event, session) : undefined,
    isHopeless ? nothingLives : liveRecords(event, session),
    isHopeless ? [] : readRelated(event, means, window.sinceMs, session, clock),
  ]);
  return {
    event,
    names: view.names,
    locationId: account.locationId,
    nowMs: account.nowMs(),
    retentionDays,
    offer,
    live,
    related,
  };
}

const nothingLives: LiveRecords = { pipelines: [], calendars: [], opportunityLives: false };

async function previewOf({ id }: AuditEvent, { account }: Session): Promise<RestoreOffer> {
  try {
    return await account.previewRestore(id);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new NotFoundError('unknown-event', `The account's restore route does not know event ${id}.`, {
      hint: 'It may just have fallen out of the log: audit retention',
      cause: error,
    });
  }
}

async function liveRecords(event: AuditEvent, session: Session): Promise<LiveRecords> {
  const { account } = session;
  const kind = restorableKindOf(event);
  const { recordId } = event;
  const [pipelines, calendars, opportunity] = await Promise.all([
    kind === 'calendar' ? [] : lenient('pipelines', () => account.pipelines(), [], session),
    kind === 'calendar' ? lenient('calendars', () => account.calendars(), [], session) : [],
    kind === 'opportunity' && recordId !== undefined
      ? lenient('opportunities', () => account.opportunity(recordId), undefined, session)
      : undefined,
  ]);
  return { pipelines, calendars, opportunityLives: opportunity !== undefined };
}

async function lenient<T>(what: string, ask: () => Promise<T>, otherwise: T, { voice }: Session): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AccessError || error instanceof NotFoundError)) throw error;
    await voice.warn(
      `The account's ${what} cannot be read, so that the restore cannot be checked afterwards: ${error.message}`,
    );
    return otherwise;
  }
}

/**
 * With the account's own word only what fell in the same stroke is still asked for; without it also what became of the
 * record, its contacts and its pipeline until now.
 */
async function readRelated(
  { instantMs }: AuditEvent,
  means: RestoreMeans,
  floorMs: number,
  session: Session,
  clock: Clock,
): Promise<readonly AuditEvent[]> {
  const nowMs = session.account.nowMs();
  const window = {
    sinceMs: Math.max(floorMs, instantMs - (means === 'announced' ? strokeMs : calendarStrokeMs)),
    untilMs: means === 'announced' ? Math.min(nowMs, instantMs + strokeMs + 1) : nowMs,
  };
  const read = await readMatching(window, ['DELETED', 'RESTORED'], session, clock);
  if (!read.isWhole) {
    await session.voice.warn(
      'Part of the log around the deletion could not be read: the plan may know too little.',
    );
  }
  return read.events;
}

interface Matching {
  readonly events: readonly AuditEvent[];
  readonly isWhole: boolean;
}

/**
 * Events of these types, newest first. What cannot be read is left out.
 *
 * @throws InterruptedError at Ctrl-C.
 */
export async function readMatching(
  window: { readonly sinceMs: number; readonly untilMs: number },
  types: readonly string[],
  { account, signal, voice }: Session,
  clock: Clock,
): Promise<Matching> {
  if (window.sinceMs >= window.untilMs) return { events: [], isWhole: true };
  const reading = readEvents(
    account,
    {
      window,
      order: 'newest-first',
      matches: ({ type }) => types.includes(type),
      push: { type: types },
      filterNames: ['type'],
      limit: undefined,
    },
    { signal, clock },
  );
  const events: AuditEvent[] = [];
  for await (const batch of reading.batches()) {
    // Read once, so that the page that brought it can go.
    for (const event of batch) void event.rawText;
    events.push(...batch);
  }
  const failure = reading.failure();
  if (failure instanceof InterruptedError) throw failure;
  if (failure !== undefined) await voice.detail(failure.message);
  return { events, isWhole: failure === undefined && asAsked(reading.coverage(), true).complete };
}
