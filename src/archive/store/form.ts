/** Where everything of an archive lies, and what `archive.json` says of it: the form on the disk, which the README promises to strangers. */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { isObject } from '../../audit/json-value.js';
import { ProofFailedError } from '../../errors.js';

/** The account whose log is kept. */
export interface ArchivedAccount {
  /** The API base; `sandbox` for the embedded account, whose address changes with every start. */
  readonly apiUrl: string;
  readonly locationId: string;
}

/** One of the keys that have signed the archive's checkpoints. */
export interface ArchiveKey {
  /** `<name>+<id>+<base64>`, as signed notes have it. */
  readonly publicKey: string;
  /** The first size of the log that it signs. */
  readonly sinceSize: number;
}

/** `archive.json`. */
export interface ArchiveDescription {
  readonly archive: 1;
  /** The log's name, and that of its keys. */
  readonly origin: string;
  readonly account: ArchivedAccount;
  /** Oldest first; the last one signs. */
  readonly keys: readonly ArchiveKey[];
  /** When it was begun, ISO 8601. */
  readonly made: string;
}

/** Below the archive's folder. */
export const descriptionFile = 'archive.json';
export const manifestFile = 'manifest.ndjson';
export const lockFile = 'lock';
export const eventsFolder = 'events';
export const ledgerFolder = 'ledger';
/** Files that are being written; whatever lies here is nobody's. */
export const draftsFolder = 'drafts';

/** The day of rows that say no instant that anybody can read. */
export const unknownDate = 'unknown';

const leafDigits = 12;
const safePart = /^[A-Za-z0-9._-]{1,100}$/;
const onlyDots = /^\.+$/;
const segmentForm =
  /^events\/location=[A-Za-z0-9._-]{1,100}\/date=(?:\d{4}-\d\d-\d\d|unknown)\/\d{12,15}-\d{12,15}\.ndjson\.gz$/;

/** The archive's folder, where nobody names another one: one for each account, and nothing of the account's own choosing in its path. */
export function archiveFolderOf(dataFolder: string, { apiUrl, locationId }: ArchivedAccount): string {
  return join(dataFolder, 'archives', safeName(hostOf(apiUrl)), safeName(locationId));
}

/** What this machine keeps of an archive apart from it, so that whoever has the archive has neither: the private key, the last known head. */
export function keptApartFolderOf(configFolder: string, origin: string): string {
  return join(configFolder, 'archives', safeName(origin.replaceAll('/', '_')));
}

/** A new archive's origin; `random` tells it from every other archive of the same account. */
export function originOf({ apiUrl, locationId }: ArchivedAccount, random: string): string {
  return `hoopai-audit/${safeName(hostOf(apiUrl))}/${safeName(locationId)}/${random}`;
}

/** Relative to the archive's folder: the events' file of a day that holds these leaves, both included. */
export function segmentPath(locationId: string, date: string, first: number, last: number): string {
  return `${eventsFolder}/location=${safeName(locationId)}/date=${date}/${rangeName(first, last)}.ndjson.gz`;
}

/** The day of UTC in a segment's path. */
export function segmentDate(path: string): string {
  return /\/date=([^/]+)\//.exec(path)?.[1] ?? unknownDate;
}

/** Whether a path is one that `segmentPath` writes, so that it leads nowhere but below the archive. */
export function isSegmentPath(path: string): boolean {
  return segmentForm.test(path);
}

/** Relative to the archive's folder: the file of the archive's own records that are these leaves, both included. */
export function ledgerPath(first: number, last: number): string {
  return `${ledgerFolder}/${rangeName(first, last)}.ndjson`;
}

/** Which leaves a segment or a ledger file holds, by its name; undefined for what is neither. */
export function rangeOf(path: string): { readonly first: number; readonly last: number } | undefined {
  const [, first, last] = /(?:^|\/)(\d{12,15})-(\d{12,15})\.ndjson(?:\.gz)?$/.exec(path) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const range = { first: Number(first), last: Number(last) };
  return range.first <= range.last ? range : undefined;
}

/**
 * What `archive.json` says.
 *
 * @throws ProofFailedError `archive-not-readable` for what `descriptionText` does not write.
 */
export function readDescription(text: string): ArchiveDescription {
  const value = parsed(text);
  if (isDescription(value)) return value;
  throw new ProofFailedError('archive-not-readable', `${descriptionFile} does not describe an archive.`, {
    hint: 'Put back the one that was there; nothing in the archive can be judged without it.',
  });
}

/** The text of `archive.json`. */
export function descriptionText(description: ArchiveDescription): string {
  return `${JSON.stringify(description, null, 2)}\n`;
}

/** The account's host, with its port if it has one. */
function hostOf(apiUrl: string): string {
  return URL.canParse(apiUrl) ? new URL(apiUrl).host.replace(':', '_') : apiUrl;
}

function safeName(part: string): string {
  const isSafe = safePart.test(part) && !onlyDots.test(part);
  return isSafe ? part : `sha256-${hash('sha256', part, 'hex').slice(0, 16)}`;
}

function rangeName(first: number, last: number): string {
  const digits = (leaf: number) => String(leaf).padStart(leafDigits, '0');
  return `${digits(first)}-${digits(last)}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDescription(value: unknown): value is ArchiveDescription {
  if (!isObject(value) || value['archive'] !== 1) return false;
  const { origin, account, keys, made } = value;
  return (
    typeof origin === 'string' &&
    typeof made === 'string' &&
    isObject(account) &&
    typeof account['apiUrl'] === 'string' &&
    typeof account['locationId'] === 'string' &&
    Array.isArray(keys) &&
    keys.length > 0 &&
    keys.every(
      (key) => isObject(key) && typeof key['publicKey'] === 'string' && Number.isInteger(key['sinceSize']),
    )
  );
}
