/**
 * gzip in members (RFC 1952, 2.2): each holds so many events and knows nothing of the one before, so that an interrupted
 * export can go on behind the last of them, and still gives the bytes of an uninterrupted one. gunzip, zcat, Python, DuckDB
 * and the browsers read members as one file.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Level 6 is zlib's usual; said, because the bytes are a promise. */
const level = 6;
/** Where a member says which system wrote it; 255 is "unknown". */
const systemByte = 9;

/** One member: no name, no time and no system in its header. */
export async function gzipMember(content: Uint8Array): Promise<Uint8Array> {
  const member = await promisify(gzip)(content, { level });
  member[systemByte] = 255;
  return member;
}
