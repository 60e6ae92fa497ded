/** `audit archive reconcile`: an export, the service's own or ours, against the archive. */
import { type ListedEvent, type Reconciliation, reconcile } from '../archive/second-look/reconcile.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { parseInstant } from '../audit/time.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { type ForeignCsv, readForeignCsv } from '../output/foreign-csv.js';
import { harmlessJson } from '../output/harmless.js';
import { openArchivedLog } from './archived-session.js';
import type { GlobalFlags } from './command.js';
import { linesText } from './rows.js';

/** As they are typed. */
export interface ReconcileFlags {
  readonly format?: 'text' | 'json';
}

/**
 * Compares by event id, both ways: 3 where one holds what the other does not, or a part cannot be compared.
 *
 * @throws UsageError for a file without event ids; NotFoundError where there is no archive
 */
export async function reconcileArchive(
  path: string,
  { format }: ReconcileFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { log, timeZone } = await openArchivedLog(globals, context);
  const csv = await readForeignCsv(path, (text) => instantOf(text, timeZone, context.clock.nowMs()));
  const found = await reconcile(log, csv.rows);
  await context.stdout.write(
    format === 'json' ? asJson(found, csv) : linesText(linesOf(found, csv, timeZone), context.stdout),
  );
  const { notInArchive, notInList, missing } = found;
  const agrees = notInArchive.length + notInList.length + missing.length === 0;
  return agrees ? exitCodes.done : exitCodes.incomplete;
}

function instantOf(text: string, timeZone: string, nowMs: number): number | undefined {
  try {
    return parseInstant(text, { nowMs, timeZone, edge: 'since' });
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function linesOf(found: Reconciliation, csv: ForeignCsv, timeZone: string): readonly string[] {
  const show = (ms: number) => formatInstant(ms, timeZone, 'second');
  const line = (where: string, { id, instantMs }: ListedEvent) =>
    [where, id, ...(instantMs === undefined ? [] : [show(instantMs)])].join('  ');
  const { window, matched, notInArchive, notInList, incomparable, missing } = found;
  return [
    `${countedText(matched, 'event', 'events')} in both · ${show(window.sinceMs)} → ${show(window.untilMs)} ${timeZone}`,
    ...notInArchive.map((event) => line('only in the file', event)),
    ...notInList.map((event) => line('only in the archive', event)),
    ...missing.map((span) => `not archived, not compared: ${show(span.sinceMs)} → ${show(span.untilMs)}`),
    ...(incomparable === 0 ? [] : [`${countedText(incomparable, 'event', 'events')} of the file in there`]),
    comparedBy(csv),
  ];
}

function comparedBy({ idColumn, timeColumn, otherColumns }: ForeignCsv): string {
  const time =
    timeColumn === undefined
      ? 'the file has no times, so all of the archive was compared'
      : `times: ${timeColumn}`;
  const others = otherColumns.length === 0 ? '' : `; not compared: ${otherColumns.join(', ')}`;
  return `Compared by ${idColumn} (${time}${others}). What a filter kept out of the file is missing from it, too.`;
}

function asJson(
  { window, notInArchive, notInList, missing, ...counts }: Reconciliation,
  csv: ForeignCsv,
): string {
  const iso = (ms: number) => formatInstant(ms, 'UTC', 'iso-utc');
  const event = ({ id, instantMs }: ListedEvent) => ({
    id,
    at: instantMs === undefined ? null : iso(instantMs),
  });
  const span = ({ sinceMs, untilMs }: Reconciliation['window']) => ({
    since: iso(sinceMs),
    until: iso(untilMs),
  });
  const { idColumn, timeColumn = null, otherColumns } = csv;
  const document = {
    schema: 1,
    window: span(window),
    ...counts,
    onlyInFile: notInArchive.map(event),
    onlyInArchive: notInList.map(event),
    notArchived: missing.map(span),
    columns: { id: idColumn, time: timeColumn, notCompared: otherColumns },
  };
  return `${harmlessJson(JSON.stringify(document))}\n`;
}
