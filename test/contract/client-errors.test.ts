import { describe, expect, test } from 'vitest';
import { AuditError } from '../../src/errors.js';
import { readExample, readExamples } from './examples.js';
import { examplesAsAnswers, openToldAccount } from './told-account.js';

const anyPage = { startAtMs: 0, endAtMs: 1, page: 1, pageSize: 100 };
const signal = new AbortController().signal;

/** What a person is told when every answer to a search is this one. */
async function told(...names: readonly string[]) {
  const { account, requests } = openToldAccount(examplesAsAnswers(...names));
  try {
    await account.logPage(anyPage, signal);
    return { read: true, requests: requests.length };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { code: error.code, exitCode: error.exitCode, requests: requests.length };
  }
}

const once = 1;

describe('an answer that is an error is told for what it is', () => {
  test.each<[string, string, number]>([
    ['error.version-missing', 'version-header-lost', 6],
    ['error.scope', 'missing-scope', 4],
    ['error.expired-token', 'token-refused', 4],
    ['error.wrong-location', 'wrong-location', 4],
    ['error.not-an-administrator', 'no-right', 4],
    ['error.bad-request', 'request-refused', 6],
    ['error.unknown-parameters', 'request-refused', 6],
    ['error.page-size', 'request-refused', 6],
    ['error.message-list', 'request-refused', 6],
    ['error.no-body', 'token-refused', 4],
    ['error.bare-text', 'token-refused', 4],
  ])('%s: %s, and is not asked again', async (name, code, exitCode) => {
    expect(await told(name)).toEqual({ code, exitCode, requests: once });
  });

  test.each<[string, string]>([
    ['error.timed-out', 'account-in-trouble'],
    ['error.server', 'account-in-trouble'],
    ['error.busy', 'account-in-trouble'],
    ['error.gateway-html', 'account-in-trouble'],
    ['error.too-many', 'rate-limited'],
    ['error.too-many-until', 'rate-limited'],
    ['search-log.not-json', 'bad-answer'],
    ['search-log.cut-short', 'bad-answer'],
    ['search-log.nothing', 'bad-answer'],
    ['search-log.null', 'bad-answer'],
    ['search-log.not-an-object', 'bad-answer'],
    ['search-log.html', 'bad-answer'],
    ['search-log.trailing-rubbish', 'bad-answer'],
    ['search-log.logs-absent', 'bad-answer'],
    ['search-log.pagination-absent', 'bad-answer'],
    ['search-log.has-more-text', 'bad-answer'],
  ])('%s: %s, after it was asked again', async (name, code) => {
    const { requests, ...error } = await told(name);
    expect(error).toEqual({ code, exitCode: 6 });
    expect(requests).toBeGreaterThan(once);
  });

  test.each([
    'error.timed-out',
    'error.server',
    'error.busy',
    'error.gateway-html',
    'error.too-many',
    'error.too-many-until',
    'search-log.not-json',
    'search-log.cut-short',
  ])('%s, once, costs nothing but time', async (name) => {
    expect(await told(name, 'search-log.page')).toEqual({ read: true, requests: 2 });
  });

  test.each<[string, number]>([
    ['error.too-many', 7000],
    ['error.too-many-until', 7000],
    ['error.busy', 2000],
  ])('%s is waited out for the %i ms that the account asks, and no longer', async (name, askedMs) => {
    const { answer } = readExample(name);
    // Without the rate's own headers, whose interval would ask for more.
    const { 'retry-after': retryAfter = '' } = answer.headers;
    const refusal = { ...answer, headers: { 'content-type': 'application/json', 'retry-after': retryAfter } };
    const answers = { searchLog: [refusal, readExample('search-log.page').answer] };
    const { account, waitedMs } = openToldAccount(answers, {}, Date.UTC(2026, 8, 1, 9));
    await account.logPage(anyPage, signal);
    expect(waitedMs()).toBe(askedMs);
  });

  test('none of the examples is an error without a code, or one of ours', async () => {
    const names = readExamples()
      .filter(({ operation }) => operation === 'searchLog')
      .map(({ name }) => name);
    const ends = await Promise.all(names.map((name) => told(name)));
    expect(ends.filter((end) => end.exitCode === 1)).toEqual([]);
    expect(names.length).toBeGreaterThan(50);
  });
});
