/** A bucket of a store that speaks S3, signed requests over the program's own network; the one place that knows the library which signs. */
import { hash } from 'node:crypto';
import type { Clock, Network, NetworkRequest, NetworkResponse } from '../../context.js';
import { AccessError, NetworkFailure, UnreachableError, UsageError } from '../../errors.js';
import type { Place } from './place.js';

export interface S3Options {
  readonly network: Network;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Keys, region and endpoint come from here, under the names that AWS's own tools read. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const timeoutMs = 60_000;
/** Stores ask for patience with 503 and 429, and fail now and then with 500. */
const pausesMs = [500, 2_000, 8_000];

export class S3Place implements Place {
  readonly name: string;
  /** Without a slash at its end; the bucket and the prefix included. */
  readonly #base: string;
  readonly #region: string;
  readonly #credentials: Credentials;
  readonly #options: S3Options;

  /**
   * @param address `s3://bucket` or `s3://bucket/prefix`
   * @throws UsageError for another address, or an endpoint that is not https (but on this machine); AccessError without keys
   */
  constructor(address: string, options: S3Options) {
    const [, bucket, prefix = ''] =
      /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*?))?\/*$/.exec(address) ?? [];
    if (bucket === undefined) throw badAddress(address);
    const { environment } = options;
    this.name = address;
    this.#options = options;
    this.#credentials = credentialsIn(environment);
    this.#region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || 'us-east-1';
    const path = prefix === '' ? '' : `/${encodedPath(prefix)}`;
    this.#base = `${bucketUrl(bucket, this.#region, environment)}${path}`;
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    const { status, body } = await this.#ask('GET', name, undefined, [200, 404]);
    return status === 404 ? undefined : body;
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    await this.#ask('PUT', name, bytes, [200]);
  }

  async remove(name: string): Promise<void> {
    await this.#ask('DELETE', name, undefined, [200, 204, 404]);
  }

  async #ask(
    method: 'GET' | 'PUT' | 'DELETE',
    name: string,
    body: Uint8Array | undefined,
    fine: readonly number[],
  ): Promise<NetworkResponse> {
    const { clock, signal } = this.#options;
    for (const pauseMs of [...pausesMs, undefined]) {
      const answer = await this.#send(method, name, body);
      if (!(answer instanceof NetworkFailure)) {
        if (fine.includes(answer.status)) return answer;
        if (answer.status < 500 && answer.status !== 429) throw refused(this.name, answer);
      }
      if (pauseMs === undefined) throw failing(this.name, answer);
      await clock.sleep(pauseMs, signal);
    }
    throw new Error('the last try ends the loop');
  }

  /** A failure of the way there is given back, for it may pass. */
  async #send(
    method: 'GET' | 'PUT' | 'DELETE',
    name: string,
    body: Uint8Array | undefined,
  ): Promise<NetworkResponse | NetworkFailure> {
    const { network, signal } = this.#options;
    const request = await this.#signed(method, `${this.#base}/${encodedPath(name)}`, body);
    try {
      return await network.request({ ...request, signal });
    } catch (error) {
      if (error instanceof NetworkFailure) return error;
      throw error;
    }
  }

  async #signed(
    method: 'GET' | 'PUT' | 'DELETE',
    url: string,
    body: Uint8Array | undefined,
  ): Promise<NetworkRequest> {
    const { AwsV4Signer } = await import('aws4fetch');
    const stamp = new Date(this.#options.clock.nowMs()).toISOString();
    const signed = await new AwsV4Signer({
      method,
      url,
      headers: { 'x-amz-content-sha256': hash('sha256', body ?? '', 'hex') },
      ...this.#credentials,
      service: 's3',
      region: this.#region,
      datetime: stamp.replace(/[-:]|\.\d+/g, ''),
    }).sign();
    const headers = Object.fromEntries(signed.headers);
    return { method, url, headers, timeoutMs, ...(body !== undefined && { body }) };
  }
}

function credentialsIn(environment: S3Options['environment']): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new AccessError('no-store-keys', 'There are no keys for the store.', {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL as needed).',
    });
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

/** Stores of one's own are told by path; AWS tells its buckets by host, but for names with dots, which no certificate covers. */
function bucketUrl(bucket: string, region: string, environment: S3Options['environment']): string {
  const endpoint = environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL'];
  if (!endpoint) {
    const host = `s3.${region}.amazonaws.com`;
    return bucket.includes('.') ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
  }
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url === undefined || !isSafe) {
    throw new UsageError(
      'bad-endpoint',
      `AWS_ENDPOINT_URL is “${endpoint}”, where the log would not be safe on its way.`,
      {
        hint: 'Give an https:// address; http:// only on this machine.',
      },
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}/${bucket}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** As the signature has it: all but unreserved characters. */
function encodedPath(path: string): string {
  const encode = (part: string) =>
    encodeURIComponent(part).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return path.split('/').map(encode).join('/');
}

function badAddress(address: string): UsageError {
  return new UsageError('bad-store-address', `“${address}” names no bucket.`, {
    hint: 'Give s3://bucket or s3://bucket/prefix, or a folder.',
  });
}

function refused(name: string, { status, body }: NetworkResponse): AccessError | UsageError {
  const code = codeOf(body);
  const facts = { status, ...(code !== undefined && { code }) };
  const message = `${name} refused the request (${[status, code].filter((word) => word !== undefined).join(', ')}).`;
  if (status === 401 || status === 403) {
    return new AccessError('store-refused', message, {
      hint: 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, and what the key may do.',
      facts,
    });
  }
  return new UsageError('store-refused', message, {
    hint: 'Check the bucket, AWS_REGION and AWS_ENDPOINT_URL.',
    facts,
  });
}

function failing(name: string, last: NetworkResponse | NetworkFailure): UnreachableError {
  const why = last instanceof NetworkFailure ? last.message : `it answers ${last.status}`;
  return new UnreachableError('store-unreachable', `${name} keeps failing: ${why}.`, {
    hint: 'What was published stays; run the same command again.',
  });
}

/** The store's own word, a plain name: `NoSuchBucket`. */
function codeOf(body: Uint8Array): string | undefined {
  return /<Code>([A-Za-z0-9.]{1,60})<\/Code>/.exec(Buffer.from(body).toString('utf8'))?.[1];
}
