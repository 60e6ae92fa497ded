/** The hostile account on loopback: real bytes, real resets, real silence; and the other host that redirects lead to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/context.js';
import { createHostileAccount, type HostileStats, hostileToken } from './account.js';
import type { Answer } from './answer.js';
import type { Behaviours } from './behaviours.js';
import type { EventLog } from './event-log.js';

/** A slow first byte, shortened: a socket's time is real. */
const slowestRealMs = 30;

export interface ListenerOptions {
  readonly seed: number;
  readonly log: EventLog;
  readonly behaviours?: Partial<Behaviours>;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Called for each answer with what it would take: lets a virtual clock move on. */
  readonly pass?: (ms: number) => void;
}

export interface RunningHostileAccount {
  readonly url: string;
  readonly behaviours: Behaviours;
  /** What there is to be read, and when it could first be seen. */
  truth(): EventLog;
  stats(): HostileStats;
  /** Requests that reached the other host, and how many of them bore the token in any place. */
  elsewhere(): { readonly requests: number; readonly tokens: number };
  close(): Promise<void>;
}

export async function startHostileAccount(options: ListenerOptions): Promise<RunningHostileAccount> {
  const elsewhere = { requests: 0, tokens: 0 };
  const elsewhereServer = createServer((request, response) => {
    elsewhere.requests += 1;
    if (JSON.stringify([request.url, request.rawHeaders]).includes(hostileToken)) elsewhere.tokens += 1;
    response.end('{"logs":[],"pagination":{"hasMore":false}}');
  });
  const elsewhereUrl = await listen(elsewhereServer);
  const account = createHostileAccount({ ...options, elsewhereUrl });
  const server = createServer((request, response) => {
    const end = account.begin();
    response.once('close', end);
    options.pass?.(account.latencyMs());
    play(account.answer(questionOf(request)), response);
  });
  const url = await listen(server);
  return {
    url,
    behaviours: account.behaviours,
    truth: () => options.log,
    stats: account.stats,
    elsewhere: () => ({ ...elsewhere }),
    close: async () => {
      await Promise.all([stop(server), stop(elsewhereServer)]);
    },
  };
}

function questionOf(request: IncomingMessage) {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return { method: request.method ?? 'GET', target: request.url ?? '/', headers };
}

function play(answer: Answer, response: ServerResponse): void {
  response.sendDate = false;
  const { manner } = answer;
  if (manner.kind === 'whole') sendWhole(answer, response, manner.framing);
  else if (manner.kind === 'slow') sendSlowly(answer, response, manner.waitMs);
  else if (manner.kind === 'reset') reset(answer, response, manner.when);
  else if (manner.kind === 'unreachable') reset(answer, response, 'before-headers');
  else if (manner.kind === 'cut') sendCut(answer, response, manner.framing, manner.at);
  else if (manner.when === 'body') sendStart(answer, response, manner.at);
}

function sendSlowly(answer: Answer, response: ServerResponse, waitMs: number): void {
  setTimeout(() => sendWhole(answer, response, 'length'), Math.min(waitMs, slowestRealMs));
}

function sendWhole(answer: Answer, response: ServerResponse, framing: 'length' | 'chunked' | 'close'): void {
  if (framing === 'length') openWithLength(answer, response);
  else
    response.writeHead(answer.status, {
      ...answer.headers,
      ...(framing === 'close' ? { connection: 'close' } : {}),
    });
  response.end(answer.body);
}

function reset(
  answer: Answer,
  response: ServerResponse,
  when: 'before-headers' | 'during-headers' | 'after-headers',
) {
  const { socket } = response;
  if (when === 'before-headers' || !socket) {
    socket?.resetAndDestroy();
    return;
  }
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(answer.body)}\r\nContent-Ty`;
  const start = when === 'during-headers' ? head : `${head}pe: application/json\r\n\r\n`;
  socket.write(start, () => socket.resetAndDestroy());
}

function sendCut(
  answer: Answer,
  response: ServerResponse,
  framing: 'length' | 'chunked' | 'close',
  at: number,
): void {
  const { socket } = response;
  const start = part(answer, at);
  if (framing === 'close' && socket) {
    socket.end(
      Buffer.concat([
        Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n'),
        start,
      ]),
    );
    return;
  }
  if (framing === 'length') sendStart(answer, response, at);
  else {
    response.writeHead(answer.status, answer.headers);
    response.write(start);
  }
  setImmediate(() => socket?.end());
}

function sendStart(answer: Answer, response: ServerResponse, at: number): void {
  openWithLength(answer, response);
  response.flushHeaders();
  response.write(part(answer, at));
}

function openWithLength(answer: Answer, response: ServerResponse): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
}

/** The body's beginning; never all of it. */
function part({ body }: Answer, at: number): Buffer {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, Math.min(bytes.length - 1, Math.floor(bytes.length * at)));
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
