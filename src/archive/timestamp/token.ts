/**
 * Time stamps (RFC 3161): the question that is put to an authority, and what its answer attests. Imprint and signature are checked here;
 * whether the authority is one to believe is not: that is `openssl ts -verify` with its certificate.
 */
import { createHash, hash, verify, X509Certificate } from 'node:crypto';
import { ProofFailedError } from '../../errors.js';
import { type DerValue, der, derTags, oidBytes, readDer } from './der.js';

/** What an authority has attested. */
export interface Attested {
  /** ISO 8601, as the authority says it. */
  readonly time: string;
  /** The subject of the certificate that signed, on one line. */
  readonly authority: string;
}

const sha256 = '2.16.840.1.101.3.4.2.1';
const digestNames: Readonly<Record<string, string>> = {
  [sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const signedData = '1.2.840.113549.1.7.2';
const timestampInfo = '1.2.840.113549.1.9.16.1.4';
const messageDigest = '1.2.840.113549.1.9.4';
/** Extended key usage, timeStamping. */
const forTimestamps = '1.3.6.1.5.5.7.3.8';
const explicit = 0xa0;

/** The request for a stamp over these bytes; the authority is asked for its certificate. */
export function timestampRequest(bytes: Uint8Array, nonce: Uint8Array): Buffer {
  const algorithm = der(derTags.sequence, der(derTags.oid, oidBytes(sha256)), der(derTags.none));
  const imprint = der(derTags.sequence, algorithm, der(derTags.octets, hash('sha256', bytes, 'buffer')));
  const one = der(derTags.integer, Buffer.of(1));
  // A leading zero keeps the number from being read as a negative one.
  const number = der(derTags.integer, Buffer.of(0x01), nonce);
  return der(derTags.sequence, one, imprint, number, der(1, Buffer.of(0xff)));
}

/**
 * What an answer attests of these bytes.
 *
 * @throws ProofFailedError `timestamp-wrong` where it attests nothing, something else, or is signed wrongly
 */
export function readTimestamp(response: Buffer, bytes: Uint8Array): Attested {
  try {
    return attestedBy(response, bytes);
  } catch (error) {
    if (error instanceof ProofFailedError) throw error;
    throw wrong('it cannot be read', error);
  }
}

function attestedBy(response: Buffer, bytes: Uint8Array): Attested {
  const [status, token] = parts(only(readDer(response)));
  const [granted] = parts(status);
  if ((granted?.content[0] ?? 9) > 1) throw wrong('the authority has refused it');
  const [type, wrapped] = parts(token);
  if (!isOid(type, signedData)) throw wrong('it holds no signed data');
  const [, , encapsulated, ...rest] = parts(only(parts(wrapped)));
  const [contentType, content] = parts(encapsulated);
  if (!isOid(contentType, timestampInfo)) throw wrong('it holds no time stamp');
  const info = only(parts(content)).content;
  const certificates = rest.find(({ tag }) => tag === explicit);
  const signers = rest.find(({ tag }) => tag === derTags.set);
  const authority = signerOf(info, only(parts(signers)), parts(certificates));
  return { time: timeIn(info, bytes), authority };
}

/** The certificate that has signed. */
function signerOf(info: Buffer, signer: DerValue, certificates: readonly DerValue[]): string {
  const [, , digestAlgorithm, signedAttributes, , signature] = parts(signer);
  const digestName = digestNames[oidIn(parts(digestAlgorithm)[0])];
  if (digestName === undefined || signedAttributes?.tag !== explicit || signature?.tag !== derTags.octets)
    throw wrong('it is signed in a way that is not known here');
  const attribute = parts(signedAttributes).find((value) => isOid(parts(value)[0], messageDigest));
  const digest = only(parts(parts(attribute)[1])).content;
  if (!createHash(digestName).update(info).digest().equals(digest))
    throw wrong('its signature is over something else');
  // RFC 5652, 5.4: what is signed bears the tag of a set.
  const message = Buffer.from(signedAttributes.whole);
  message[0] = derTags.set;
  for (const { whole } of certificates) {
    const certificate = new X509Certificate(whole);
    if (!(certificate.keyUsage ?? []).includes(forTimestamps)) continue;
    if (verify(digestName, message, certificate.publicKey, signature.content))
      return certificate.subject.replaceAll('\n', ', ');
  }
  throw wrong('none of its certificates has signed it');
}

function timeIn(info: Buffer, bytes: Uint8Array): string {
  const [, , imprint, , time] = parts(only(readDer(info)));
  const [algorithm, digest] = parts(imprint);
  const name = digestNames[oidIn(parts(algorithm)[0])];
  if (name === undefined || digest?.content.equals(createHash(name).update(bytes).digest()) !== true)
    throw wrong('it is over other bytes');
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(time?.content.toString('latin1') ?? '') ?? [];
  if (year === undefined) throw wrong('it says no time');
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

function parts(value: DerValue | undefined): readonly DerValue[] {
  if (value === undefined) throw wrong('a part of it is missing');
  return readDer(value.content);
}

function only(values: readonly DerValue[]): DerValue {
  const [value] = values;
  if (value === undefined || values.length !== 1) throw wrong('it does not have the parts that it should');
  return value;
}

function isOid(value: DerValue | undefined, oid: string): boolean {
  return value?.tag === derTags.oid && value.content.equals(oidBytes(oid));
}

function oidIn(value: DerValue | undefined): string {
  return [...Object.keys(digestNames)].find((oid) => isOid(value, oid)) ?? '';
}

function wrong(why: string, cause?: unknown): ProofFailedError {
  return new ProofFailedError('timestamp-wrong', `The time stamp is not one of this checkpoint: ${why}.`, {
    hint: 'Ask again, or another authority.',
    cause,
  });
}
