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
}

/** The statements that make `events` and `users`. */
export function viewStatements({ segmentPaths, versions, users }: ViewFacts): readonly string[] {
  return [
    table(
      'users',
      ['id', 'name', 'email', 'role'],
      users.map(({ id, name, email, role }) => [id, name, email, role]),
    ),
    table(
      'latest_versions',
      ['id', 'leaf'],
      [...versions].map(([id, leaf]) => [id, String(leaf)]),
    ),
    table(
      'segments',
      ['path', 'last'],
      segmentPaths.map((path) => [path, String(rangeOf(path)?.last ?? 0)]),
    ),
    segmentPaths.length === 0 ? noEvents : eventsOf(segmentPaths),
  ];
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

function eventsOf(paths: readonly string[]): string {
  return `CREATE VIEW events AS
SELECT ${columns}
FROM read_json([${paths.map(literal).join(', ')}],
  format = 'newline_delimited', records = false, filename = true, maximum_object_size = 268435456, columns = {event: 'JSON'}) AS lines
LEFT JOIN users ON users.id = (event->>'$.sourceId')
WHERE json_type(event, '$._id') = 'VARCHAR' AND try_cast(event->>'$.createdAt' AS TIMESTAMPTZ) IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM latest_versions JOIN segments ON segments.path = lines.filename
    WHERE latest_versions.id = (event->>'$._id') AND segments.last::BIGINT < latest_versions.leaf::BIGINT)`;
}

const noEvents = `CREATE VIEW events AS
SELECT ${columns} FROM (SELECT NULL::JSON AS event) AS lines LEFT JOIN users ON false WHERE false`;

function table(
  name: string,
  columnNames: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): string {
  const made = columnNames.map((column) => `${column} VARCHAR`).join(', ');
  const values = rows.map(
    (row) => `(${row.map((value) => (value === null ? 'NULL' : literal(value))).join(', ')})`,
  );
  const filled = values.length === 0 ? '' : `; INSERT INTO ${name} VALUES ${values.join(', ')}`;
  return `CREATE TABLE ${name} (${made})${filled}`;
}

/** DuckDB takes a statement to end at a NUL. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''").replaceAll('\0', "' || chr(0) || '")}'`;
}
