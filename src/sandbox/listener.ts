/** The account on a loopback port: node:http around a function, with bounds on what a caller may send. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Ask } from './exchange.js';

export interface ListenOptions {
  /** A loopback address. */
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

export interface Listener {
  /** `http://127.0.0.1:41234`, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const maxHeaderBytes = 32 * 1024;
const maxBodyBytes = 1024 * 1024;
/** A caller that sends nothing for so long is cut off. */
const requestTimeoutMs = 30_000;

/** Serves until closed. Rejects when the port cannot be had, or when the host is none of this machine's own. */
export async function listen(answer: Answer, { host, port }: ListenOptions): Promise<Listener> {
  if (!isLoopback(host)) {
    throw new RangeError(`the embedded account listens on loopback only, not on ${host}`);
  }
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, requestTimeout: requestTimeoutMs },
    (request, response) => {
      void serve(answer, request, response);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: given } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${given}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function serve(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const asked = await readBody(request);
    if (asked === undefined) {
      response.writeHead(413, { 'content-type': 'application/json', connection: 'close' });
      response.end(
        JSON.stringify({ statusCode: 413, message: 'Payload too large', error: 'Payload Too Large' }),
      );
      return;
    }
    const reply = await answer(toAsk(request, asked));
    if (reply.cutAfterBytes === 0) {
      response.destroy();
      return;
    }
    const body = Buffer.from(reply.body);
    response.writeHead(reply.status, { ...reply.headers, 'content-length': body.length });
    if (reply.cutAfterBytes === undefined) response.end(body);
    else response.write(body.subarray(0, reply.cutAfterBytes), () => response.destroy());
  } catch {
    // The caller has gone away in the middle of its request; there is nobody left to tell.
    response.destroy();
  }
}

function toAsk({ method = 'GET', url = '/', headers }: IncomingMessage, body: string): Ask {
  const plain: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(headers)) {
    plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { method, target: url, headers: plain, body };
}

/** Undefined when it is too long. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (
    request.method === 'GET' &&
    request.headers['content-length'] === undefined &&
    request.headers['transfer-encoding'] === undefined
  )
    return '';
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/u.test(host);
}
