import { expect, test } from 'vitest';
import { readHostileTexts } from '../support/hostile-texts.js';
import { openToldAccount } from './told-account.js';

const texts = readHostileTexts();
const logs = texts.map(({ id, text }) => ({
  _id: id,
  createdAt: '2026-09-01T09:00:00.000Z',
  documentType: 'CONTACT',
  type: 'UPDATED',
  documentName: text,
  changedFields: [text],
  before: { [`field ${text}`]: text },
  after: { tagsAdded: [text] },
}));
const page = { logs, pagination: { hasMore: false } };
const answer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  text: JSON.stringify(page),
};

const empty = { ...answer, text: '{"logs":[],"pagination":{"hasMore":false}}' };

test('every hostile text in the log reaches the tool as it was written: making it harmless is for whoever shows it', async () => {
  const { account } = openToldAccount({ searchLog: [answer] });
  const query = { startAtMs: 0, endAtMs: 1, page: 1, pageSize: 100 };
  const { events, malformed } = await account.logPage(query, new AbortController().signal);
  expect(malformed).toEqual([]);
  expect(
    events.map(({ id, changedFields, before, after, rawText }) => ({
      id,
      changedFields,
      before,
      after,
      rawText,
    })),
  ).toEqual(
    logs.map((log) => ({
      id: log._id,
      changedFields: log.changedFields,
      before: log.before,
      after: log.after,
      rawText: JSON.stringify(log),
    })),
  );
});

test('every hostile text as a name, an id or a cursor in an answer leaves the next request whole', async () => {
  const requests: string[] = [];
  for (const { text } of texts.filter(({ text }) => text.length < 200)) {
    const { account, requests: sent } = openToldAccount({ searchLog: [empty] }, { locationId: text });
    const query = {
      startAtMs: 0,
      endAtMs: 1,
      page: 1,
      pageSize: 100,
      cursorToken: text,
      recordId: text,
      filters: { query: text, userId: [text, text] },
    };
    await account.logPage(query, new AbortController().signal);
    const url = new URL(sent[0]?.url ?? '');
    requests.push(url.origin + url.pathname);
    const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd');
    expect(url.searchParams.getAll('userId')).toEqual([wellFormed, wellFormed]);
    expect(url.searchParams.get('id')).toBe(wellFormed);
    expect(url.searchParams.get('cursorToken')).toBe(wellFormed);
  }
  expect(new Set(requests)).toEqual(new Set(['https://account.example/audit/search/v2']));
});
