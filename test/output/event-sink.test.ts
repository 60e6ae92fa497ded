import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readLogPage } from '../../src/account/log-page.js';
import type { AuditEvent } from '../../src/audit/event.js';
import { addEvents, createGzipSink, createPlainSink } from '../../src/output/event-sink.js';
import { createFormat, type FormatName, formatNames } from '../../src/output/formats.js';
import { businessDays, sampleView } from './sample.js';

/** The bytes that a sink wrote of these texts, as text. */
async function sunk(added: readonly (string | Uint8Array)[], gzip = false): Promise<string> {
  const chunks: Uint8Array[] = [];
  const write = async (bytes: Uint8Array) => void chunks.push(bytes);
  const sink = gzip ? await createGzipSink(write) : createPlainSink(write);
  for (const text of added) await sink.add(text, 1);
  await sink.end();
  const bytes = Buffer.concat(chunks);
  return (gzip ? gunzipSync(bytes) : bytes).toString('utf8');
}

describe('a sink hands on every character, however wide', () => {
  test.each([
    ['plain ASCII', 'a'.repeat(70_000)],
    ['three bytes a character, more than was made room for', '木'.repeat(70_000)],
    ['four bytes a character, after plain text', `${'a'.repeat(1_000)}${'🐕'.repeat(40_000)}`],
    ['Latin of two bytes', 'ä“'.repeat(3)],
    ['nothing', ''],
  ])('%s', async (_, text) => {
    expect(await sunk([text])).toBe(text);
    const bytes = Buffer.from(text);
    expect(await sunk([bytes, '“', text, 'end', new Uint8Array(), text])).toBe(`${text}“${text}end${text}`);
    expect(await sunk([text, '“', bytes], true)).toBe(`${text}“${text}`);
  });
});

/** What a sink wrote of these events, and what the format says of them in one text. */
async function bothWays(name: FormatName, events: readonly AuditEvent[]) {
  const [format, same] = await Promise.all([
    createFormat(name, { view: sampleView }),
    createFormat(name, { view: sampleView }),
  ]);
  const chunks: Uint8Array[] = [];
  const sink = createPlainSink(async (bytes) => void chunks.push(bytes));
  await addEvents(sink, format, events);
  await sink.end();
  return { written: Buffer.concat(chunks).toString('utf8'), said: same.batch(events) };
}

test.each(formatNames)('%s: a sink writes what the batch says, byte for byte', async (name) => {
  const { written, said } = await bothWays(name, businessDays);
  expect(written).toBe(said);
});

test.each(['json', 'ndjson'] as const)(
  '%s: the account\u2019s own bytes are written where they are harmless',
  async (name) => {
    const odd = [
      '"n":1',
      '"n":"\\u202e ~"',
      '"n":"\u202e"',
      '"n":"\x7f"',
      '"name":"\u00e9\u6728"',
      '\n\t"n" : 1.0',
    ];
    const logs = odd.map((rest, at) => `{"_id":"${at}","createdAt":"2026-09-01T14:03:22.118Z",${rest}}`);
    const { events } = readLogPage(
      Buffer.from(`{"logs":[${logs.join(',')}],"pagination":{"hasMore":false}}`),
    );
    expect(events.map(({ printableRaw }) => printableRaw !== undefined)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    const { written, said } = await bothWays(name, events);
    expect(written).toBe(said);
  },
);
