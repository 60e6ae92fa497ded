import { expect, test } from 'vitest';
import { readApiUrl } from '../../src/account/api-url.js';
import { UsageError } from '../../src/errors.js';

test.each([
  ['https://services.leadconnectorhq.com', 'https://services.leadconnectorhq.com'],
  ['https://API.example.com/', 'https://api.example.com'],
  ['https://example.com:8443/v2//', 'https://example.com:8443/v2'],
  ['http://localhost:4010', 'http://localhost:4010'],
  ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
  ['http://127.9.8.7', 'http://127.9.8.7'],
  ['http://127.1:80', 'http://127.0.0.1'],
  ['http://[::1]:4010', 'http://[::1]:4010'],
])('%s is an address that a token may go to', (text, address) => {
  expect(readApiUrl(text)).toBe(address);
});

test.each([
  ['http://services.leadconnectorhq.com', 'unsafe-api-url'],
  ['http://127.0.0.1.example.com', 'unsafe-api-url'],
  ['http://localhost.example.com', 'unsafe-api-url'],
  ['http://0.0.0.0:80', 'unsafe-api-url'],
  ['http://[::ffff:127.0.0.1]', 'unsafe-api-url'],
  ['http://10.0.0.1', 'unsafe-api-url'],
  ['ftp://example.com', 'bad-api-url'],
  ['services.leadconnectorhq.com', 'bad-api-url'],
  ['', 'bad-api-url'],
  ['https://user:secret@example.com', 'bad-api-url'],
  ['https://example.com/?token=secret', 'bad-api-url'],
  ['https://example.com/#secret', 'bad-api-url'],
])('%s is not', (text, code) => {
  const error = caught(() => readApiUrl(text));
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ code });
  expect(`${String(error)}${JSON.stringify(error)}`).not.toContain('secret');
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
