/** `audit show`: one event in full, and what stood around it. */
import type { Window } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { showEvent } from '../output/detail.js';
import { eventToJson } from '../output/event-json.js';
import { type EventView, fieldNames } from '../output/fields.js';
import { harmlessJson } from '../output/harmless.js';
import { type LogFlags, withChosenLog } from './chosen-log.js';
import type { GlobalFlags } from './command.js';
import { findEvent, windowBeyond } from './find-event.js';
import { paged } from './paged.js';
import { understand } from './question.js';
import type { Session } from './session.js';
import { lookAround, type Surroundings } from './surroundings.js';

/** As they are typed. */
export interface ShowFlags extends LogFlags {
  readonly format: 'text' | 'json';
  readonly raw?: true;
}

const assumedColumns = 80;

/**
 * Shows the event with its neighbours.
 *
 * @throws NotFoundError where nobody can find it; UsageError for an id that is too short
 */
export async function show(
  eventId: string,
  flags: ShowFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  return withChosenLog(flags, globals, context, async (session) => {
    const progress = session.voice.progress(`Looking for ${eventId}…`);
    try {
      const question = await understand({}, fieldNames, session, context);
      const { window, view } = question;
      const search = { id: eventId, window, timeZone: view.timeZone, isAnywhere: true };
      const event = await findEvent(search, session);
      session.memory?.sawEvents([event], view);
      if (flags.raw) {
        progress.stop();
        await paged(context, (screen) => screen.write(`${rawText(event, context)}\n`));
        return exitCodes.done;
      }
      const around = await lookAround(event, await windowAround(event, window, session), session);
      progress.stop();
      const text = await fullText(event, around, flags, view, context);
      await paged(context, (screen) => screen.write(text));
      if (around.isWhole) return exitCodes.done;
      await session.voice.warn('INCOMPLETE: what stood around it could not all be read.');
      return exitCodes.incomplete;
    } finally {
      progress.stop();
    }
  });
}

/** As far as the log reaches, and where the event lies behind that, as far as an archive does. */
async function windowAround({ instantMs }: AuditEvent, window: Window, { log }: Session): Promise<Window> {
  const older = instantMs < window.sinceMs ? await windowBeyond(window, log) : undefined;
  return { ...window, sinceMs: older?.sinceMs ?? window.sinceMs };
}

/** The bytes as they are for a script; on a screen without what a terminal would obey. */
function rawText(event: AuditEvent, { stdout }: Context): string {
  return stdout.isTerminal ? harmlessJson(event.rawText) : event.rawText;
}

async function fullText(
  event: AuditEvent,
  around: Surroundings,
  { format }: ShowFlags,
  view: EventView,
  { stdout, terminal }: Context,
): Promise<string> {
  if (format === 'json') return asJson(event, around, view);
  const { neighbours, sameStroke } = around;
  const palette = await terminal.palette(stdout);
  return showEvent(event, { view, width: stdout.columns ?? assumedColumns, palette, neighbours, sameStroke });
}

function asJson(
  event: AuditEvent,
  { neighbours, sameStroke, isWhole }: Surroundings,
  view: EventView,
): string {
  const toJson = eventToJson(view, fieldNames);
  const orNull = (other: AuditEvent | undefined) => (other === undefined ? 'null' : toJson(other));
  const beside = `{"previous":${orNull(neighbours.previous)},"next":${orNull(neighbours.next)}}`;
  const stroke = `[${sameStroke.map(toJson).join(',')}]`;
  return `{"schema":1,"event":${toJson(event)},"neighbours":${beside},"sameStroke":${stroke},"complete":${isWhole}}\n`;
}
