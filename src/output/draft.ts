/** An export into a file while it is made: its bytes, and the last place from which another run could go on. */

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { AuditEvent } from '../audit/event.js';
import { cannotOpen, cannotWrite } from '../files/file-failure.js';
import { batchOf, createGzipSink, createPlainSink, type EventSink } from './event-sink.js';
import type { EventFormat } from './format.js';
import { PartialFile, type Position, readUpTo } from './partial-file.js';

/** A place between two events. */
export interface Place {
  readonly position: Position;
  readonly events: number;
  readonly rows: number;
  /** The instant of the last event, and the ids of all that were written at that instant. */
  readonly instantMs: number;
  readonly ids: readonly string[];
}

export class Draft {
  readonly #path: string;
  readonly #file: PartialFile;
  readonly #sink: EventSink;
  #events = 0;
  #rows = 0;
  #instantMs = Number.NaN;
  #ids: string[] = [];

  private constructor(path: string, file: PartialFile, sink: EventSink) {
    this.#path = path;
    this.#file = file;
    this.#sink = sink;
  }

  /** @throws UsageError where the file cannot be made. */
  static async create(path: string, gzip: boolean): Promise<Draft> {
    const file = await guarded(cannotOpen, path, () => PartialFile.create(path));
    return new Draft(path, file, await sinkInto(file, gzip, undefined));
  }

  /** @throws ProofFailedError when the file is not what it was; UsageError where it cannot be opened. */
  static async reopen(path: string, gzip: boolean, place: Place): Promise<Draft> {
    const file = await guarded(cannotOpen, path, () => PartialFile.reopen(path, place.position));
    const before = readUpTo(path, place.position.bytes);
    const draft = new Draft(path, file, await sinkInto(file, gzip, before));
    draft.#events = place.events;
    draft.#rows = place.rows;
    draft.#instantMs = place.instantMs;
    draft.#ids = [...place.ids];
    return draft;
  }

  get events(): number {
    return this.#events;
  }

  /** As many as the events, but where one may be several. */
  get rows(): number {
    return this.#rows;
  }

  /** The instant of the last event; NaN before the first. */
  get instantMs(): number {
    return this.#instantMs;
  }

  /** So many events may be added at once. */
  get room(): number {
    return this.#sink.room;
  }

  /** Text that is no event: what a document begins or ends with. @throws IncompleteError where the disk fails. */
  async addText(text: string): Promise<void> {
    await guarded(cannotWrite, this.#path, () => this.#sink.add(text, 0));
  }

  /** @throws IncompleteError where the disk fails. */
  async addEvents(format: EventFormat, events: readonly AuditEvent[]): Promise<void> {
    const { text, rows } = batchOf(format, events);
    await guarded(cannotWrite, this.#path, () => this.#sink.add(text, events.length));
    this.#events += events.length;
    this.#rows += rows;
    this.#remember(events);
  }

  /** The place that has been reached, once the disk has it; undefined before the first event and in the midst of a member. */
  async settle(): Promise<Place | undefined> {
    return guarded(cannotWrite, this.#path, async () => {
      if (this.#events === 0 || !(await this.#sink.settle())) return undefined;
      const position = await this.#file.settle();
      return {
        position,
        events: this.#events,
        rows: this.#rows,
        instantMs: this.#instantMs,
        ids: [...this.#ids],
      };
    });
  }

  /** All is written and on the disk. */
  async finish(): Promise<{ readonly position: Position; readonly content: Position | undefined }> {
    return guarded(cannotWrite, this.#path, async () => {
      await this.#sink.end();
      const position = await this.#file.settle();
      return { position, content: this.#sink.content() };
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #remember(events: readonly AuditEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    const first = events.findLastIndex(({ instantMs }) => instantMs !== last.instantMs) + 1;
    const ids = events.slice(first).map(({ id }) => id);
    if (last.instantMs === this.#instantMs && first === 0) this.#ids.push(...ids);
    else this.#ids = ids;
    this.#instantMs = last.instantMs;
  }
}

async function sinkInto(
  file: PartialFile,
  gzip: boolean,
  before: AsyncIterable<Uint8Array> | undefined,
): Promise<EventSink> {
  const write = (bytes: Uint8Array) => file.write(bytes);
  if (!gzip) return createPlainSink(write);
  return before === undefined
    ? createGzipSink(write)
    : createGzipSink(write, Readable.from(before).pipe(createGunzip()));
}

async function guarded<T>(
  toError: (error: unknown, path: string) => Error,
  path: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toError(error, path);
  }
}
