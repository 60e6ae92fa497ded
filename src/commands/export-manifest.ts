/** From an export that is finished to the facts of its manifest: pure. */
import { basename } from 'node:path';
import { type ManifestFacts, manifestText } from '../output/manifest.js';
import { exportIdOf, type Journal } from './export-journal.js';
import type { Question } from './question.js';

/** What was had, and when it was finished. */
export type Had = Pick<
  ManifestFacts,
  'position' | 'content' | 'rows' | 'events' | 'coverage' | 'finishedAtMs'
>;

/** The manifest's text for a target. */
export function manifestOf(
  target: string,
  { begun, resumes }: Journal,
  { described }: Question['filter'],
  had: Had,
): string {
  const { settings, words, window, timeZone, account, by, tool, atMs } = begun;
  const { format, order, columns, gzip, bom, rawCells, perField } = settings;
  return manifestText({
    ...had,
    name: basename(target),
    format,
    order,
    columns,
    gzip,
    csv: format === 'csv' ? { bom, rawCells, perField } : undefined,
    words: { ...words },
    filters: described,
    window,
    timeZone,
    account,
    by,
    toolVersion: tool.version,
    exportId: exportIdOf(begun),
    begunAtMs: atMs,
    resumes,
  });
}
