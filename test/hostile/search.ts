/** `GET /audit/search/v2` of the hostile account: parameters, the cursor, page sizes, and the page as text. */
import { type Answer, jsonText, refusal } from './answer.js';
import type { Behaviours } from './behaviours.js';
import type { EventLog } from './event-log.js';
import { fractionOf, hashOf } from './random.js';
import { pageOfRows, type Rows, rowsBetween, rowsWhere } from './rows.js';

const knownParameters = ['locationId', 'page', 'pageSize', 'startAt', 'endAt', 'id', 'refresh'];
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** How many answers a cursor that expires lives for. */
const cursorLife = 3;
/** How often in a row one and the same search is answered with a passing emptiness. */
const emptyMomentsInARow = 2;

export interface SearchStats {
  rows: number;
  unknownParameters: number;
  cursorRefusals: number;
  pageSizeRefusals: number;
  depthRefusals: number;
  emptyMoments: number;
}

export interface Search {
  /** `nowMs` by the account's clock. */
  answer(parameters: URLSearchParams, nowMs: number): Answer;
  readonly stats: SearchStats;
}

interface Ask {
  readonly page: number;
  readonly pageSize: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly cursor: string | undefined;
  /** The same for every page of one search. */
  readonly key: number;
}

export function createSearch(seed: number, log: EventLog, behaviours: Behaviours): Search {
  const stats = zeroStats();
  const emptyMoments = new Map<string, number>();
  const timesTold = new Map<number, number>();
  let rowsCache: { readonly key: string; readonly rows: Rows } | undefined;
  let number = 0;

  function answer(parameters: URLSearchParams, nowMs: number): Answer {
    number += 1;
    const unknown = unknownParameter(parameters, behaviours);
    if (unknown !== undefined) {
      stats.unknownParameters += 1;
      return refusal(422, `property ${unknown} should not exist`);
    }
    const ask = readAsk(parameters);
    if (typeof ask === 'string') return refusal(422, ask);
    if (ask.pageSize > behaviours.maxPageSize && behaviours.tooLargePage === 'refused') {
      stats.pageSizeRefusals += 1;
      return refusal(422, `pageSize must not be greater than ${behaviours.maxPageSize}`);
    }
    const page = pageAsked(ask);
    if (typeof page !== 'number') return page;
    const size = Math.min(ask.pageSize, behaviours.maxPageSize);
    if (behaviours.maxDepth !== undefined && page * size > behaviours.maxDepth) {
      stats.depthRefusals += 1;
      return refusal(
        422,
        `Result window is too large, page * pageSize must be at most ${behaviours.maxDepth}`,
      );
    }
    if (isEmptyMoment(parameters.toString())) return emptyMoment(ask, page);
    return tell(ask, page, size, rowsFor(ask, parameters, nowMs));
  }

  /** The page that is meant, or the refusal of the cursor or of its absence. */
  function pageAsked({ cursor, page, key }: Ask): number | Answer {
    const mode = behaviours.cursor;
    if (mode === 'required' && page > 1 && cursor === undefined)
      return refuseCursor('cursorToken is required');
    if (mode === 'required-else-first-page' && cursor === undefined) return 1;
    if (cursor === undefined || mode === 'none' || mode === 'ignored') return page;
    if (mode === 'refused') return refuseCursor('property cursorToken should not exist');
    if (mode === 'repeats') return 2;
    const [cursorPage, cursorKey, issued] = cursor.split('.').map(Number);
    if (cursorPage === undefined || cursorKey !== key || issued === undefined)
      return refuseCursor('Invalid cursor');
    if (mode === 'expires' && number - issued > cursorLife) return refuseCursor('Cursor expired');
    return cursorPage;
  }

  function refuseCursor(message: string): Answer {
    stats.cursorRefusals += 1;
    return refusal(422, message);
  }

  function isEmptyMoment(question: string): boolean {
    if (behaviours.emptyPages !== 'moments') return false;
    const before = emptyMoments.get(question) ?? 0;
    const isEmpty = before < emptyMomentsInARow && fractionOf(seed, number, 40) < 0.15;
    emptyMoments.set(question, isEmpty ? before + 1 : 0);
    if (isEmpty) stats.emptyMoments += 1;
    return isEmpty;
  }

  function emptyMoment(ask: Ask, page: number): Answer {
    return jsonText(200, `{"logs":[],"pagination":{"hasMore":true${cursorText(ask, page)}}}`);
  }

  function rowsFor(ask: Ask, parameters: URLSearchParams, nowMs: number): Rows {
    const { low, high } = bounds(ask, nowMs);
    const hidden = notYetThere(log, low, high, nowMs);
    const isWanted = accountFilter(parameters, log, behaviours);
    if (!isWanted) return rowsBetween(low, high, hidden);
    const key = `${low} ${high} ${hidden.length} ${ask.key}`;
    if (rowsCache?.key !== key)
      rowsCache = { key, rows: rowsWhere(rowsBetween(low, high, hidden), isWanted) };
    return rowsCache.rows;
  }

  function bounds({ startMs, endMs }: Ask, nowMs: number): { readonly low: number; readonly high: number } {
    const start = behaviours.isCoarse ? wholeSecond(startMs) : startMs;
    const end = behaviours.isCoarse ? wholeSecond(endMs) + 999 : endMs;
    const floorMs =
      behaviours.retentionDays === undefined ? undefined : nowMs - behaviours.retentionDays * 86_400_000;
    const low = log.firstAt(behaviours.start === 'inclusive' ? start : start + 1);
    return {
      low: floorMs === undefined ? low : Math.max(low, log.firstAt(floorMs)),
      high: log.firstAt(behaviours.end === 'inclusive' ? end + 1 : end),
    };
  }

  function tell(ask: Ask, page: number, size: number, rows: Rows): Answer {
    const { indices, hasMore, isFull } = pageOfRows(log, rows, behaviours, {
      page,
      size,
      salt: hashOf(seed, number, 41),
    });
    const texts = indices.map(tellEvent);
    stats.rows += texts.length;
    const says = {
      honest: hasMore,
      'false-on-full-page': hasMore && !isFull,
      'always-false': false,
      'always-true': true,
    };
    const more = says[behaviours.hasMore];
    const pagination = `{"hasMore":${more}${hasMore ? cursorText(ask, page + 1) : ''}}`;
    return jsonText(200, `{${lists(texts)},"pagination":${pagination}}`);
  }

  function tellEvent(index: number): string {
    if (log.count > 100_000) return log.text(index, 0);
    const told = timesTold.get(index) ?? 0;
    timesTold.set(index, told + 1);
    return log.text(index, told);
  }

  function cursorText({ key }: Ask, nextPage: number): string {
    if (behaviours.cursor === 'none') return '';
    const token = behaviours.cursor === 'repeats' ? 'the-same-again' : `${nextPage}.${key}.${number}`;
    return `,"cursorToken":"${token}"`;
  }

  function lists(texts: readonly string[]): string {
    const all = (name: string, some: readonly string[]) => `"${name}":[${some.join(',')}]`;
    switch (behaviours.mongoLogs) {
      case 'absent':
        return all('logs', texts);
      case 'null':
        return `${all('logs', texts)},"mongoLogs":null`;
      case 'empty':
        return `${all('logs', texts)},"mongoLogs":[]`;
      case 'repeat':
        return `${all('logs', texts)},${all('mongoLogs', texts)}`;
      case 'share': {
        const isMongo = (_: string, place: number) => place % 3 === 1;
        const logs = texts.filter((text, place) => !isMongo(text, place));
        return `${all('logs', logs)},${all('mongoLogs', texts.filter(isMongo))}`;
      }
    }
  }

  return { answer, stats };
}

function unknownParameter(parameters: URLSearchParams, behaviours: Behaviours): string | undefined {
  if (!behaviours.isStrict) return undefined;
  const takesCursor = !['none', 'refused'].includes(behaviours.cursor);
  const known = [
    ...knownParameters,
    ...(takesCursor ? ['cursorToken'] : []),
    ...(behaviours.capabilities?.filters ?? []),
  ];
  return [...parameters.keys()].find((name) => !known.includes(name));
}

function readAsk(parameters: URLSearchParams): Ask | string {
  const page = Number(parameters.get('page') ?? '1');
  const pageSize = Number(parameters.get('pageSize') ?? '20');
  const startAt = parameters.get('startAt') ?? '';
  const endAt = parameters.get('endAt') ?? '';
  if (!Number.isSafeInteger(page) || page < 1) return 'page must be a positive whole number';
  if (!Number.isSafeInteger(pageSize) || pageSize < 1) return 'pageSize must be a positive whole number';
  if (!instantPattern.test(startAt)) return 'startAt must be an ISO 8601 date';
  if (!instantPattern.test(endAt)) return 'endAt must be an ISO 8601 date';
  const startMs = Date.parse(startAt);
  const endMs = Date.parse(endAt);
  if (!(startMs <= endMs)) return 'startAt must not lie after endAt';
  const sameForAllPages = [...parameters].filter(([name]) => name !== 'page' && name !== 'cursorToken');
  const key = hashOf(...[...sameForAllPages.flat().join('&')].map((letter) => letter.codePointAt(0) ?? 0));
  return { page, pageSize, startMs, endMs, cursor: parameters.get('cursorToken') ?? undefined, key };
}

/** The account's own filters, where it has announced them; undefined where there is nothing to filter. */
function accountFilter(
  parameters: URLSearchParams,
  log: EventLog,
  behaviours: Behaviours,
): ((index: number) => boolean) | undefined {
  const tests: ((index: number) => boolean)[] = [];
  const announced = behaviours.capabilities?.filters ?? [];
  const readers = { userId: log.user, type: log.type, documentType: log.module };
  for (const [name, read] of Object.entries(readers)) {
    const values = parameters.getAll(name);
    if (announced.includes(name) && values.length > 0) tests.push((index) => values.includes(read(index)));
  }
  const record = parameters.get('id');
  if (record !== null) tests.push((index) => log.record(index) === record);
  return tests.length === 0 ? undefined : (index) => tests.every((test) => test(index));
}

/** Late events that the account cannot show yet, and those that have not happened. */
function notYetThere(log: EventLog, low: number, high: number, nowMs: number): readonly number[] {
  const hidden: number[] = [];
  for (let index = Math.max(low, log.firstAt(nowMs - log.maxLagMs)); index < high; index += 1) {
    if (log.arrivesAtMs(index) > nowMs) hidden.push(index);
  }
  return hidden;
}

function wholeSecond(instantMs: number): number {
  return Math.floor(instantMs / 1_000) * 1_000;
}

function zeroStats(): SearchStats {
  return {
    rows: 0,
    unknownParameters: 0,
    cursorRefusals: 0,
    pageSizeRefusals: 0,
    depthRefusals: 0,
    emptyMoments: 0,
  };
}
