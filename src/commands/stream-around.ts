/** A stream that is another one to whoever asks, and only writes differently; apart, because what it says of itself must stay one. */
import type { OutputStream } from '../context.js';

export abstract class StreamAround implements OutputStream {
  protected readonly inner: OutputStream;

  constructor(inner: OutputStream) {
    this.inner = inner;
  }

  get isTerminal(): boolean {
    return this.inner.isTerminal;
  }

  get columns(): number | undefined {
    return this.inner.columns;
  }

  get rows(): number | undefined {
    return this.inner.rows;
  }

  get hasColor(): boolean {
    return this.inner.hasColor;
  }

  abstract write(chunk: string | Uint8Array): Promise<void>;
}
