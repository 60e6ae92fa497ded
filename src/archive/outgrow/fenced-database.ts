/**
 * DuckDB over an archive's events. What is asked of it may come from anywhere, so that it is fenced in: one SELECT, no file but
 * the archive's events, nothing that could change that. The one place that knows DuckDB.
 */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { UsageError } from '../../errors.js';
import { unreadStatement, type ViewFacts, viewStatements } from './sql-view.js';

export type SqlValue =
  | string
  | number
  | boolean
  | null
  | readonly SqlValue[]
  | { readonly [key: string]: SqlValue };

/** Some at a time. */
export type SqlRows = AsyncIterable<readonly (readonly SqlValue[])[]>;

export interface SqlAnswer {
  readonly columns: readonly string[];
  /** As they come: nothing holds them all. */
  rows(): SqlRows;
}

type Library = typeof import('@duckdb/node-api');

/** Whether it is installed is known only by trying. */
export type LoadDuckDB = () => Promise<Library>;

export class FencedDatabase {
  readonly #library: Library;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #facts: ViewFacts;
  readonly #signal: AbortSignal;

  private constructor(
    library: Library,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    facts: ViewFacts,
    signal: AbortSignal,
  ) {
    this.#library = library;
    this.#instance = instance;
    this.#connection = connection;
    this.#facts = facts;
    this.#signal = signal;
  }

  /**
   * Lets the work ask one, which is gone afterwards.
   *
   * @param eventsFolder the only one of which it may read
   * @throws what the work throws
   */
  static async open<T>(
    library: Library,
    facts: ViewFacts,
    eventsFolder: string,
    signal: AbortSignal,
    work: (database: FencedDatabase) => Promise<T>,
  ): Promise<T> {
    const instance = await library.DuckDBInstance.create(':memory:');
    try {
      return await connected(instance, signal, async (connection) => {
        const statements = [...viewStatements(facts), ...fence(eventsFolder)];
        for (const statement of statements) await connection.run(statement);
        return work(new FencedDatabase(library, instance, connection, facts, signal));
      });
    } finally {
      instance.closeSync();
    }
  }

  /** @throws UsageError for what is not one SELECT; DuckDB's own errors, also while the rows are read */
  async select(sql: string): Promise<SqlAnswer> {
    // Of nothing, or of a comment alone, it says only that it failed.
    const statements = await this.#connection.extractStatements(sql).catch((error: unknown) => {
      throw isDuckDBs(error) ? error : notOneSelect();
    });
    if (statements.count !== 1) throw notOneSelect();
    const statement = await statements.prepare(0);
    if (statement.statementType !== this.#library.StatementType.SELECT) throw notOneSelect();
    const result = await statement.stream();
    return {
      columns: result.deduplicatedColumnNames(),
      rows: () => result.yieldRowsJson() as SqlRows,
    };
  }

  /** How many lines of which segments it cannot read: it reads them all for that, beside what is being asked. */
  async unread(): Promise<ReadonlyMap<string, number>> {
    const statement = unreadStatement(this.#facts);
    if (statement === undefined) return new Map();
    return connected(this.#instance, this.#signal, async (connection) => {
      const reader = await connection.runAndReadAll(statement);
      return new Map(reader.getRowsJson().map(([path, count]) => [String(path), Number(count)]));
    });
  }
}

async function connected<T>(
  instance: DuckDBInstance,
  signal: AbortSignal,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await work(connection);
  } finally {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
  }
}

/** Nothing is laid aside on the disk, and nothing is read but the events; the last word closes the lock. */
function fence(eventsFolder: string): readonly string[] {
  return [
    "SET TimeZone = 'UTC'",
    "SET temp_directory = ''",
    `SET allowed_directories = ['${eventsFolder.replaceAll("'", "''")}']`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}

/** What it says, without what its binding says before that. */
export function wordsOf({ message }: Error): string {
  return message.replace(/^Failed to extract statements: /, '').trim();
}

/** Whether it is DuckDB that says so, in its own words. */
export function isDuckDBs(error: unknown): error is Error {
  return (
    error instanceof Error &&
    !(error instanceof UsageError) &&
    /^[\w ]+ (Error|Exception): /.test(wordsOf(error))
  );
}

function notOneSelect(): UsageError {
  return new UsageError('not-one-select', 'Only one SELECT can be asked at a time.', {
    hint: 'E.g. audit archive sql "select type, count(*) from events group by all order by 2 desc"',
  });
}
