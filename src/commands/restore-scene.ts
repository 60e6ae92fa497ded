/** Everything that a restore plan rests on, asked of the account at one moment: its own word, its live records, what the log tells around. */
import type { AuditEvent } from '../audit/event.js';
import type { RestoreOffer } from '../audit/restore-offer.js';
import { type LiveRecords, type RestoreScene, refuseEvent, restorableKindOf } from '../audit/restore-plan.js';
import { restorableUntilMs } from '../audit/retention.js';
import type { Clock } from '../context.js';
import { AccessError, NotFoundError } from '../errors.js';
import type { RestoreMeans } from '../restore/plan-digest.js';
import type { Question } from './question.js';
import { readRelated, type SomeEvents } from './restore-reading.js';
import type { Session } from './session.js';

/** By what a restore of this account can be done: its announced route, the profile's, or its screen. */
export async function meansOf({
  account,
  connection,
}: Pick<Session, 'account' | 'connection'>): Promise<RestoreMeans> {
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
    isHopeless ? nothingRead : readRelated(event, means, window.sinceMs, session, clock),
  ]);
  return {
    event,
    names: view.names,
    locationId: account.locationId,
    nowMs: account.nowMs(),
    retentionDays,
    offer,
    live,
    related: related.events,
    isRelatedWhole: related.isWhole,
  };
}

const nothingRead: SomeEvents = { events: [], isWhole: true };
const nothingLives: LiveRecords = { pipelines: [], calendars: [], opportunityLives: false };

/** Undefined where the account has forgotten the event because the time for it has passed: the rules refuse that. */
async function previewOf(event: AuditEvent, { account }: Session): Promise<RestoreOffer | undefined> {
  const { id } = event;
  try {
    return await account.previewRestore(id);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const untilMs = restorableUntilMs(event, (await account.capabilities()).retentionDays);
    if (untilMs !== undefined && account.nowMs() >= untilMs) return undefined;
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
