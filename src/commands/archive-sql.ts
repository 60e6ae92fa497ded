/** `audit archive sql`: a question in SQL to the archive, where DuckDB is installed. */
import type { LoadDuckDB, SqlRows } from '../archive/outgrow/fenced-database.js';
import { askSql } from '../archive/outgrow/sql.js';
import { ArchivedLog } from '../archive/reading/archived-log.js';
import { countedText } from '../audit/phrase.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';
import { parseRowsFormat } from '../output/rows-format.js';
import { rowsText } from '../output/rows-text.js';
import { findArchiveFolder } from './archive-place.js';
import type { GlobalFlags } from './command.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface SqlFlags {
  readonly format?: string;
}

/**
 * Asks, and writes the answer to stdout. Instants are UTC.
 *
 * @throws as `askSql`; NotFoundError where there is no archive
 */
export async function sqlArchive(
  sql: string,
  flags: SqlFlags,
  context: Context,
  globals: GlobalFlags,
  load?: LoadDuckDB,
): Promise<ExitCode> {
  const { signal, stdout, terminal } = context;
  const format = parseRowsFormat(flags.format, stdout.isTerminal);
  const log = await ArchivedLog.open(await findArchiveFolder(globals, context), signal);
  const palette = await terminal.palette(stdout);
  const voice = createVoice(context, globals);
  let count = 0;
  await askSql(
    log,
    sql,
    signal,
    async ({ columns, rows, mended }) => {
      if (mended > 0) await voice.warn(mendedText(mended));
      const options = { columns, width: stdout.columns, palette, rest: { columns } };
      const counted = counting(rows(), (more) => {
        count += more;
      });
      for await (const text of rowsText(counted, format, options)) await stdout.write(text);
    },
    load,
  );
  if (count === 0) await voice.note('No row is the answer.');
  return exitCodes.done;
}

async function* counting(rows: SqlRows, onRows: (count: number) => void): SqlRows {
  for await (const some of rows) {
    onRows(some.length);
    yield some;
  }
}

function mendedText(count: number): string {
  return `${countedText(count, 'event holds', 'events hold')} half of a character (a surrogate without its other half), which DuckDB cannot read: seen here as U+FFFD, in the archive as it came.`;
}
