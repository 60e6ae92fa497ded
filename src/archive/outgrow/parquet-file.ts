/** A Parquet file of events, written a group of rows at a time; the one place that knows the library for it. */
import type { EventRow } from './event-row.js';

/** Rows of so many bytes (of `raw`) are one group: what is held in memory at once. */
const groupBytes = 16 << 20;

const columns = [
  { name: 'id', type: 'STRING', nullable: false },
  { name: 'timestamp', type: 'TIMESTAMP', nullable: false },
  { name: 'type', type: 'STRING', nullable: false },
  { name: 'module', type: 'STRING', nullable: false },
  { name: 'record_id', type: 'STRING', nullable: true },
  { name: 'record_name', type: 'STRING', nullable: true },
  { name: 'contact_id', type: 'STRING', nullable: true },
  { name: 'source', type: 'STRING', nullable: false },
  { name: 'user_id', type: 'STRING', nullable: true },
  { name: 'user_name', type: 'STRING', nullable: true },
  { name: 'changed_fields', type: 'STRING', nullable: false },
  { name: 'raw', type: 'STRING', nullable: false },
] as const satisfies readonly { name: keyof EventRow; type: string; nullable: boolean }[];

/** The columns' names, in order. */
export const columnNames: readonly string[] = columns.map(({ name }) => name);

type Library = typeof import('hyparquet-writer');

export class ParquetFile {
  readonly #writer: InstanceType<Library['ParquetWriter']>;
  #rows: EventRow[] = [];
  #gathered = 0;
  /** Rows so far. */
  rows = 0;
  /** Bytes of `raw` so far: of what the file is made, not of the file. */
  contentBytes = 0;

  private constructor(writer: InstanceType<Library['ParquetWriter']>) {
    this.#writer = writer;
  }

  /** A new one at the path, or one in the place of what lies there. */
  static async create(path: string, createdBy: string): Promise<ParquetFile> {
    const { fileWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
    const schema = schemaFromColumnData({ columnData: columns.map((column) => ({ ...column, data: [] })) });
    return new ParquetFile(new ParquetWriter({ writer: fileWriter(path), schema, createdBy }));
  }

  add(row: EventRow): void {
    this.#rows.push(row);
    this.rows += 1;
    this.contentBytes += row.raw.length;
    this.#gathered += row.raw.length;
    if (this.#gathered >= groupBytes) this.#writeGroup();
  }

  finish(): void {
    if (this.#rows.length > 0) this.#writeGroup();
    this.#writer.finish();
  }

  #writeGroup(): void {
    const rows = this.#rows;
    this.#rows = [];
    this.#gathered = 0;
    const columnData = columns.map((column) => ({ ...column, data: rows.map((row) => row[column.name]) }));
    this.#writer.write({ columnData, rowGroupSize: rows.length });
  }
}
