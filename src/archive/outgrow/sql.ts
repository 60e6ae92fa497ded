/**
 * Questions in SQL, for whoever has DuckDB installed: it is large, and few need it. What is asked may come from anywhere, so that
 * it is fenced in: one SELECT, no file but the archive's events, nothing that could change that. The one place that knows DuckDB.
 */

import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { InterruptedError, ProofFailedError, UsageError } from '../../errors.js';
import type { ArchivedLog } from '../reading/archived-log.js';
import { isUndated } from '../reading/pick.js';
import { isAsArchived } from '../reading/shelf.js';
import { eventsFolder } from '../store/form.js';
import { viewStatements } from './sql-view.js';

type SqlValue = string | number | boolean | null | readonly SqlValue[] | { readonly [key: string]: SqlValue };

export interface SqlAnswer {
  readonly columns: readonly string[];
  /** As they come: nothing holds them all. */
  rows(): AsyncIterable<readonly (readonly SqlValue[])[]>;
}

type Library = typeof import('@duckdb/node-api');

/** Whether it is installed is known only by trying. */
export type LoadDuckDB = () => Promise<Library>;

const loadDuckDB: LoadDuckDB = () => import('@duckdb/node-api');

/** Segments that are hashed at once. */
const hashedAtOnce = 4;

/**
 * Asks the archive, and lets `work` have the answer.
 *
 * @throws UsageError without DuckDB, and for what is not one SELECT or not understood; ProofFailedError where a segment is not what was archived
 *   (DuckDB itself would give part of a cut one in silence); what `work` throws
 */
export async function askSql<T>(
  log: ArchivedLog,
  sql: string,
  signal: AbortSignal,
  work: (answer: SqlAnswer) => Promise<T>,
  load: LoadDuckDB = loadDuckDB,
): Promise<T> {
  const library = await loaded(load);
  await assertWhole(log);
  const instance = await library.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    await prepareView(connection, log);
    return await work(await selected(connection, sql, library));
  } catch (error) {
    if (signal.aborted) throw new InterruptedError('interrupted', 'Interrupted.', { cause: error });
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}

async function loaded(load: LoadDuckDB): Promise<Library> {
  try {
    return await load();
  } catch (error) {
    throw new UsageError(
      'no-duckdb',
      'SQL needs DuckDB, which is not installed: it has 70 MB, and nothing else here needs it.',
      {
        hint: 'Install it beside this program: npm install -g @duckdb/node-api\nWithout it: zcat and jq read the segments, and audit archive publish makes Parquet for any tool.',
        cause: error,
      },
    );
  }
}

async function assertWhole({ archive, manifest }: ArchivedLog): Promise<void> {
  const left = [...manifest];
  const check = async () => {
    for (let entry = left.pop(); entry !== undefined; entry = left.pop())
      if (!(await isAsArchived(archive.folder, entry))) throw damaged(entry.path);
  };
  await Promise.all(Array.from({ length: hashedAtOnce }, check));
}

async function prepareView(
  connection: DuckDBConnection,
  { archive, manifest, book }: ArchivedLog,
): Promise<void> {
  const { folder } = archive;
  const segmentPaths = manifest.filter((entry) => !isUndated(entry)).map(({ path }) => join(folder, path));
  const users = book.names.users ?? [];
  const statements = [
    "SET TimeZone = 'UTC'",
    ...viewStatements({ segmentPaths, versions: book.versions, users }),
    // Nothing is laid aside on the disk, and nothing is read but the events; the last word closes the lock.
    "SET temp_directory = ''",
    `SET allowed_directories = ['${join(folder, eventsFolder).replaceAll("'", "''")}']`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
  for (const statement of statements) await connection.run(statement);
}

async function selected(
  connection: DuckDBConnection,
  sql: string,
  { StatementType }: Library,
): Promise<SqlAnswer> {
  try {
    // Of nothing, or of a comment alone, it says only that it failed.
    const statements = await connection.extractStatements(sql).catch((error: unknown) => {
      throw isDuckDBs(error) ? error : notOneSelect();
    });
    if (statements.count !== 1) throw notOneSelect();
    const statement = await statements.prepare(0);
    if (statement.statementType !== StatementType.SELECT) throw notOneSelect();
    const result = await statement.stream();
    return { columns: result.deduplicatedColumnNames(), rows: () => rowsOf(result.yieldRowsJson()) };
  } catch (error) {
    throw asUsage(error);
  }
}

async function* rowsOf(
  chunks: AsyncIterable<readonly (readonly unknown[])[]>,
): AsyncGenerator<readonly (readonly SqlValue[])[]> {
  try {
    for await (const chunk of chunks) yield chunk as readonly (readonly SqlValue[])[];
  } catch (error) {
    throw asUsage(error);
  }
}

/** DuckDB's own words say what it did not understand, and where. */
function asUsage(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UsageError || !/ (Error|Exception): /.test(error.message))
    return error;
  return new UsageError('bad-sql', error.message.trim(), {
    hint: 'The tables are events (id, timestamp, type, module, record_id, record_name, contact_id, source, user_id, user_name, changed_fields, before, after, raw) and users (id, name, email, role).',
    cause: error,
  });
}

function isDuckDBs(error: unknown): error is Error {
  return (
    error instanceof Error &&
    !(error instanceof UsageError) &&
    /^[\w ]+ (Error|Exception): /.test(error.message)
  );
}

function notOneSelect(): UsageError {
  return new UsageError('not-one-select', 'Only one SELECT can be asked at a time.', {
    hint: 'E.g. audit archive sql "select type, count(*) from events group by all order by 2 desc"',
  });
}

function damaged(path: string): ProofFailedError {
  return new ProofFailedError('archive-damaged', `${path} is not what was archived; nothing was asked.`, {
    hint: 'See what else is damaged: audit archive verify',
  });
}
