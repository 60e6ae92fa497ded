/** The embedded SQL database: one file, real transactions, safe with several processes at once. */

import { createRequire } from 'node:module';
import type Libsql from 'libsql';
import { SandboxError } from './sandbox-error.js';

type Value = string | number | null;

/** A prepared statement; rows come as arrays in the order of the columns. */
interface Statement {
  run(...values: Value[]): void;
  row(...values: Value[]): readonly unknown[] | undefined;
  rows(...values: Value[]): readonly (readonly unknown[])[];
}

export interface Database {
  /** Prepared once and kept. */
  statement(sql: string): Statement;
  exec(sql: string): void;
  /**
   * Everything that `work` does, or nothing. Holds the only write lock; another process waits for it, for as long as
   * `busyTimeoutMs` at most. @throws what `work` throws; SandboxError `sandbox-busy` when the lock cannot be had.
   */
  transaction<T>(work: () => T): T;
  /** The same for work that pauses; nothing else may use this connection for writing meanwhile. */
  transactionInParts<T>(work: () => Promise<T>): Promise<T>;
  /** A form's number (`PRAGMA user_version`), 0 for an empty file. */
  version(): number;
  close(): void;
}

/**
 * Opens or creates the file. `busyTimeoutMs` bounds every wait for another process.
 * @throws SandboxError `sandbox-unreadable` when the file is no database, `sandbox-missing` where the package is not installed.
 */
export function openDatabase(file: string, busyTimeoutMs: number): Database {
  const connection = connect(file, busyTimeoutMs);
  try {
    prepareConnection(connection, busyTimeoutMs);
  } catch (error) {
    connection.close();
    throw explained(error, file);
  }
  const statements = new Map<string, Statement>();
  const statement = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const fresh = wrap(connection.prepare(sql));
    statements.set(sql, fresh);
    return fresh;
  };
  return {
    statement,
    exec: (sql) => {
      connection.exec(sql);
    },
    transaction: (work) => transaction(connection, file, work),
    transactionInParts: (work) => transactionInParts(connection, file, work),
    version: () => Number(statement('PRAGMA user_version').row()?.[0] ?? 0),
    close: () => {
      connection.close();
    },
  };
}

function connect(file: string, busyTimeoutMs: number): Libsql.Database {
  const Connection = loadLibrary();
  return new Connection(file, { timeout: busyTimeoutMs });
}

/** An optional package: nobody has built it for every system, and an account of one's own needs no embedded one. */
function loadLibrary(): typeof Libsql {
  try {
    return createRequire(import.meta.url)('libsql') as typeof Libsql;
  } catch (cause) {
    throw new SandboxError(
      'sandbox-missing',
      'The embedded account needs the package libsql, which is not installed here.',
      'Install audit again without --omit=optional. Where there is no libsql for this system: every other account works without it.',
      { cause },
    );
  }
}

/** At most, and only as much as is read: a million events lived in one transaction would otherwise be written out and read again. */
const cacheKibibytes = 256 * 1024;

/** Readers do not wait for the writer (WAL); a power cut may lose the last change, never the file. */
function prepareConnection(connection: Libsql.Database, busyTimeoutMs: number): void {
  connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  const mode = connection.prepare('PRAGMA journal_mode').raw().get() as readonly unknown[];
  if (mode[0] !== 'wal') connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = NORMAL');
  connection.exec(`PRAGMA cache_size = -${cacheKibibytes}`);
}

async function transactionInParts<T>(
  connection: Libsql.Database,
  file: string,
  work: () => Promise<T>,
): Promise<T> {
  begin(connection, file);
  try {
    const result = await work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function begin(connection: Libsql.Database, file: string): void {
  try {
    connection.exec('BEGIN IMMEDIATE');
  } catch (error) {
    throw explained(error, file);
  }
}

function transaction<T>(connection: Libsql.Database, file: string, work: () => T): T {
  begin(connection, file);
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function wrap(prepared: Libsql.Statement<unknown[]>): Statement {
  const raw = prepared.reader ? prepared.raw() : prepared;
  return {
    // As one array: a lone null argument would be taken for a missing list.
    run: (...values) => {
      raw.run(values);
    },
    row: (...values) => raw.get(values) as readonly unknown[] | undefined,
    rows: (...values) => raw.all(values) as readonly (readonly unknown[])[],
  };
}

/** The database's own failures in words: busy, or unreadable; anything else as it came. */
export function explained(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new SandboxError(
      'sandbox-busy',
      `Another process is writing to the embedded account (${file}) and did not finish in time.`,
      'Wait until it is done, or end it, and run the command again.',
      { cause: error },
    );
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new SandboxError(
      'sandbox-unreadable',
      `The embedded account's database (${file}) cannot be read: ${(error as Error).message}`,
      'Start afresh with `audit sandbox reset`; nothing but the embedded account lives there.',
      { cause: error },
    );
  }
  return error;
}
