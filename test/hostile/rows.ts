/** The rows that a search finds, and which of them lie on a page: in every order and with every kind of page that an account may have. Positions are worked out, not stored, as far as that goes. */
import type { Behaviours } from './behaviours.js';
import type { EventLog } from './event-log.js';
import { fractionOf, hashOf } from './random.js';

/** Rows in ascending order of time. */
export interface Rows {
  readonly count: number;
  at(position: number): number;
}

/** Events numbered from `low` up to `high`, without those in `hidden` (ascending). */
export function rowsBetween(low: number, high: number, hidden: readonly number[]): Rows {
  const missing = hidden.filter((index) => index >= low && index < high);
  return {
    count: Math.max(0, high - low - missing.length),
    at: (position) => {
      let index = low + position;
      for (const gone of missing) {
        if (gone > index) break;
        index += 1;
      }
      return index;
    },
  };
}

/** Those of the rows that an account-side filter lets through. */
export function rowsWhere(rows: Rows, isWanted: (index: number) => boolean): Rows {
  const wanted: number[] = [];
  for (let position = 0; position < rows.count; position += 1) {
    const index = rows.at(position);
    if (isWanted(index)) wanted.push(index);
  }
  return { count: wanted.length, at: (position) => wanted[position] ?? 0 };
}

export interface PageRequest {
  /** From 1. */
  readonly page: number;
  readonly size: number;
  /** Differs from request to request. */
  readonly salt: number;
}

export interface RowPage {
  /** Without the ghosts, whose places stay empty. */
  readonly indices: readonly number[];
  /** The truth; what the account says of it is another thing. */
  readonly hasMore: boolean;
  readonly isFull: boolean;
}

export function pageOfRows(log: EventLog, rows: Rows, behaviours: Behaviours, request: PageRequest): RowPage {
  const { size, salt } = request;
  const stride = Math.max(1, size - behaviours.overlap);
  const pages = rows.count <= size ? 1 : 1 + Math.ceil((rows.count - size) / stride);
  const isEmptySlot = behaviours.emptyPages === 'slots' && request.page % 3 === 2;
  const ordinal =
    behaviours.emptyPages === 'slots' ? request.page - Math.floor((request.page + 1) / 3) : request.page;
  if (isEmptySlot) return { indices: [], hasMore: ordinal < pages, isFull: false };
  if (ordinal > pages) return { indices: [], hasMore: false, isFull: false };
  const first = (placeOfPage(behaviours, ordinal, pages) - 1) * stride;
  const indices: number[] = [];
  for (let place = first; place < Math.min(first + size, rows.count); place += 1) {
    const position = positionAt(log, rows, behaviours, place);
    indices.push(rows.at(behaviours.ties === 'unstable' ? swapTies(log, rows, position, salt) : position));
  }
  if (behaviours.order === 'unsorted-within-page') {
    indices.sort((a, b) => hashOf(log.seed, a, 30) - hashOf(log.seed, b, 30));
  }
  const shown = indices.filter((index) => log.kind(index) !== 'ghost');
  return { indices: shown, hasMore: ordinal < pages, isFull: shown.length === size };
}

/** Neighbouring pages change places; the last of an odd number stays. */
function placeOfPage(behaviours: Behaviours, ordinal: number, pages: number): number {
  if (behaviours.order !== 'permuted-pages') return ordinal;
  const other = ordinal % 2 === 1 ? ordinal + 1 : ordinal - 1;
  return other > pages ? ordinal : other;
}

function positionAt(log: EventLog, rows: Rows, { order }: Behaviours, place: number): number {
  if (order === 'oldest-first') return place;
  if (order === 'scrambled') return scatter(place, rows.count, hashOf(log.seed, 31));
  return rows.count - 1 - place;
}

/** One place among those that share the position's instant; another one at each request. */
function swapTies(log: EventLog, rows: Rows, position: number, salt: number): number {
  const instantMs = log.instantMs(rows.at(position));
  const first = firstPosition(rows, (index) => log.instantMs(index) >= instantMs);
  const end = firstPosition(rows, (index) => log.instantMs(index) > instantMs);
  return first + scatter(position - first, end - first, salt);
}

function firstPosition(rows: Rows, isThere: (index: number) => boolean): number {
  let low = 0;
  let high = rows.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isThere(rows.at(middle))) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One to one on 0 … count−1. */
function scatter(place: number, count: number, salt: number): number {
  if (count < 2) return place;
  let step = 1 + Math.floor(fractionOf(salt, 1) * (count - 1));
  while (greatestCommonDivisor(step, count) !== 1) step += 1;
  const offset = Math.floor(fractionOf(salt, 2) * count);
  return (place * step + offset) % count;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
