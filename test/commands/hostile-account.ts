/** An account in which every text that the account itself writes is one of the hostile ones. */
import type { Answer } from '../../src/sandbox/exchange.js';
import { type HostileText, readHostileTexts } from '../support/hostile-texts.js';
import { type World, worldOf } from '../support/program.js';
import { createSmallAccount, errorReply, jsonReply, smallLocationId } from '../support/small-account.js';

export const hostileTexts: readonly HostileText[] = readHostileTexts();

const startMs = Date.parse('2026-11-10T00:00:00.000Z');
const at = (index: number) => new Date(startMs + index * 60_000).toISOString();
const numbered = (word: string, index: number) => `${word}${String(index).padStart(5, '0')}`;

/** The event of each text whose id is harmless, so that it can be asked for. */
export const eventIdOf = (index: number) => numbered('event', index);
/** The deletion of a pipeline that bears the text. */
export const deletionIdOf = (index: number) => numbered('deletion', index);

const changed = (text: string, index: number, id: string) => ({
  _id: id,
  createdAt: at(index),
  documentType: index % 2 === 0 ? text : 'CONTACT',
  type: index % 3 === 0 ? text : 'UPDATED',
  id: text,
  secondaryId: text,
  documentName: text,
  source: index % 5 === 0 ? text : 'WEB_USER',
  sourceId: index % 7 === 0 ? text : numbered('user', index),
  sourceName: text,
  changedFields: [text, 'name'],
  before: { [text]: text, name: 'x', customFields: [{ id: text, fieldName: text, fieldValue: text }] },
  after: { [text]: [text], name: text, tagsAdded: [text], customFields: [] },
});

const deleted = (text: string, index: number) => ({
  _id: deletionIdOf(index),
  createdAt: at(index),
  documentType: 'PIPELINE',
  type: 'DELETED',
  id: numbered('pipeline', index),
  documentName: text,
  source: 'WEB_USER',
  sourceId: numbered('user', index),
  sourceName: text,
  before: { name: text, stages: [{ id: text, name: text, position: 0 }], opportunityCount: 1 },
});

/** What fell with it. */
const fellWith = (text: string, index: number) => ({
  ...deleted(text, index),
  _id: numbered('fallen', index),
  documentType: 'OPPORTUNITY',
  id: numbered('opportunity', index),
  before: {
    name: text,
    pipelineId: numbered('pipeline', index),
    pipelineStageId: text,
    contactId: text,
    status: text,
  },
});

/** What such an account's log holds. */
export const eventsOf = (texts: readonly string[]) =>
  texts.flatMap((text, index) => [
    changed(text, index, eventIdOf(index)),
    changed(text, index, `id ${text}`),
    deleted(text, index),
    fellWith(text, index),
  ]);

const usersOf = (texts: readonly string[]) =>
  texts.map((text, index) => ({
    id: numbered('user', index),
    name: text,
    email: text,
    roles: { type: text, role: text },
    scopes: [text],
  }));

const named = (word: string, texts: readonly string[]) =>
  texts.map((text, index) => ({ id: numbered(word, index), name: text }));

const objectsOf = (texts: readonly string[]) =>
  texts.map((text, index) => ({
    id: numbered('object', index),
    key: index % 2 === 0 ? `custom_objects.${text}` : `custom_objects.kind${index}`,
    standard: false,
    labels: { singular: text, plural: text },
  }));

const every = hostileTexts.map(({ text }) => text);

/** With `texts` in everything, all of them unless said otherwise; the account's own name, plan and zone are `ownText`. */
export function hostileWorld(ownText: string, world: World = {}, texts: readonly string[] = every): World {
  const routes: Readonly<Record<string, object>> = {
    [`/locations/${smallLocationId}`]: {
      location: { id: smallLocationId, companyId: 'Company1', name: ownText, timezone: ownText },
    },
    '/opportunities/pipelines': {
      pipelines: named('live', texts).map((pipeline) => ({
        ...pipeline,
        stages: [{ ...pipeline, position: 0 }],
      })),
    },
    '/calendars/': { calendars: named('calendar', texts) },
    '/objects/': { objects: objectsOf(texts) },
  };
  const account = createSmallAccount({
    events: eventsOf(texts),
    users: usersOf(texts),
    capabilities: { filters: [], maxPageSize: 100, retentionDays: 60, plan: ownText, restore: false },
    instead: ({ target }) => {
      const found = routes[new URL(target, 'http://acme.example').pathname];
      return found === undefined ? undefined : jsonReply(200, found);
    },
  });
  return worldOf(account, world);
}

/** An account that refuses everything, in words of its own. */
export function refusingWorld(status: number, text: string, world: World = {}): World {
  const answer: Answer = async () => {
    const { body, headers } = errorReply(status, text, { 'x-request-id': 'r', 'retry-after': '1' });
    return {
      status,
      headers,
      body: body.replace(/}$/, `,"error":${JSON.stringify(text)},"traceId":${JSON.stringify(text)}}`),
    };
  };
  return worldOf({ answer, asked: [] }, world);
}
