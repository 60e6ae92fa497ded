/** What a bad day does to the events of a page: out of order, twice, in words that nobody knows. */

import type { Random } from '../random.js';
import type { Faults } from './fault-spec.js';

interface Page {
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  readonly mongoLogs: readonly Readonly<Record<string, unknown>>[];
  readonly pagination: unknown;
}

/** The page's JSON bent; undefined where nothing is to be bent. */
export function bendPage(
  { isShuffled, repeatsEvents, hasUnknownWords }: Faults,
  body: string,
  random: Random,
): Page | undefined {
  if (!isShuffled && !repeatsEvents && !hasUnknownWords) return undefined;
  const page = JSON.parse(body) as Page;
  const words = (events: Page['logs']) => (hasUnknownWords ? events.map(inOtherWords) : events);
  const order = (events: Page['logs']) => (isShuffled ? shuffled(events, random) : events);
  const logs = words(page.logs);
  const repeated = repeatsEvents ? logs.filter(() => random.chance(0.2)) : [];
  return {
    ...page,
    logs: order([...logs, ...repeated]),
    mongoLogs: order([...words(page.mongoLogs), ...repeated]),
  };
}

/** By its id, so that an event reads the same whenever it is read. */
function inOtherWords(event: Page['logs'][number]): Page['logs'][number] {
  const last = Number.parseInt(String(event['_id']).slice(-4), 16);
  if (last % 10 !== 0) return event;
  return { ...event, documentType: 'VOICE_AGENT', type: 'RETRAINED', source: 'QUANTUM_SYNC' };
}

function shuffled<T>(list: readonly T[], random: Random): readonly T[] {
  return list
    .map((value) => ({ value, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
