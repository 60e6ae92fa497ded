import { setMaxListeners } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createBriefNetwork } from '../../src/account/brief-network.js';
import { openNetwork } from '../../src/account/network.js';
import type { NetworkOptions } from '../../src/account/network-limits.js';
import { createNetwork } from '../../src/account/undici-network.js';
import type { Network, NetworkRequest, NetworkResponse } from '../../src/context.js';
import { NetworkFailure } from '../../src/errors.js';

type Behaviour = (socket: Socket, request: string) => void;

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A server that answers each request's head by hand; gives its address and what it was sent. */
async function listen(
  behave: Behaviour,
): Promise<{ readonly url: string; readonly heads: readonly string[] }> {
  const sockets = new Set<Socket>();
  const heads: string[] = [];
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heads.push(chunk.toString('latin1'));
      behave(socket, chunk.toString('latin1'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/path?q=1`, heads };
}

const send =
  (...parts: readonly (string | Buffer)[]): Behaviour =>
  (socket) => {
    for (const part of parts) socket.write(part);
  };

const head = (...lines: readonly string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');

async function failureOf(promise: Promise<unknown>): Promise<{ kind: unknown; message: unknown }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NetworkFailure);
  const { kind, message } = error as NetworkFailure;
  return { kind, message };
}

function opened(network: Network): Network {
  cleanUps.unshift(() => network.close());
  return network;
}

const clients: readonly (readonly [name: string, create: (options?: NetworkOptions) => Network])[] = [
  ['undici', createNetwork],
  ['Node’s own client', createBriefNetwork],
];

describe.each(clients)('over %s', (_name, create) => {
  const open = (options?: NetworkOptions): Network => opened(create(options));

  interface Asking extends Partial<NetworkRequest> {
    readonly options?: NetworkOptions;
  }

  async function ask(behave: Behaviour, { options, ...changes }: Asking = {}): Promise<NetworkResponse> {
    const { url } = await listen(behave);
    return open(options).request({ method: 'GET', url, headers: {}, timeoutMs: 5000, ...changes });
  }

  test('an answer comes whole, with its headers in lower case and repeated ones joined', async () => {
    const answer = await ask(
      send(head('Content-Length: 5', 'X-One: a', 'X-One: b', 'DATE: today'), 'hel', 'lo'),
    );
    expect({ ...answer, body: Buffer.from(answer.body).toString() }).toEqual({
      status: 200,
      headers: { 'content-length': '5', 'x-one': 'a, b', date: 'today' },
      body: 'hello',
    });
  });

  test('a chunked answer comes whole', async () => {
    const { body } = await ask(
      send(head('Transfer-Encoding: chunked'), '3\r\nhel\r\n', '2\r\nlo\r\n0\r\n\r\n'),
    );
    expect(Buffer.from(body).toString()).toBe('hello');
  });

  test('a compressed answer is taken apart, and no longer says that it is compressed', async () => {
    const packed = gzipSync('hello '.repeat(1000));
    const { headers, body } = await ask(
      send(head(`Content-Length: ${packed.length}`, 'Content-Encoding: gzip'), packed),
    );
    expect(Buffer.from(body).toString()).toBe('hello '.repeat(1000));
    expect(headers).not.toHaveProperty('content-encoding');
  });

  test('what is sent is the request, and nothing that was not asked for but the encoding', async () => {
    const { url, heads } = await listen(send(head('Content-Length: 0')));
    await open().request({ method: 'POST', url, headers: { version: '1' }, body: '{}', timeoutMs: 5000 });
    const [line, ...rest] = (heads.join('').split('\r\n\r\n')[0] ?? '').split('\r\n');
    expect(line).toBe('POST /path?q=1 HTTP/1.1');
    expect(rest.map((header) => header.split(':')[0]?.toLowerCase()).sort()).toEqual([
      'accept-encoding',
      'connection',
      'content-length',
      'host',
      'version',
    ]);
  });

  test('one connection serves requests that follow one another', async () => {
    const ports = new Set<number | undefined>();
    const { url } = await listen((socket) => {
      ports.add(socket.remotePort);
      socket.write(`${head('Content-Length: 2')}ok`);
    });
    const network = open();
    for (let request = 0; request < 5; request++)
      await network.request({ method: 'GET', url, headers: {}, timeoutMs: 5000 });
    expect(ports.size).toBe(1);
  });

  test('a redirect is an answer, not an order', async () => {
    const elsewhere = await listen(send(head('Content-Length: 0')));
    const answer = await ask(
      send(`HTTP/1.1 302 Found\r\nLocation: ${elsewhere.url}\r\nContent-Length: 0\r\n\r\n`),
    );
    expect([answer.status, answer.headers['location'], elsewhere.heads]).toEqual([302, elsewhere.url, []]);
  });

  const cutGzip = gzipSync('hello '.repeat(1000)).subarray(0, 30);

  test.each<[what: string, behave: Behaviour, kind: string]>([
    ['a reset before the answer', (socket) => socket.resetAndDestroy(), 'reset'],
    ['an end before the answer', (socket) => socket.destroy(), 'reset'],
    [
      'a reset in the headers',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-', () => socket.resetAndDestroy()),
      'reset',
    ],
    [
      'a reset after the headers',
      (socket) => socket.write(head('Content-Length: 5'), () => setImmediate(() => socket.resetAndDestroy())),
      'truncated',
    ],
    [
      'a body shorter than its length',
      (socket) => socket.end(`${head('Content-Length: 5')}hel`),
      'truncated',
    ],
    [
      'a chunked body without its end',
      (socket) => socket.end(`${head('Transfer-Encoding: chunked')}3\r\nhel\r\n`),
      'truncated',
    ],
    [
      'a chunk cut in two',
      (socket) => socket.end(`${head('Transfer-Encoding: chunked')}9\r\nhel`),
      'truncated',
    ],
    [
      'a body without length or end',
      (socket) => socket.end(`${head('Connection: close')}{"logs":[]}`),
      'truncated',
    ],
    [
      'a compressed body cut short',
      (socket) =>
        socket.end(
          Buffer.concat([
            Buffer.from(head('Content-Encoding: gzip', `Content-Length: ${cutGzip.length}`)),
            cutGzip,
          ]),
        ),
      'truncated',
    ],
    [
      'an encoding that was not asked for',
      send(`${head('Content-Encoding: br', 'Content-Length: 1')}x`),
      'other',
    ],
    ['what is no HTTP', send('SSH-2.0-OpenSSH_9.6\r\n'), 'other'],
    [
      'an answer that wants to go on in another protocol',
      send('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      'reset',
    ],
    ['no first byte in time', () => undefined, 'timeout'],
    ['a body that stalls', send(`${head('Content-Length: 5')}hel`), 'timeout'],
  ])('%s is a failure of its kind', async (_what, behave, kind) => {
    const timeoutMs = kind === 'timeout' ? 50 : 5000;
    expect((await failureOf(ask(behave, { timeoutMs }))).kind).toBe(kind);
  });

  test('what follows a whole answer, and is no HTTP, takes nothing from it', async () => {
    const { body } = await ask(send(`${head('Content-Length: 5')}hellojunk`));
    expect(Buffer.from(body).toString()).toBe('hello');
  });

  test('another protocol that nobody was told of is not waited for', async () => {
    const failure = await failureOf(ask(send('HTTP/1.1 101 Switching Protocols\r\n\r\nabc')));
    expect(failure.kind).not.toBe('timeout');
  });

  test('an interruption while the client is being loaded is heard', async () => {
    const reason = new Error('Ctrl-C');
    const run = new AbortController();
    const { url, heads } = await listen(() => undefined);
    const asked = open().request({ method: 'GET', url, headers: {}, timeoutMs: 300, signal: run.signal });
    run.abort(reason);
    await expect(asked).rejects.toBe(reason);
    expect(heads).toEqual([]);
  });

  test('an answer that drips for ever ends', async () => {
    const drip: Behaviour = (socket) => {
      socket.write(head('Content-Length: 100000'));
      const timer = setInterval(() => socket.write('x'), 5);
      socket.on('close', () => clearInterval(timer));
    };
    expect(await failureOf(ask(drip, { timeoutMs: 100 }))).toEqual({
      kind: 'timeout',
      message: 'the answer was not whole after 1 s',
    });
  });

  test('a slow first byte within its time is waited for', async () => {
    const { status } = await ask((socket) => setTimeout(() => socket.write(head('Content-Length: 0')), 100));
    expect(status).toBe(200);
  });

  test.each<[what: string, behave: Behaviour]>([
    ['sent as it is', send(head('Content-Length: 2000'), 'x'.repeat(2000))],
    [
      'packed small',
      send(
        head(`Content-Length: ${gzipSync('x'.repeat(2000)).length}`, 'Content-Encoding: gzip'),
        gzipSync('x'.repeat(2000)),
      ),
    ],
  ])('a body larger than we take, %s, is refused by its size', async (_what, behave) => {
    expect(await failureOf(ask(behave, { options: { maxBodyBytes: 1000 } }))).toEqual({
      kind: 'too-large',
      message: 'the answer is larger than 1000 bytes',
    });
  });

  test('nobody listening, and a name that nobody knows', async () => {
    const { url } = await listen(() => undefined);
    for (const cleanUp of cleanUps.splice(0)) await cleanUp();
    const request = { method: 'GET', headers: {}, timeoutMs: 5000 } as const;
    expect((await failureOf(open().request({ ...request, url }))).kind).toBe('refused');
    expect((await failureOf(open().request({ ...request, url: 'http://nobody.invalid/' }))).kind).toBe('dns');
  });

  test('a host that speaks no TLS is not trusted', async () => {
    const { url } = await listen(send(head('Content-Length: 0')));
    const request = { method: 'GET', headers: {}, timeoutMs: 5000 } as const;
    expect((await failureOf(open().request({ ...request, url: url.replace('http:', 'https:') }))).kind).toBe(
      'tls',
    );
  });

  test('an interruption ends a request with the interruption, before, while and after it is sent', async () => {
    const reason = new Error('Ctrl-C');
    await expect(ask(() => undefined, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    for (const behave of [() => undefined, send(`${head('Content-Length: 5')}hel`)]) {
      const run = new AbortController();
      const interrupted = ask(
        (socket, request) => {
          behave(socket, request);
          setImmediate(() => run.abort(reason));
        },
        { signal: run.signal },
      );
      await expect(interrupted).rejects.toBe(reason);
    }
  });

  test('requests beyond the sockets wait for one, and an interruption reaches them there', async () => {
    const { url } = await listen(() => undefined);
    const network = open();
    const run = new AbortController();
    setMaxListeners(0, run.signal);
    const request = { method: 'GET', url, headers: {}, timeoutMs: 5000, signal: run.signal } as const;
    const all = Array.from({ length: 40 }, () => network.request(request));
    setImmediate(() => run.abort(new Error('Ctrl-C')));
    const outcomes = await Promise.allSettled(all);
    expect(
      new Set(outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason))),
    ).toEqual(new Set(['Error: Ctrl-C']));
  });

  test('closing ends what is under way', async () => {
    const { url } = await listen(() => undefined);
    const network = create();
    const pending = failureOf(network.request({ method: 'GET', url, headers: {}, timeoutMs: 5000 }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await network.close();
    expect((await pending).kind).toBe('other');
  });
});

test('https goes through the proxy in a tunnel, so that the proxy never sees the token', async () => {
  const { url, heads } = await listen((socket) =>
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n'),
  );
  const network = opened(openNetwork({ environment: { HTTPS_PROXY: new URL(url).origin } }));
  const request = {
    method: 'GET',
    url: 'https://api.example.com/',
    headers: { authorization: 'Bearer canary' },
    timeoutMs: 5000,
  } as const;
  expect(await failureOf(network.request(request))).toEqual({
    kind: 'refused',
    message: 'the proxy does not let requests through',
  });
  expect(heads.join('')).toMatch(/^CONNECT api\.example\.com:443 /);
  expect(heads.join('')).not.toContain('canary');
});

test('a proxy is not asked about this very machine', async () => {
  const { url } = await listen(send(head('Content-Length: 0')));
  const network = opened(openNetwork({ environment: { HTTPS_PROXY: 'http://127.0.0.1:1' } }));
  expect((await network.request({ method: 'GET', url, headers: {}, timeoutMs: 5000 })).status).toBe(200);
});

test('a run that asks much goes on over undici, whose header names are small', async () => {
  const { url, heads } = await listen(send(head('Content-Length: 0')));
  const network = opened(openNetwork());
  for (let request = 0; request < 30; request++)
    await network.request({ method: 'GET', url, headers: {}, timeoutMs: 5000 });
  expect(heads.map((text) => /^host:/im.exec(text)?.[0])).toEqual([
    ...Array.from({ length: 24 }, () => 'Host:'),
    ...Array.from({ length: 6 }, () => 'host:'),
  ]);
});

test('what may not be asked twice goes over undici from the first time', async () => {
  const { url, heads } = await listen(send(head('Content-Length: 0')));
  await opened(openNetwork()).request({ method: 'POST', url, headers: {}, body: '{}', timeoutMs: 5000 });
  expect(heads.join('')).toContain('\r\nhost: ');
});
