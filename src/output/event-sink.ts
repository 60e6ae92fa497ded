/** From the text of events to bytes in large pieces, packed or not: what stands between a format and a file or a stream. */
import { createHash, type Hash } from 'node:crypto';
import type { AuditEvent } from '../audit/event.js';
import { gzipMember } from '../files/gzip-member.js';
import type { EventFormat } from './format.js';
import type { Position } from './partial-file.js';

export interface EventSink {
  /** So many events may be given at once, at most. */
  readonly room: number;
  /** Text of so many events, or its UTF-8; a header is of none. */
  add(text: Text, events: number): Promise<void>;
  /** Hands on what can be; whether that was everything, so that another run could go on from here. */
  settle(): Promise<boolean>;
  /** Hands on the rest. */
  end(): Promise<void>;
  /** What a packed file holds; undefined where that is the file itself. */
  content(): Position | undefined;
}

type Text = string | Uint8Array;
type Write = (bytes: Uint8Array) => Promise<void>;

/** A pipe holds 64 KiB on Linux. */
const writeSize = 65_536;

/** Events in one member of a gzip file; part of the format: another figure is another file. */
const memberEvents = 1_000;

/** Writes events in as many pieces as the sink wants them. */
export async function addEvents(
  sink: EventSink,
  format: EventFormat,
  events: readonly AuditEvent[],
): Promise<void> {
  for (let from = 0; from < events.length; ) {
    const part =
      events.length - from <= sink.room && from === 0 ? events : events.slice(from, from + sink.room);
    await sink.add(batchOf(format, part).text, part.length);
    from += part.length;
  }
}

/** A batch's text as it is had fastest, and its rows. */
export function batchOf(
  format: EventFormat,
  events: readonly AuditEvent[],
): { readonly text: Text; readonly rows: number } {
  const lines = format.lines?.(events);
  const text = lines?.bytes ?? format.encoded?.(events) ?? format.batch(events);
  return { text, rows: lines?.rows?.reduce((sum, rows) => sum + rows, 0) ?? events.length };
}

/** A sink that hands on the text as it is, in UTF-8. */
export function createPlainSink(write: Write): EventSink {
  const pending = new PendingText();
  const flush = async () => {
    if (pending.size > 0) await write(pending.take());
  };
  return {
    room: Number.POSITIVE_INFINITY,
    async add(text) {
      pending.add(text);
      if (pending.size >= writeSize) await flush();
    },
    async settle() {
      await flush();
      return true;
    },
    end: flush,
    content: () => undefined,
  };
}

/** A sink that packs; `before` is the unpacked text that earlier runs have written. */
export function createGzipSink(write: Write, before?: AsyncIterable<Uint8Array>): Promise<EventSink> {
  return GzipSink.after(write, before);
}

class GzipSink implements EventSink {
  readonly #write: Write;
  readonly #hash: Hash = createHash('sha256');
  readonly #pending = new PendingText();
  #events = 0;
  #bytes = 0;

  private constructor(write: Write) {
    this.#write = write;
  }

  static async after(write: Write, before: AsyncIterable<Uint8Array> | undefined): Promise<GzipSink> {
    const sink = new GzipSink(write);
    for await (const chunk of before ?? []) sink.#count(chunk);
    return sink;
  }

  get room(): number {
    return memberEvents - this.#events;
  }

  async add(text: Text, events: number): Promise<void> {
    this.#pending.add(text);
    this.#events += events;
    if (this.#events >= memberEvents) await this.end();
  }

  async settle(): Promise<boolean> {
    return this.#pending.size === 0;
  }

  async end(): Promise<void> {
    this.#events = 0;
    if (this.#pending.size === 0) return;
    const content = this.#pending.take();
    this.#count(content);
    await this.#write(await gzipMember(content));
  }

  content(): Position {
    return { bytes: this.#bytes, sha256: this.#hash.copy().digest('hex') };
  }

  #count(content: Uint8Array): void {
    this.#hash.update(content);
    this.#bytes += content.length;
  }
}

class PendingText {
  #pieces: Uint8Array[] = [];
  size = 0;

  add(text: Text): void {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.size += bytes.length;
  }

  take(): Uint8Array {
    const [first] = this.#pieces;
    const bytes =
      this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces, this.size);
    this.#pieces = [];
    this.size = 0;
    return bytes;
  }
}
