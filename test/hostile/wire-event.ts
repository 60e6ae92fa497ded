/** One event of the hostile log as JSON text, from its number alone: so a million of them need no memory. */
import { fractionOf, hashOf, mix, unmix } from './random.js';

const modules = [
  'CONTACT',
  'NOTE',
  'TASK',
  'OPPORTUNITY',
  'CALENDAR_EVENT',
  'APPOINTMENT',
  'MOON_PHASE',
] as const;
const types = [
  'TAG_ADDED',
  'TAG_REMOVED',
  'UPDATED',
  'CREATED',
  'DELETED',
  'RESTORED',
  'ıstanbul-İ!',
] as const;
const sources = [
  'WEB_USER',
  'MOBILE_APP',
  'WORKFLOW_NEW',
  'UNKNOWN_SOURCE',
  'PUBLIC_API',
  'CARRIER_PIGEON',
] as const;

/** `odd`: a number, a list or null where a string was promised, but with a good id and time. `ghost`: fills a place on a page and is never shown. */
export type EventKind = 'plain' | 'odd' | 'no-id' | 'bad-date' | 'ghost';

export interface EventShares {
  readonly odd: number;
  readonly noId: number;
  readonly badDate: number;
  readonly ghost: number;
}

export const noShares: EventShares = { odd: 0, noId: 0, badDate: 0, ghost: 0 };

export function kindOfEvent(seed: number, index: number, shares: EventShares): EventKind {
  let fraction = fractionOf(seed, index, 1);
  const choices = [
    ['odd', shares.odd],
    ['no-id', shares.noId],
    ['bad-date', shares.badDate],
    ['ghost', shares.ghost],
  ] as const;
  for (const [kind, share] of choices) {
    if (fraction < share) return kind;
    fraction -= share;
  }
  return 'plain';
}

/** 24 hex digits; the last eight hold the event's number, mixed so that ids do not sort by time. */
export function idOfEvent(seed: number, index: number): string {
  return `66${hex(hashOf(seed, index, 2)).slice(0, 6)}${hex(hashOf(seed, index, 3))}${hex(mix(index ^ seed))}`;
}

/** The number of the event that bears this id; undefined for an id that was never given out. */
export function indexOfId(seed: number, id: string): number | undefined {
  if (!/^[0-9a-f]{24}$/.test(id)) return undefined;
  const index = (unmix(Number.parseInt(id.slice(16), 16)) ^ seed) >>> 0;
  return idOfEvent(seed, index) === id ? index : undefined;
}

export function typeOfEvent(seed: number, index: number): string {
  return pick(types, fractionOf(seed, index, 4));
}

export function moduleOfEvent(seed: number, index: number): string {
  return pick(modules, fractionOf(seed, index, 5));
}

export function userOfEvent(seed: number, index: number): string {
  return `USER${hashOf(seed, index, 6) % 7}`;
}

export function recordOfEvent(seed: number, index: number): string {
  return `RECORD${hashOf(seed, index, 7) % 41}`;
}

export interface EventTextOptions {
  readonly kind: EventKind;
  readonly instantMs: number;
  /** Another telling of the same event: same id and time, other content. */
  readonly telling?: number;
  /** Bytes of padding in `after`. */
  readonly padding?: number;
}

/** The event as the account sends it, byte for byte; spelled in several ways on purpose. */
export function textOfEvent(seed: number, index: number, options: EventTextOptions): string {
  const { kind, telling = 0, padding = 0 } = options;
  const createdAt =
    kind === 'bad-date' ? badDate(index) : JSON.stringify(new Date(options.instantMs).toISOString());
  const source = pick(sources, fractionOf(seed, index, 8));
  const record = recordOfEvent(seed, index);
  const fields = [
    ...(kind === 'no-id' ? noId(index) : [`"_id":"${idOfEvent(seed, index)}"`]),
    `"createdAt":${createdAt}`,
    `"documentType":${JSON.stringify(moduleOfEvent(seed, index))}`,
    `"type":${JSON.stringify(typeOfEvent(seed, index))}`,
    `"id":"${record}"`,
    `"secondaryId":"${record}"`,
    `"documentName":${kind === 'odd' ? oddName(index) : nameOf(index, telling)}`,
    `"source":"${source}"`,
    `"sourceId":"${userOfEvent(seed, index)}"`,
    `"sourceName":${index % 5 === 0 ? 'null' : index % 5 === 1 ? '"UNKNOWN"' : '"Ada Example"'}`,
    ...(index % 3 === 0 ? [] : ['"changedFields":["tags"]']),
    `"before":{"number":${index},"precise":12345678901234567890,"one":1.0}`,
    `"after":{"tagsAdded":["v\\u0069p","}]{[\\"\\\\"]${padding > 0 ? `,"body":"${'x'.repeat(padding)}"` : ''}}`,
    ...(source === 'UNKNOWN_SOURCE' ? ['"meta":{"after":{"createdBy":{"source":"FORM"}}}'] : []),
  ];
  return index % 11 === 0 ? `{ ${fields.join(' ,\n  ')} }` : `{${fields.join(',')}}`;
}

function badDate(index: number): string {
  const dates = ['"yesterday"', 'null', '"2026-13-45T99:00:00.000Z"', '""', '{}', 'true'] as const;
  return dates[index % dates.length] ?? 'null';
}

function noId(index: number): readonly string[] {
  const ids = [[], ['"_id":null'], ['"_id":""'], ['"_id":{"$oid":"66f0"}']] as const;
  return ids[index % ids.length] ?? [];
}

function oddName(index: number): string {
  return ['42', '["a","b"]', '{"first":"Ada"}', 'false'][index % 4] ?? '42';
}

function nameOf(index: number, telling: number): string {
  return JSON.stringify(`  Ada Example ${index}${telling > 0 ? ` (told again, ${telling})` : ''} `);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function pick<T>(choices: readonly [T, ...T[]], fraction: number): T {
  return choices[Math.floor(fraction * choices.length)] ?? choices[0];
}
