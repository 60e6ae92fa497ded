/** `audit deletions`: what was deleted and can still be brought back, soonest to expire first. */
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { concernsRestores, restorableOf } from '../audit/restorable.js';
import { deletedContacts } from '../audit/restore-contents.js';
import { obstacleOf } from '../audit/restore-obstacle.js';
import type { Context } from '../context.js';
import { AccessError, type ExitCode, NotFoundError } from '../errors.js';
import { coverageObject } from '../output/coverage-object.js';
import { fieldNames } from '../output/fields.js';
import { listingText } from '../output/listing.js';
import { parseListingFormat } from '../output/listing-format.js';
import { withChosenLog } from './chosen-log.js';
import type { GlobalFlags } from './command.js';
import { deletionListing, type ListedDeletion } from './deletion-listing.js';
import type { FilterFlags } from './filters.js';
import { paged } from './paged.js';
import { type Question, understand } from './question.js';
import { conclude, readThrough, type Through } from './read-through.js';
import type { Session } from './session.js';

/** As they are typed. */
export interface DeletionsFlags extends FilterFlags {
  readonly format?: string;
  readonly header?: true;
}

/**
 * Lists what can still be brought back, and gives the exit code of the reading.
 *
 * @throws what ended it, where nothing could be read
 */
export async function deletions(
  flags: DeletionsFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const format = parseListingFormat(flags.format, context.stdout.isTerminal);
  return withChosenLog(flags, globals, context, async (session) => {
    const question = await understand(flags, fieldNames, session, context);
    const result = await findDeletions(question, session);
    const { found, through } = result;
    session.memory?.sawDeletions(
      found.map(({ event }) => event),
      question.view,
    );
    const { stdout, terminal } = context;
    const { view } = question;
    const rest = { coverage: coverageObject(through.coverage, view.timeZone) };
    const text = listingText(deletionListing(found, { view, nowMs: session.account.nowMs() }, rest), format, {
      width: stdout.columns,
      palette: await terminal.palette(stdout),
      header: flags.header ?? false,
    });
    await paged(context, (screen) => screen.write(text));
    await session.voice.note(summary(result, question));
    return conclude(through, question, session, context);
  });
}

/** What can still be brought back, soonest to expire first, and how it was found out. */
export interface FoundDeletions {
  readonly found: readonly ListedDeletion[];
  /** Opportunities left out, for their contact is deleted. */
  readonly hopeless: number;
  readonly through: Through;
}

/**
 * Reads up to now whatever the window's end: what was deleted within it may have come back since.
 *
 * @throws what ended the reading, where nothing could be read.
 */
export async function findDeletions(
  { window, filter, isFromFloor }: Question,
  session: Session,
): Promise<FoundDeletions> {
  const { account } = session;
  const events: AuditEvent[] = [];
  const [{ retentionDays }, pipelines, calendars, through] = await Promise.all([
    account.capabilities(),
    ifAllowed(account.pipelines()),
    ifAllowed(account.calendars()),
    readThrough(
      {
        window: { sinceMs: window.sinceMs, untilMs: Math.max(window.untilMs, account.nowMs()) },
        matches: (event) => concernsRestores(event) || isContactGoing(event),
        push: { type: ['DELETED', 'RESTORED'] },
        filterNames: ['type'],
        isFromFloor,
      },
      session,
      (event) => keep(event, events),
    ),
  ]);
  const live = { pipelines, calendars, deletedContacts: deletedContacts(events) };
  const all = restorableOf(events.filter(concernsRestores), { nowMs: account.nowMs(), retentionDays })
    .filter(({ event }) => event.instantMs < window.untilMs && (filter.matches?.(event) ?? true))
    .map((deletion) => ({ ...deletion, obstacle: obstacleOf(deletion, live) }))
    .toSorted((a, b) => a.untilMs - b.untilMs);
  const found = all.filter(({ obstacle }) => obstacle !== 'contact-deleted');
  return { found, hopeless: all.length - found.length, through };
}

/** Its text is read once, so that the page that brought the event can go. */
function keep(event: AuditEvent, events: AuditEvent[]): void {
  void event.rawText;
  events.push(event);
}

function isContactGoing({ module, type }: AuditEvent): boolean {
  return module === 'CONTACT' && (type === 'DELETED' || type === 'RESTORED');
}

async function ifAllowed<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AccessError || error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function summary({ found, hopeless }: FoundDeletions, { view: { timeZone } }: Question): string {
  const [first] = found;
  const others =
    hopeless === 0
      ? ''
      : `\nLeft out: ${countedText(hopeless, 'opportunity', 'opportunities')} whose contact is deleted: it cannot be restored without.`;
  if (first === undefined) return `Nothing of what was asked for can be brought back.${others}`;
  const until = formatInstant(first.untilMs, timeZone, 'minute');
  const many = countedText(found.length, 'deletion', 'deletions');
  return `${many} can be brought back, the first until ${until} ${timeZone}: audit restore ${first.event.id}${others}`;
}
