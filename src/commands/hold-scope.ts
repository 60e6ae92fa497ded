/** What a hold is on: as it is typed, as it is recorded, and in words. */
import { heldRecord } from '../archive/erasure/holds.js';
import type { HoldRecord } from '../archive/store/ledger.js';
import { itemsOf } from '../audit/comma-list.js';
import { formatInstant } from '../audit/instant.js';
import { countedText } from '../audit/phrase.js';
import { parseInstant } from '../audit/time.js';
import { UsageError } from '../errors.js';

/** As they are typed. */
export interface ScopeFlags {
  readonly record?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly all?: true;
}

type Scope = HoldRecord['scope'];

/** The first and the last instant that ISO 8601 writes with four digits. */
const everything = { since: '0001-01-01T00:00:00.000Z', until: '9999-12-31T23:59:59.999Z' };

/**
 * What is to be recorded.
 *
 * @param setting in which times without an offset are read
 * @throws UsageError for none or several of them, and for a time that is none
 */
export function scopeOf(
  { record, since, until, all }: ScopeFlags,
  setting: { readonly nowMs: number; readonly timeZone: string },
): Scope {
  const records = itemsOf(record ?? []);
  const isSpan = since !== undefined || until !== undefined;
  if ([records.length > 0, isSpan, all === true].filter(Boolean).length !== 1) {
    throw new UsageError('hold-scope', 'A hold is on records, on a span of time, or on everything.', {
      hint: 'Say one of them: --record <id>, --since <time> --until <time>, --all',
    });
  }
  if (records.length > 0) return { records: records.map(heldRecord) };
  const iso = (text: string, edge: 'since' | 'until') =>
    new Date(parseInstant(text, { ...setting, edge })).toISOString();
  return {
    window: {
      since: since === undefined ? everything.since : iso(since, 'since'),
      until: until === undefined ? everything.until : iso(until, 'until'),
    },
  };
}

/** @param timeZone of the instants; undefined: as they were recorded, for scripts */
export function scopeWords(scope: Scope, timeZone?: string): string {
  if ('records' in scope)
    return `what is archived of ${countedText(scope.records.length, 'record', 'records')}`;
  const { since, until } = scope.window;
  const zone = timeZone === undefined ? '' : ` ${timeZone}`;
  const show = (iso: string) => (timeZone === undefined ? iso : recordedMinute(iso, timeZone));
  if (since === everything.since && until === everything.until) return 'the whole archive';
  if (since === everything.since) return `everything before ${show(until)}${zone}`;
  if (until === everything.until) return `everything since ${show(since)}${zone}`;
  return `everything of ${show(since)} → ${show(until)}${zone}`;
}

/** An instant of the archive's records; what somebody has made of it stands as it is, for telling so is `verify`'s. */
export function recordedMinute(iso: string, timeZone: string): string {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? iso : formatInstant(ms, timeZone, 'minute');
}
