/** The archive as SQL sees it: two tables over the segments as they lie, whose columns are those of the Parquet files and a few more. Pure text. */
import { rangeOf } from '../store/form.js';

export interface ViewFacts {
  /** Absolute. */
  readonly segmentPaths: readonly string[];
  /** Ids of which there are several versions, each with the first leaf that may be the latest. */
  readonly versions: ReadonlyMap<string, number>;
  readonly users: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string | null;
    readonly role: string | null;
  }[];
  /** In the place of lines that DuckDB cannot read, each with the absolute path of its segment; where there are none, it reads them all. */
  readonly mended: readonly { readonly segmentPath: string; readonly text: string }[];
}

/** A statement that fills a table is so long, but for a row that is longer. */
const statementLength = 1 << 20;

/** The statements that make `events` and `users`. */
export function viewStatements({ segmentPaths, versions, users, mended }: ViewFacts): readonly string[] {
  return [
    ...table(
      'users',
      ['id', 'name', 'email', 'role'],
      users.map(({ id, name, email, role }) => [id, name, email, role]),
    ),
    ...table(
      'latest_versions',
      ['id', 'leaf'],
      [...versions].map(([id, leaf]) => [id, String(leaf)]),
    ),
    ...table(
      'segments',
      ['path', 'last'],
      segmentPaths.map((path) => [path, String(rangeOf(path)?.last ?? 0)]),
    ),
    ...table(
      'mended',
      ['filename', 'event'],
      mended.map(({ segmentPath, text }) => [segmentPath, text]),
    ),
    segmentPaths.length === 0
      ? noEvents
      : eventsOf(mended.length === 0 ? strictly(segmentPaths) : mendedLines(segmentPaths)),
  ];
}

/** Counts the lines of each segment that DuckDB cannot read; undefined where there is none to ask for. */
export function unreadStatement({ segmentPaths }: Pick<ViewFacts, 'segmentPaths'>): string | undefined {
  if (segmentPaths.length === 0) return undefined;
  return `SELECT filename, count(*) FROM ${leniently(segmentPaths)} WHERE event IS NULL GROUP BY filename`;
}

/** Instants are UTC, without a zone that a machine could take for its own. What a line has not, or has in a form that is no event's, is null; a line without id and time is no row. */
const columns = `
  (event->>'$._id') AS id,
  try_cast(event->>'$.createdAt' AS TIMESTAMPTZ) AT TIME ZONE 'UTC' AS timestamp,
  coalesce(event->>'$.type', '') AS type,
  coalesce(event->>'$.documentType', '') AS module,
  (event->>'$.id') AS record_id,
  nullif(trim(event->>'$.documentName'), '') AS record_name,
  (event->>'$.secondaryId') AS contact_id,
  CASE (event->>'$.source')
    WHEN 'UNKNOWN_SOURCE' THEN coalesce(nullif(trim(event->>'$.meta.after.createdBy.source'), ''), 'UNKNOWN_SOURCE')
    ELSE coalesce(event->>'$.source', '')
  END AS source,
  (event->>'$.sourceId') AS user_id,
  coalesce(nullif(nullif(trim(event->>'$.sourceName'), ''), 'UNKNOWN'), users.name) AS user_name,
  event->'$.changedFields' AS changed_fields,
  event->'$.before' AS before,
  event->'$.after' AS after,
  event AS raw`;

/** @param lines what gives `event` and `filename` */
function eventsOf(lines: string): string {
  return `CREATE VIEW events AS
SELECT ${columns}
FROM ${lines} AS lines
LEFT JOIN users ON users.id = (event->>'$.sourceId')
WHERE json_type(event, '$._id') = 'VARCHAR' AND try_cast(event->>'$.createdAt' AS TIMESTAMPTZ) IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM latest_versions JOIN segments ON segments.path = lines.filename
    WHERE latest_versions.id = (event->>'$._id') AND segments.last::BIGINT < latest_versions.leaf::BIGINT)`;
}

/** Ends at a line that it cannot read. */
function strictly(paths: readonly string[]): string {
  return linesOf(paths, '');
}

/** Gives NULL for a line that it cannot read. */
function leniently(paths: readonly string[]): string {
  return linesOf(paths, 'ignore_errors = true, ');
}

function mendedLines(paths: readonly string[]): string {
  return `(SELECT event, filename FROM ${leniently(paths)} WHERE event IS NOT NULL
  UNION ALL SELECT event::JSON, filename FROM mended)`;
}

function linesOf(paths: readonly string[], option: string): string {
  return `read_json([${paths.map(literal).join(', ')}],
  format = 'newline_delimited', records = false, filename = true, ${option}maximum_object_size = 268435456, columns = {event: 'JSON'})`;
}

const noEvents = `CREATE VIEW events AS
SELECT ${columns} FROM (SELECT NULL::JSON AS event) AS lines LEFT JOIN users ON false WHERE false`;

function* table(
  name: string,
  columnNames: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): Generator<string> {
  yield `CREATE TABLE ${name} (${columnNames.map((column) => `${column} VARCHAR`).join(', ')})`;
  let values: string[] = [];
  let length = 0;
  for (const row of rows) {
    const value = `(${row.map((cell) => (cell === null ? 'NULL' : literal(cell))).join(', ')})`;
    values.push(value);
    length += value.length;
    if (length < statementLength) continue;
    yield `INSERT INTO ${name} VALUES ${values.join(', ')}`;
    values = [];
    length = 0;
  }
  if (values.length > 0) yield `INSERT INTO ${name} VALUES ${values.join(', ')}`;
}

/** DuckDB takes a statement to end at a NUL. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''").replaceAll('\0', "' || chr(0) || '")}'`;
}
