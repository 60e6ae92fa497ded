/** `audit show`: one event in full, and what stood around it. */
import type { Command } from 'commander';
import type { Window } from '../audit/coverage.js';
import { type AuditEvent, compareNewestFirst, compareOldestFirst, type EventOrder } from '../audit/event.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { showEvent } from '../output/detail.js';
import { eventToJson } from '../output/event-json.js';
import { fieldNames } from '../output/fields.js';
import { harmlessJson } from '../output/harmless.js';
import { readEvents } from '../reading/read.js';
import { addExamples, type GlobalFlags, type Run } from './command.js';
import { findEvent } from './find-event.js';
import { type Question, understand } from './question.js';
import { type Session, withSession } from './session.js';

interface ShowFlags {
  readonly format: 'text' | 'json';
  readonly raw?: true;
}

/** What a hand does in one stroke: deleting a pipeline takes its opportunities along. */
const strokeMs = 60_000;
/** More are counted as so many. */
const mostOfStroke = 1_000;
const assumedColumns = 80;

export function declare(command: Command, run: Run): void {
  command
    .argument('<eventId>', 'the id, or enough of its beginning')
    .addOption(
      command
        .createOption('--format <format>', 'text (usual) or json')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--raw', 'the event exactly as the account sent it')
    .action((eventId: string, flags: ShowFlags) =>
      run((context, globals) => show(eventId, flags, context, globals)),
    );
  addExamples(command, [
    ['audit show 69213a5f --sandbox', 'the event whose id begins so'],
    ['audit show 69213a5f0c0ffee000a00001 --format json', 'with its neighbours, for a script'],
    ['audit show 69213a5f0c0ffee000a00001 --raw', 'the account’s own bytes'],
  ]);
}

async function show(
  eventId: string,
  flags: ShowFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  return withSession(globals, context, async (session) => {
    const question = await understand({}, fieldNames, session, context);
    const progress = session.voice.progress(`Looking for ${eventId}…`);
    try {
      const { window, view } = question;
      const event = await findEvent({ id: eventId, window, timeZone: view.timeZone }, session, context.clock);
      const text = flags.raw
        ? `${harmlessRaw(event, context)}\n`
        : await fullText(event, flags, question, session, context);
      progress.stop();
      await context.stdout.write(text);
    } finally {
      progress.stop();
    }
    return exitCodes.done;
  });
}

/** The bytes as they are for a script; on a screen without what a terminal would obey. */
function harmlessRaw({ rawText }: AuditEvent, { stdout }: Context): string {
  return stdout.isTerminal ? harmlessJson(rawText) : rawText;
}

interface Surroundings {
  readonly neighbours: { readonly previous: AuditEvent | undefined; readonly next: AuditEvent | undefined };
  readonly sameStroke: readonly AuditEvent[];
}

async function fullText(
  event: AuditEvent,
  { format }: ShowFlags,
  { window, view }: Question,
  session: Session,
  { stdout, clock, terminal }: Context,
): Promise<string> {
  const around = await lookAround(event, window, session, clock);
  if (format === 'json') return asJson(event, around, view);
  return showEvent(event, {
    view,
    width: stdout.columns ?? assumedColumns,
    palette: await terminal.palette(stdout),
    ...around,
  });
}

function asJson(event: AuditEvent, { neighbours, sameStroke }: Surroundings, view: Question['view']): string {
  const toJson = eventToJson(view, fieldNames);
  const orNull = (neighbour: AuditEvent | undefined) =>
    neighbour === undefined ? 'null' : toJson(neighbour);
  return (
    `{"schema":1,"event":${toJson(event)},` +
    `"neighbours":{"previous":${orNull(neighbours.previous)},"next":${orNull(neighbours.next)}},` +
    `"sameStroke":[${sameStroke.map(toJson).join(',')}]}\n`
  );
}

async function lookAround(
  event: AuditEvent,
  window: Window,
  session: Session,
  clock: Context['clock'],
): Promise<Surroundings> {
  const { instantMs, recordId, sourceId } = event;
  const read = (
    span: Window,
    order: EventOrder,
    limit: number,
    matches: (other: AuditEvent) => boolean,
    id?: string,
  ) => readSome({ span: within(span, window), order, limit, matches, recordId: id }, session, clock);
  const beside = (span: Window, order: EventOrder) =>
    recordId === undefined
      ? []
      : read(
          span,
          order,
          1,
          (other) => other.recordId === recordId && isBeyond(other, event, order),
          recordId,
        );
  const [[previous], [next], sameStroke] = await Promise.all([
    beside({ sinceMs: window.sinceMs, untilMs: instantMs + 1 }, 'newest-first'),
    beside({ sinceMs: instantMs, untilMs: window.untilMs }, 'oldest-first'),
    sourceId === undefined
      ? []
      : read(
          { sinceMs: instantMs - strokeMs, untilMs: instantMs + strokeMs + 1 },
          'oldest-first',
          mostOfStroke,
          (other) => other.sourceId === sourceId && other.id !== event.id,
        ),
  ]);
  return { neighbours: { previous, next }, sameStroke };
}

/** Whether `other` stands before (or after) the event in the log's stable order. */
function isBeyond(other: AuditEvent, event: AuditEvent, order: EventOrder): boolean {
  const compare = order === 'newest-first' ? compareOldestFirst : compareNewestFirst;
  return compare(other, event) < 0;
}

function within(span: Window, { sinceMs, untilMs }: Window): Window {
  return { sinceMs: Math.max(span.sinceMs, sinceMs), untilMs: Math.min(span.untilMs, untilMs) };
}

interface SomeOf {
  readonly span: Window;
  readonly order: EventOrder;
  readonly limit: number;
  readonly matches: (event: AuditEvent) => boolean;
  readonly recordId: string | undefined;
}

async function readSome(
  { span, order, limit, matches, recordId }: SomeOf,
  { account, signal }: Session,
  clock: Context['clock'],
): Promise<readonly AuditEvent[]> {
  if (span.sinceMs >= span.untilMs) return [];
  const request = { window: span, order, limit, matches, push: {}, filterNames: [] };
  const reading = readEvents(account, recordId === undefined ? request : { ...request, recordId }, {
    signal,
    clock,
  });
  const events: AuditEvent[] = [];
  for await (const batch of reading.batches()) events.push(...batch);
  return events;
}
