/** Streams in memory: what a test's program writes and reads. */
import type { InputStream, OutputStream } from '../../src/context.js';
import { ClosedOutputError } from '../../src/errors.js';

/** How a stream's other end looks: undefined columns mean that it is no terminal. */
export interface Screen {
  readonly columns: number;
  readonly rows?: number;
  readonly hasColor?: boolean;
}

export interface MemoryOutput extends OutputStream {
  text(): string;
  /** The size of each write, in bytes. */
  readonly writes: readonly number[];
}

/** An output that keeps what it is given; `closesAfter`: so many writes pass, then its reader goes away. */
export function memoryOutput({
  screen,
  closesAfter = Number.POSITIVE_INFINITY,
  onWrite = () => {},
}: {
  readonly screen?: Screen | undefined;
  readonly closesAfter?: number | undefined;
  /** Told of each write: where two streams go to one screen, their order is known only then. */
  readonly onWrite?: ((text: string) => void) | undefined;
} = {}): MemoryOutput {
  const chunks: string[] = [];
  const writes: number[] = [];
  const decoder = new TextDecoder();
  return {
    isTerminal: screen !== undefined,
    columns: screen?.columns,
    rows: screen?.rows,
    hasColor: screen?.hasColor ?? false,
    text: () => chunks.join(''),
    writes,
    async write(chunk) {
      if (chunks.length >= closesAfter) throw new ClosedOutputError('the reader has gone away');
      const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
      chunks.push(text);
      writes.push(typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length);
      onWrite(text);
    },
  };
}

/** An input that holds a text; undefined: a terminal at which nobody sits. */
export function memoryInput(text: string | undefined, isTerminal = false): InputStream {
  return { isTerminal, readAll: async () => text ?? '' };
}
