import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Answer, Ask } from '../../src/sandbox/exchange.js';
import { listen } from '../../src/sandbox/listener.js';

const loopback = { host: '127.0.0.1', port: 0 };

async function serve(answer: Answer) {
  const listener = await listen(answer, loopback);
  onTestFinished(() => listener.close());
  return listener;
}

/** Answers what it was asked. */
const echo: Answer = async (ask) => ({
  status: 200,
  headers: { 'content-type': 'application/json', date: 'Sun, 22 Nov 2026 00:04:00 GMT' },
  body: JSON.stringify(ask),
});

test('a question arrives whole and its answer goes back whole', async () => {
  const { url } = await serve(echo);
  const response = await fetch(`${url}/audit/search/v2?id=a%20b&type=X&type=Y`, {
    method: 'POST',
    headers: { 'Token-Id': 'secret', version: '2021-07-28' },
    body: 'gråd 👩‍🚀',
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('date')).toBe('Sun, 22 Nov 2026 00:04:00 GMT');
  expect((await response.json()) as Ask).toMatchObject({
    method: 'POST',
    target: '/audit/search/v2?id=a%20b&type=X&type=Y',
    headers: { 'token-id': 'secret', version: '2021-07-28' },
    body: 'gråd 👩‍🚀',
  });
});

test.each([
  [1024 * 1024, 200],
  [1024 * 1024 + 1, 413],
])('a body of %i bytes: %i', async (bytes, status) => {
  const { url } = await serve(async () => ({ status: 200, headers: {}, body: '' }));
  const response = await fetch(url, { method: 'POST', body: 'x'.repeat(bytes) });
  expect(response.status).toBe(status);
});

test('headers without end are refused', async () => {
  const { url } = await serve(echo);
  const response = await fetch(url, { headers: { 'token-id': 'x'.repeat(40 * 1024) } });
  expect(response.status).toBe(431);
});

test('closing does not wait for callers that keep their connection', async () => {
  const listener = await listen(echo, loopback);
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  await new Promise<void>((resolve, reject) => {
    request(listener.url, { agent }, (response) => {
      response.resume().on('end', resolve);
    })
      .on('error', reject)
      .end();
  });
  await listener.close();
  await expect(fetch(listener.url)).rejects.toThrow();
});

test('a caller that leaves in the middle of its request harms nobody else', async () => {
  const { url } = await serve(echo);
  const { port } = new URL(url);
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => socket.destroy());
    });
    socket.on('close', () => resolve()).on('error', reject);
  });
  expect((await fetch(url)).status).toBe(200);
});

test('it listens on loopback and nowhere else', async () => {
  await expect(listen(echo, { host: '0.0.0.0', port: 0 })).rejects.toThrow('loopback only, not on 0.0.0.0');
  const { url } = await serve(echo);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('a port that is taken is an error, not silence', async () => {
  const { url } = await serve(echo);
  const port = Number(new URL(url).port);
  await expect(listen(echo, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
