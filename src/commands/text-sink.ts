/** Gathers text into large writes: one small write a row is what makes a long export slow (architecture.md). */
import type { OutputStream } from '../context.js';

/** In UTF-16 units; a pipe holds 64 KiB on Linux. */
const writeSize = 65_536;

export interface TextSink {
  /** @throws ClosedOutputError when the reader has gone away. */
  add(text: string): Promise<void>;
  /** Writes what is left. */
  flush(): Promise<void>;
}

/** A sink into `output`; holds back no more than it needs for one write. */
export function createTextSink(output: OutputStream): TextSink {
  let pending: string[] = [];
  let size = 0;
  const flush = async () => {
    if (size === 0) return;
    const text = pending.join('');
    pending = [];
    size = 0;
    await output.write(text);
  };
  return {
    flush,
    async add(text) {
      pending.push(text);
      size += text.length;
      if (size >= writeSize) await flush();
    },
  };
}
