/** The process's streams as the rest of the house knows them: when more may be written, whether a person is there, how wide, in colour or not. */
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { InputStream, OutputStream } from '../context.js';
import { ClosedOutputError, IncompleteError } from '../errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A stream of node's that may be a terminal. */
export type NodeOutput = Writable & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
};

export interface StreamFlags {
  /** False after `--no-color`. */
  readonly color?: boolean | undefined;
  /** For stderr: nobody to tell is no reason to stop. */
  readonly ignoresFailures?: boolean;
}

/**
 * `COLUMNS`, `NO_COLOR` (no-color.org), `FORCE_COLOR` and `TERM=dumb` are taken into account. Its writes wait until the
 * system has taken the chunk: a reader that is slow slows us, one that is gone ends us, a disk that is full is told.
 */
export function createOutputStream(
  stream: NodeOutput,
  environment: Environment,
  flags: StreamFlags = {},
): OutputStream {
  let failure: Error | undefined;
  // Without a listener `| head` would kill the process; each write learns of the failure from `write` itself.
  stream.on('error', (error) => {
    failure ??= error;
  });
  const isTerminal = stream.isTTY === true;
  return {
    isTerminal,
    get columns() {
      return positive(environment['COLUMNS']) ?? (isTerminal ? positive(stream.columns) : undefined);
    },
    get rows() {
      return isTerminal ? positive(stream.rows) : undefined;
    },
    hasColor: wantsColor(isTerminal, environment, flags),
    async write(chunk) {
      try {
        if (failure !== undefined) throw failure;
        await writeChunk(stream, chunk);
      } catch (error) {
        if (flags.ignoresFailures !== true) throw outputError(error);
      }
    },
  };
}

/** Standard input; not even opened before it is asked for. */
export function createInputStream(open: () => Readable, isTerminal: boolean): InputStream {
  return { isTerminal, readAll: () => text(open()) };
}

/** Whether the terminal can move its cursor: without that nothing is redrawn and nothing is paged. */
export function isDumb(environment: Environment): boolean {
  return environment['TERM'] === 'dumb';
}

function wantsColor(isTerminal: boolean, environment: Environment, { color }: StreamFlags): boolean {
  if (color === false || isSet(environment['NO_COLOR'])) return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && !isDumb(environment);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

function positive(value: string | number | undefined): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function writeChunk(stream: Writable, chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

const readerGone = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'EOF']);

function outputError(error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && readerGone.has(code)) return new ClosedOutputError('the reader has gone away');
  return new IncompleteError('output-failed', `The output could not be written: ${message}`, {
    hint: 'What was written so far is not all of it. Make room (or choose another place) and run the command again.',
    cause: error,
  });
}
