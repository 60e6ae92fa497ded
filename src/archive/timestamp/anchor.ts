/** Ties the newest checkpoint to the world outside: an authority's time stamp over its bytes, kept beside it and recorded in the log. */
import { hash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Network, NetworkRequest, NetworkResponse } from '../../context.js';
import { NetworkFailure, UnreachableError, UsageError } from '../../errors.js';
import { namesIn, replaceFile, syncFolderOf } from '../../files/whole-file.js';
import type { ArchiveWriter } from '../store/append.js';
import { makeFolderWithin } from '../store/folders.js';
import { type Attested, readTimestamp, timestampRequest } from './token.js';

export interface Anchored extends Attested {
  /** Leaves of the checkpoint that was stamped. */
  readonly size: number;
  /** Relative to the archive's folder. */
  readonly path: string;
}

export interface Authority {
  readonly url: string;
  readonly network: Pick<Network, 'request'>;
  readonly signal: AbortSignal;
  readonly nowMs: number;
}

const folder = 'log/anchors';
const timeoutMs = 30_000;
const nonceBytes = 8;
const tryLater = 'The archive itself is whole; ask again later: audit archive timestamp <tsa-url>';

/**
 * Has the newest checkpoint stamped, and commits the record of it.
 *
 * @throws UnreachableError `timestamp-refused`, `timestamp-unreachable`; ProofFailedError `timestamp-wrong`; the signal's reason
 */
export async function anchorNewest(
  writer: ArchiveWriter,
  { url, network, signal, nowMs }: Authority,
): Promise<Anchored> {
  const checkpoint = writer.log.checkpoint;
  if (checkpoint === undefined)
    throw new UsageError('nothing-to-stamp', 'The archive has no checkpoint yet.');
  const bytes = Buffer.from(checkpoint.text);
  const request = timestampRequest(bytes, randomBytes(nonceBytes));
  const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' };
  const answer = await ask(network, { method: 'POST', url, headers, body: request, signal, timeoutMs });
  if (answer.status !== 200)
    throw new UnreachableError(
      'timestamp-refused',
      `${url} answered ${answer.status} instead of a time stamp.`,
      {
        hint: 'Is it the address of a time stamping authority (RFC 3161)? The archive itself is up to date.',
      },
    );
  const response = Buffer.from(answer.body);
  const attested = readTimestamp(response, bytes);
  const path = await keep(writer.folder, checkpoint.size, request, response);
  await writer.addRecord({
    ledger: 1,
    kind: 'anchor',
    at: new Date(nowMs).toISOString(),
    size: checkpoint.size,
    tsa: url,
    request: hash('sha256', request, 'hex'),
    response: hash('sha256', response, 'hex'),
    time: attested.time,
  });
  await writer.commit();
  return { ...attested, size: checkpoint.size, path };
}

async function ask(network: Authority['network'], request: NetworkRequest): Promise<NetworkResponse> {
  try {
    return await network.request(request);
  } catch (error) {
    if (!(error instanceof NetworkFailure) || request.signal?.aborted === true) throw error;
    const message = `The time stamping authority ${request.url} could not be reached: ${error.message}.`;
    throw new UnreachableError('timestamp-unreachable', message, { hint: tryLater, cause: error });
  }
}

async function keep(archiveFolder: string, size: number, request: Buffer, response: Buffer): Promise<string> {
  await makeFolderWithin(archiveFolder, folder);
  const name = String(size).padStart(12, '0');
  const taken = (await namesIn(join(archiveFolder, folder))).filter((other) => other.startsWith(name)).length;
  const path = `${folder}/${name}.${Math.floor(taken / 2) + 1}`;
  await replaceFile(join(archiveFolder, `${path}.tsq`), request, 0o600);
  await replaceFile(join(archiveFolder, `${path}.tsr`), response, 0o600);
  await syncFolderOf(join(archiveFolder, `${path}.tsr`));
  return `${path}.tsr`;
}
