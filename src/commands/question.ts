/** A question to the log as it was typed, made exact: zone, window, filter and names, before the first event is read. */
import type { Coverage, Window } from '../audit/coverage.js';
import { type ResolvedFilter, resolveFilter } from '../audit/filter.js';
import { formatInstant } from '../audit/instant.js';
import { floorOf, isMeantAsFloor } from '../audit/retention.js';
import type { ResolvedWindow } from '../audit/time.js';
import type { TimeSetting } from '../audit/time-form.js';
import { without } from '../audit/windows.js';
import type { Context } from '../context.js';
import type { EventView, FieldName } from '../output/fields.js';
import { spanInWords } from '../output/span.js';
import { type FilterFlags, filterWords } from './filters.js';
import { askNames } from './names.js';
import type { Session } from './session.js';
import { chooseZone } from './zone.js';

export interface Question {
  readonly window: Window;
  readonly filter: ResolvedFilter;
  readonly view: EventView;
  readonly floor: Floor;
  /** Behind the floor, and held all the same: in an archive. */
  readonly beyond: readonly Window[];
  /** The window begins where the log begins: nobody asked for a fixed beginning. */
  readonly isFromFloor: boolean;
}

interface Floor {
  readonly ms: number;
  readonly origin: 'announced' | 'assumed';
}

/** What of a session it takes to understand a question; of its log only how far that reaches. */
type Asking = Omit<Session, 'log'> & { readonly log: Pick<Session['log'], 'reach' | 'beyond'> };

/** Older than any account of the service: where "everything before" begins that nobody keeps. */
const beforeAnyLogMs = Date.UTC(2000, 0, 1);

/**
 * Asks the account what it needs to understand the words, and says what they cannot have.
 *
 * @throws UsageError for words that mean nothing, or more than one thing.
 */
export async function understand(
  flags: FilterFlags,
  fields: readonly FieldName[],
  { account, connection, log, voice, memory }: Asking,
  { machineTimeZone }: Context,
): Promise<Question> {
  const words = filterWords(flags);
  const progress = voice.progress('Asking the account…');
  const [capabilities, zone, names, resolve] = await Promise.all([
    account.capabilities(),
    chooseZone(connection.settings.timeZone, account, machineTimeZone),
    askNames(account, { fields, words }, voice),
    readerOfTimes(flags),
  ]).finally(() => progress.stop());
  memory?.sawUsers(names.known.users);
  memory?.sawObjects(names.known.objects);
  const filter = resolveFilter(words, names.known, names.book);
  const nowMs = account.nowMs();
  const setting = { nowMs, timeZone: zone.name };
  const asked = resolve(setting);
  for (const note of asked.notes) await voice.note(note);
  const { reach } = log;
  const floor = beginningOf(reach) ?? floorOf({ retentionDays: capabilities.retentionDays, nowMs });
  const isUntilEnd = flags.until === undefined && reach !== undefined;
  const { window, isFromFloor } = placed(isUntilEnd ? endedWith(reach, asked) : asked, floor, setting);
  await voice.detail(`Times are in ${zone.name} (${zone.origin}).`);
  for (const { name, asked: typed, labels } of filter.described) {
    await voice.detail(`--${name} ${typed.join(',')}: ${labels.join(', ')}`);
  }
  const beyond = window.sinceMs < floor.ms ? ((await log.beyond?.()) ?? []) : [];
  for (const lost of lostOf({ window, floor, beyond }))
    await voice.warn(lostSpan(lost, floor, zone.name, reach !== undefined));
  return { window, filter, view: { names: names.book, timeZone: zone.name }, floor, beyond, isFromFloor };
}

/** Typed times bring a library of dates along, for which nobody waits who has typed none. */
async function readerOfTimes({
  since,
  until,
}: FilterFlags): Promise<(setting: TimeSetting) => ResolvedWindow> {
  if (since === undefined && until === undefined)
    return ({ nowMs }) => ({ sinceMs: undefined, untilMs: nowMs, notes: [] });
  const { resolveWindow } = await import('../audit/time.js');
  return (setting) => resolveWindow({ since, until }, setting);
}

/** Spans of the window that nobody holds any more: neither the account nor an archive. */
export function lostOf({
  window,
  floor,
  beyond,
}: Pick<Question, 'window' | 'floor' | 'beyond'>): readonly Window[] {
  const { sinceMs, untilMs } = window;
  return without({ sinceMs, untilMs: Math.min(untilMs, floor.ms) }, beyond);
}

/** A log that has ended begins where it begins, and forgets nothing. */
function beginningOf(reach: Window | undefined): Floor | undefined {
  return reach && { ms: reach.sinceMs, origin: 'announced' };
}

/** Whoever names no end wants all that there is, which in an archive ends before now. */
function endedWith({ untilMs }: Window, asked: ResolvedWindow): ResolvedWindow {
  const isBehindEnd = asked.sinceMs !== undefined && asked.sinceMs >= untilMs;
  return isBehindEnd ? asked : { ...asked, untilMs: Math.min(asked.untilMs, untilMs) };
}

/** Without a beginning it is the floor's, unless all that was asked for lies behind it. */
function placed(
  { sinceMs, untilMs }: ResolvedWindow,
  floor: Floor,
  setting: TimeSetting,
): { readonly window: Window; readonly isFromFloor: boolean } {
  const isFromFloor = sinceMs === undefined ? untilMs > floor.ms : isMeantAsFloor(sinceMs, floor.ms, setting);
  if (isFromFloor) return { window: { sinceMs: floor.ms, untilMs }, isFromFloor };
  return { window: { sinceMs: sinceMs ?? beforeAnyLogMs, untilMs }, isFromFloor };
}

/**
 * The log's floor moves on while it is read: whoever asked for all that there is has lost nothing by that, nor has whoever
 * wanted no more than a limit that was reached. Whoever named a beginning has, and is told; and so is whoever found nothing
 * where accounts keep nothing.
 */
export function asAsked(coverage: Coverage, isFromFloor: boolean): Coverage {
  if (isNothingBehindFloor(coverage)) return withLostWindow(coverage);
  if (!isFromFloor && coverage.limit?.moreMatch !== true) return coverage;
  const reasons = coverage.reasons.filter(({ kind }) => kind !== 'behind-floor');
  return { ...coverage, reasons, complete: coverage.complete || reasons.length === 0 };
}

function isNothingBehindFloor({ count, window, floor, reasons, parts }: Coverage): boolean {
  const isBehind = parts === undefined && floor !== undefined && window.untilMs <= floor.ms;
  return count === 0 && isBehind && !reasons.some(({ kind }) => kind === 'behind-floor');
}

function withLostWindow(coverage: Coverage): Coverage {
  const { window, reasons } = coverage;
  return { ...coverage, complete: false, reasons: [...reasons, { kind: 'behind-floor', window }] };
}

function lostSpan({ sinceMs, untilMs }: Window, floor: Floor, timeZone: string, isArchive: boolean): string {
  const show = (ms: number) => formatInstant(ms, timeZone, 'minute');
  const how =
    floor.origin === 'announced' ? 'the account keeps no more' : 'accounts like this one keep no more';
  const span = `${show(sinceMs)} → ${show(untilMs)} (${spanInWords(untilMs - sinceMs)})`;
  if (isArchive) return `Warning: ${span} lies before the archive's beginning; nobody collected it.`;
  return `Warning: ${span} lies before the log's floor; ${how}.`;
}
