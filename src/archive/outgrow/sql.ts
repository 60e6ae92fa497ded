/**
 * Questions in SQL, for whoever has DuckDB installed: it is large, and few need it. Lines that it cannot read are mended for it, and
 * only where it meets one: to look for them first would cost as much as most questions.
 */
import { join } from 'node:path';
import { countedText } from '../../audit/phrase.js';
import { InterruptedError, ProofFailedError, UsageError } from '../../errors.js';
import type { ArchivedLog } from '../reading/archived-log.js';
import { isUndated } from '../reading/pick.js';
import { isAsArchived } from '../reading/shelf.js';
import { eventsFolder } from '../store/form.js';
import { begun } from './begun-answer.js';
import { FencedDatabase, isDuckDBs, type LoadDuckDB, type SqlAnswer, wordsOf } from './fenced-database.js';
import { type MendedLine, mendedLines } from './half-pairs.js';
import type { ViewFacts } from './sql-view.js';

const loadDuckDB: LoadDuckDB = () => import('@duckdb/node-api');

/** Segments that are hashed at once. */
const hashedAtOnce = 4;

export interface ArchiveAnswer extends SqlAnswer {
  /** Events of the archive that are seen otherwise than they came; 0 where none was met. */
  readonly mended: number;
}

/** How many lines of which segments cannot be read, by their absolute paths. */
type Unread = ReadonlyMap<string, number>;

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
  work: (answer: ArchiveAnswer) => Promise<T>,
  load: LoadDuckDB = loadDuckDB,
): Promise<T> {
  const library = await loaded(load);
  await assertWhole(log);
  const events = join(log.archive.folder, eventsFolder);
  const open = <R>(mended: readonly MendedLine[], ask: (database: FencedDatabase) => Promise<R>) =>
    FencedDatabase.open(library, factsOf(log, mended), events, signal, ask);
  try {
    const tried = await open([], async (database) => {
      const answer = await readableAnswer(database, sql);
      return 'unread' in answer ? answer : { result: await work({ ...answer, mended: 0 }) };
    });
    if ('result' in tried) return tried.result;
    const mended = await mendedIn(log, tried.unread);
    return await open(mended, async (database) =>
      work({ ...(await database.select(sql)), mended: mended.length }),
    );
  } catch (error) {
    if (signal.aborted) throw new InterruptedError('interrupted', 'Interrupted.', { cause: error });
    throw isDuckDBs(error) ? asUsage(error) : error;
  }
}

async function loaded(load: LoadDuckDB): ReturnType<LoadDuckDB> {
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

function factsOf({ archive, manifest, book }: ArchivedLog, mended: readonly MendedLine[]): ViewFacts {
  const { folder } = archive;
  return {
    segmentPaths: manifest.filter((entry) => !isUndated(entry)).map(({ path }) => join(folder, path)),
    versions: book.versions,
    users: book.names.users ?? [],
    mended: mended.map(({ path, text }) => ({ segmentPath: join(folder, path), text })),
  };
}

/** An answer that no line of the archive ends; else what cannot be read. Nobody has seen a row of it by then. */
async function readableAnswer(
  database: FencedDatabase,
  sql: string,
): Promise<SqlAnswer | { readonly unread: Unread }> {
  try {
    const { columns, rows } = await database.select(sql);
    const { isWhole, all } = await begun(rows());
    const unread: Unread = isWhole ? new Map() : await database.unread();
    return unread.size === 0 ? { columns, rows: all } : { unread };
  } catch (error) {
    if (!isDuckDBs(error) || !error.message.includes('Malformed JSON')) throw error;
    const unread = await database.unread();
    // What it could not read stands in the question.
    if (unread.size === 0) throw error;
    return { unread };
  }
}

/** @throws UsageError where a line cannot be read for a reason that nobody here knows */
async function mendedIn(log: ArchivedLog, unread: Unread): Promise<readonly MendedLine[]> {
  const { folder } = log.archive;
  const all: MendedLine[] = [];
  for (const { path } of log.manifest) {
    const count = unread.get(join(folder, path));
    if (count === undefined) continue;
    const mended = await mendedLines(log, path);
    if (mended.length !== count) throw unreadable(path, count - mended.length);
    all.push(...mended);
  }
  return all;
}

/** DuckDB's own words say what it did not understand, and where. */
function asUsage(error: Error): UsageError {
  return new UsageError('bad-sql', wordsOf(error), {
    hint: 'The tables are events (id, timestamp, type, module, record_id, record_name, contact_id, source, user_id, user_name, changed_fields, before, after, raw) and users (id, name, email, role).',
    cause: error,
  });
}

function unreadable(path: string, count: number): UsageError {
  return new UsageError(
    'unreadable-for-sql',
    `DuckDB cannot read ${countedText(count, 'line', 'lines')} of ${path}.`,
    {
      hint: 'zcat and jq read it, and so does audit list --archive.',
    },
  );
}

function damaged(path: string): ProofFailedError {
  return new ProofFailedError('archive-damaged', `${path} is not what was archived; nothing was asked.`, {
    hint: 'See what else is damaged: audit archive verify',
  });
}
