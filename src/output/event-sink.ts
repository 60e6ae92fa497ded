/** From the text of events to bytes in large pieces, packed or not: what stands between a format and a file or a stream. */
import { createHash, type Hash } from 'node:crypto';
import type { AuditEvent } from '../audit/event.js';
import { gzipMember } from '../files/gzip-member.js';
import type { EventFormat, Piece } from './format.js';
import type { Position } from './partial-file.js';

export interface EventSink {
  /** So many events may be given at once, at most. */
  readonly room: number;
  /** Text of so many events, whole or in pieces; a header is of none. */
  add(text: Text, events: number): Promise<void>;
  /** Hands on what can be; whether that was everything, so that another run could go on from here. */
  settle(): Promise<boolean>;
  /** Hands on the rest. */
  end(): Promise<void>;
  /** What a packed file holds; undefined where that is the file itself. */
  content(): Position | undefined;
}

type Text = string | readonly Piece[];
type Write = (bytes: Uint8Array) => Promise<void>;

/** In UTF-16 units; a pipe holds 64 KiB on Linux. */
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
    await sink.add(textOf(format, part), part.length);
    from += part.length;
  }
}

/** A batch's text as it is encoded fastest. */
export function textOf(format: EventFormat, events: readonly AuditEvent[]): Text {
  return format.pieces?.(events) ?? format.batch(events);
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
  #pieces: Piece[] = [];
  size = 0;

  add(added: Text): void {
    if (typeof added === 'string') this.#push(added);
    else for (const piece of added) this.#push(piece);
  }

  #push(piece: Piece): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.size += piece.length;
  }

  take(): Uint8Array {
    const bytes = encoded(this.#pieces, this.size);
    this.#pieces = [];
    this.size = 0;
    return bytes;
  }
}

/**
 * The pieces in UTF-8, one after the other. Each by itself: joined first, one character beyond Latin-1 would make all of them
 * two bytes wide, and the encoding three times slower.
 */
function encoded(pieces: readonly Piece[], size: number): Uint8Array {
  let bytes: Buffer = Buffer.allocUnsafeSlow(size + (size >> 3));
  let end = 0;
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      bytes = withRoom(bytes, end, piece.length);
      bytes.set(piece, end);
      end += piece.length;
      continue;
    }
    // A UTF-16 unit takes three bytes at most: only where those might not fit is it worth counting them.
    if (bytes.length - end < piece.length * 3) bytes = withRoom(bytes, end, Buffer.byteLength(piece));
    end += bytes.write(piece, end);
  }
  return bytes.subarray(0, end);
}

function withRoom(bytes: Buffer, end: number, needed: number): Buffer {
  if (bytes.length - end >= needed) return bytes;
  const larger = Buffer.allocUnsafeSlow((end + needed) * 2);
  bytes.copy(larger, 0, 0, end);
  return larger;
}
