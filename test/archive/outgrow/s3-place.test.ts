import { createHmac, hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork } from '../../../src/account/undici-network.js';
import { S3Place } from '../../../src/archive/outgrow/s3-place.js';
import type { Network, NetworkRequest } from '../../../src/context.js';
import { makeArchive } from '../../support/made-archive.js';
import { programFolder, runAudit } from '../../support/program.js';

const folder = mkdtempSync(join(tmpdir(), 'audit-store-'));
const network = createNetwork();
const store = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory: folder,
  configureBuckets: [{ name: 'audit-logs', configs: [] }],
});
let endpoint = '';

beforeAll(async () => {
  const { port } = await store.run();
  endpoint = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  await network.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const keys = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

function place(address: string, environment: Readonly<Record<string, string>> = {}, own: Network = network) {
  return new S3Place(address, {
    network: own,
    clock: { nowMs: () => Date.now(), sleep: async () => {} },
    signal: new AbortController().signal,
    environment: { AWS_ENDPOINT_URL: endpoint, ...keys, ...environment },
  });
}

describe('a bucket of a store that speaks S3', () => {
  test('takes files, gives them back to the byte, and forgets them, whatever they are called', async () => {
    const bucket = place('s3://audit-logs/a lake/2026');
    const name = "location=a b+c'(é)/month=2026-10/part-00000.parquet";
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    expect(await bucket.read(name)).toBeUndefined();
    await bucket.put(name, bytes);
    expect(Buffer.from((await bucket.read(name)) ?? []).equals(bytes)).toBe(true);
    await bucket.remove(name);
    await bucket.remove(name);
    expect(await bucket.read(name)).toBeUndefined();
  });

  test('says that keys are refused, and shows none of them', async () => {
    const wrong = place('s3://audit-logs', {
      AWS_ACCESS_KEY_ID: 'SOMEBODY',
      AWS_SECRET_ACCESS_KEY: 'secret-word',
    });
    const error: unknown = await wrong.put('x', new Uint8Array(3)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      exitCode: 4,
      message: 's3://audit-logs refused the request (403, InvalidAccessKeyId).',
    });
    expect(JSON.stringify(error)).not.toContain('secret-word');
  });

  test('is asked with requests that are signed as the rules of AWS have it', async () => {
    const asked: NetworkRequest[] = [];
    const noting: Network = {
      request: async (request) => {
        asked.push(request);
        return { status: 200, headers: {}, body: new Uint8Array() };
      },
      close: async () => {},
    };
    const environment = { AWS_REGION: 'eu-central-1', AWS_SESSION_TOKEN: 'a/session+token==' };
    const bucket = place('s3://audit-logs/a lake', environment, noting);
    await bucket.put("location=a b+c'(é)/part.parquet", Buffer.from('some bytes'));
    await bucket.read('_head');
    expect(asked.map(({ url }) => url.replace(endpoint, ''))).toEqual([
      '/audit-logs/a%20lake/location%3Da%20b%2Bc%27%28%C3%A9%29/part.parquet',
      '/audit-logs/a%20lake/_head',
    ]);
    for (const request of asked) {
      expect(request.headers['authorization']).toBe(
        authorizationOf(request, 'S3RVER', 'S3RVER', 'eu-central-1'),
      );
      expect(request.headers['x-amz-content-sha256']).toBe(hash('sha256', request.body ?? '', 'hex'));
    }
  });

  test('says that a bucket is not there', async () => {
    await expect(place('s3://nobodys-bucket').put('x', new Uint8Array(3))).rejects.toMatchObject({
      exitCode: 2,
      message: 's3://nobodys-bucket refused the request (404, NoSuchBucket).',
    });
  });

  test('is asked again where it fails for a moment, and given up where it keeps failing', async () => {
    let failures = 2;
    const moody: Network = {
      request: (request) =>
        failures-- > 0
          ? Promise.resolve({ status: 503, headers: {}, body: new Uint8Array() })
          : network.request(request),
      close: async () => {},
    };
    await place('s3://audit-logs', {}, moody).put('moody', new Uint8Array(3));
    expect((await place('s3://audit-logs').read('moody'))?.length).toBe(3);
    failures = Number.POSITIVE_INFINITY;
    await expect(place('s3://audit-logs', {}, moody).read('moody')).rejects.toMatchObject({
      exitCode: 6,
      message: 's3://audit-logs keeps failing: it answers 503.',
    });
  });

  test.each([
    ['s3://', {}, 'bad-store-address'],
    ['s3://Bucket_x', {}, 'bad-store-address'],
    ['s3://audit-logs', { AWS_ENDPOINT_URL: 'http://store.acme.example' }, 'bad-endpoint'],
    ['s3://audit-logs', { AWS_SECRET_ACCESS_KEY: '' }, 'no-store-keys'],
  ])('is not asked as %s with %o', (address, environment, code) => {
    expect(() => place(address, environment)).toThrow(expect.objectContaining({ code }));
  });

  test('is published to, and read from there', async () => {
    const archive = await makeArchive(await programFolder(), [
      {
        since: '2026-10-01T00:00:00.000Z',
        until: '2026-11-01T00:00:00.000Z',
        events: [{ _id: 'a1', createdAt: '2026-10-02T00:00:00.000Z', type: 'UPDATED' }],
      },
    ]);
    const env = { AUDIT_ARCHIVE_FOLDER: archive.archiveFolder, AWS_ENDPOINT_URL: endpoint, ...keys };
    const clock = { nowMs: () => Date.now(), sleep: async () => {} };
    const world = { folder: archive.folder, network, env, clock };
    const line = ['archive', 'publish', 's3://audit-logs/lake', '--format', 'json'];
    const { stdout, stderr, exitCode } = await runAudit(line, world);
    expect(exitCode).toBe(0);
    expect(`${stdout}${stderr}`).not.toContain('S3RVER');
    const path = 'location=SmallLocation0000001/month=2026-10/part-00000.parquet';
    const bytes = Buffer.from((await place('s3://audit-logs/lake').read(path)) ?? []);
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
    expect(rows.map(({ id }) => id)).toEqual(['a1']);
    const again = await runAudit(line.slice(0, 3), world);
    expect(again.stderr).toContain('2026-10: 1 event, unchanged');
  });
});

/** Signature Version 4 as AWS describes it, for requests without a query. */
function authorizationOf(
  { method, url, headers }: NetworkRequest,
  key: string,
  secret: string,
  region: string,
): string {
  const { pathname, host } = new URL(url);
  const signed: Record<string, string | undefined> = {
    host,
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-'))),
  };
  const names = Object.keys(signed).sort();
  const canonical = [
    method,
    pathname,
    '',
    ...names.map((name) => `${name}:${signed[name]}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n');
  const time = headers['x-amz-date'] ?? '';
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, hash('sha256', canonical, 'hex')].join('\n');
  const mac = (by: string | Buffer, of: string) => createHmac('sha256', by).update(of).digest();
  const signingKey = [region, 's3', 'aws4_request'].reduce(mac, mac(`AWS4${secret}`, time.slice(0, 8)));
  const signature = mac(signingKey, text).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${key}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
}
