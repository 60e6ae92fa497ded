/** The reading engine against its floors: throughput, memory, latency, rate limit. */
import { newestMs, stepMs } from './dense-log.js';
import { median, runAudit, runBareLoop, startInstantAccount } from './run.js';
import type { Measure } from './table.js';

const iso = (ms: number): string => new Date(ms).toISOString();

/** The words for all the time of which an account of so many events tells. */
function windowOf(events: number): readonly string[] {
  return ['--since', iso(newestMs - events * stepMs), '--until', iso(newestMs + 1)];
}

function exportAll(events: number, format: string): readonly string[] {
  return ['export', '--format', format, ...windowOf(events)];
}

/** Events per second to NDJSON (and CSV) in /dev/null against a bare loop over the same pages; whole processes, start included. */
export async function throughput(events: number, rounds: number): Promise<readonly Measure[]> {
  const account = await startInstantAccount({ events, latencyMs: 0 });
  const bare: number[] = [];
  const ours: Record<string, number[]> = { ndjson: [], csv: [] };
  for (let round = 0; round < rounds; round++) {
    bare.push((await runBareLoop(account.url, events / 100, 4)).ms);
    for (const [format, times] of Object.entries(ours)) {
      times.push((await runAudit(account.url, exportAll(events, format))).ms);
    }
  }
  account.close();
  return Object.entries(ours).map(([format, times]) => ({
    what: `${events.toLocaleString('en')} events from an instant account to ${format.toUpperCase()}`,
    ours: `${Math.round(events / (median(times) / 1000)).toLocaleString('en')} events/s`,
    floor: `bare loop ${Math.round(events / (median(bare) / 1000)).toLocaleString('en')} events/s`,
    ratio: median(bare) / median(times),
    goal: { atLeast: 0.6 },
  }));
}

/** Peak memory of an export of many events against one of few. */
export async function memory(many: number, few: number, rounds: number): Promise<readonly Measure[]> {
  const account = await startInstantAccount({ events: many, latencyMs: 0 });
  const peaks: Record<'many' | 'few', number[]> = { many: [], few: [] };
  for (let round = 0; round < rounds; round++) {
    peaks.many.push((await runAudit(account.url, exportAll(many, 'ndjson'))).peakBytes);
    peaks.few.push((await runAudit(account.url, exportAll(few, 'ndjson'))).peakBytes);
  }
  account.close();
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  return [
    {
      what: `peak memory, ${many.toLocaleString('en')} events against ${few.toLocaleString('en')}`,
      ours: megabytes(median(peaks.many)),
      floor: megabytes(median(peaks.few)),
      ratio: median(peaks.many) / median(peaks.few),
      goal: { atMost: 1.15 },
    },
  ];
}

/** Answers that take 100 ms and no limit: against one page after another. */
export async function slowAnswers(pages: number): Promise<readonly Measure[]> {
  const account = await startInstantAccount({ events: pages * 100, latencyMs: 100 });
  const sequential = await runBareLoop(account.url, pages, 1);
  await account.stats();
  const ours = await runAudit(account.url, exportAll(pages * 100, 'ndjson'));
  const { requests } = await account.stats();
  account.close();
  return [
    {
      what: `${pages} pages, 100 ms an answer`,
      ours: `${(ours.ms / 1000).toFixed(1)} s`,
      floor: `one after another ${(sequential.ms / 1000).toFixed(1)} s`,
      ratio: sequential.ms / ours.ms,
      goal: { atLeast: 8 },
    },
    {
      what: 'its requests against pages',
      ours: `${requests}`,
      floor: `${pages}`,
      ratio: requests / pages,
      goal: { atMost: 1.3 },
    },
  ];
}

/** One contact in 977, looked for by a text that the account cannot look for itself: requests against the pages that must be seen. */
export async function rareFilter(events: number, limit: number): Promise<readonly Measure[]> {
  const account = await startInstantAccount({ events, latencyMs: 100 });
  const question = ['list', '--search', 'Contact 7 Example', '--limit', String(limit), ...windowOf(events)];
  const matches = Array.from({ length: Math.ceil((events - 7) / 977) }, (_, index) => 7 + index * 977);
  const mustBeSeen = {
    desc: Math.ceil(((matches[limit - 1] ?? events) + 1) / 100),
    asc: Math.ceil((events - (matches.at(-limit) ?? 0)) / 100),
  };
  const measures: Measure[] = [];
  for (const [order, pages] of Object.entries(mustBeSeen)) {
    await account.stats();
    await runAudit(account.url, [...question, '--order', order]);
    const { requests } = await account.stats();
    measures.push({
      what: `${limit} of a filter that matches one event in 977, --order ${order}: requests`,
      ours: `${requests}`,
      floor: `${pages} pages that must be seen`,
      ratio: requests / pages,
      goal: { atMost: 1.2 },
    });
  }
  account.close();
  return measures;
}

/** Under 100 requests in 10 s: time against the limit's own, and refusals. */
export async function limited(pages: number): Promise<readonly Measure[]> {
  const limit = { max: 100, intervalMs: 10_000 };
  const account = await startInstantAccount({ events: pages * 100, latencyMs: 20, limit });
  const ours = await runAudit(account.url, exportAll(pages * 100, 'ndjson'));
  const { requests, refusals } = await account.stats();
  account.close();
  const ownMs = (pages / limit.max) * limit.intervalMs;
  return [
    {
      what: `${pages} pages under 100 requests in 10 s`,
      ours: `${(ours.ms / 1000).toFixed(1)} s`,
      floor: `the limit's own time ${ownMs / 1000} s`,
      ratio: ours.ms / ownMs,
      goal: { atMost: 1.1 },
    },
    {
      what: 'its refused requests',
      ours: `${refusals}`,
      floor: `${requests} requests`,
      ratio: refusals / requests,
      goal: { atMost: 1 / 200 },
    },
  ];
}
