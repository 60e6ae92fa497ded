import { spawnSync } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.js';
import { csvColumns } from '../../src/output/csv-columns.js';
import { type EventView, eventFields, type FieldName, fieldNames } from '../../src/output/fields.js';
import type { FormatOptions } from '../../src/output/format.js';
import { createFormat, type FormatName, formatNames, parseFormat } from '../../src/output/formats.js';
import { restoreCell } from '../../src/output/safe-cell.js';
import { readHostileTexts } from '../support/hostile-texts.js';
import { hostileEvent, hostileView } from './hostile-event.js';
import { businessDays, sampleCoverage, sampleEvent, sampleView } from './sample.js';

const hostileTexts = readHostileTexts();

async function written(
  name: FormatName,
  events: readonly AuditEvent[],
  options: Partial<FormatOptions> = {},
): Promise<string> {
  const format = await createFormat(name, { view: sampleView, ...options });
  const batches = events.map((event) => format.batch([event]));
  return format.start() + batches.join('') + format.end(sampleCoverage({ count: events.length }));
}

describe('every format writes the same two days', () => {
  test.each([
    ['tsv', {}, 'events.tsv'],
    ['tsv', { header: true }, 'events-header.tsv'],
    ['csv', {}, 'events.csv'],
    ['json', {}, 'events.json'],
    ['ndjson', {}, 'events.ndjson'],
  ] as const)('%s %j', async (name, options, file) => {
    await expect(await written(name, businessDays, options)).toMatchFileSnapshot(
      `../../fixtures/golden/${file}`,
    );
  });

  test.each(formatNames)('%s: the same in one batch as in many', async (name) => {
    const whole = await createFormat(name, { view: sampleView, width: 20 });
    const inOne = whole.batch(businessDays);
    const parts = await createFormat(name, { view: sampleView, width: 20 });
    const inMany = businessDays.map((event) => parts.batch([event])).join('');
    expect(inMany).toBe(inOne);
  });
});

describe('nothing found', () => {
  test.each([
    ['table', ''],
    ['tsv', ''],
    ['ndjson', ''],
  ] as const)('%s writes nothing', async (name, text) => {
    expect(await written(name, [])).toBe(text);
  });

  test('csv writes its header', async () => {
    expect(await written('csv', [])).toBe(
      'Timestamp,User,Event type,Module,Description,Record,Event ID,User ID,User email,Actor,Source,Record ID,Record type,Changed fields,Changes\r\n',
    );
  });

  test('json is a whole document', async () => {
    expect(JSON.parse(await written('json', []))).toMatchObject({
      schema: 1,
      events: [],
      coverage: { count: 0 },
    });
  });
});

describe('the words of --fields are the same in every format', () => {
  const event = businessDays.slice(0, 1);
  const fields = ['id', 'record', 'changedFields'] as const;

  test.each([
    ['tsv', '66f0c0ffee0000000000a008\tRoof repair\tpipelineStageId\n'],
    ['csv', 'Event ID,Record,Changed fields\r\n66f0c0ffee0000000000a008,Roof repair,pipelineStageId\r\n'],
    [
      'ndjson',
      '{"id":"66f0c0ffee0000000000a008","record":"Roof repair","changedFields":["pipelineStageId"]}\n',
    ],
    [
      'table',
      'Event ID                  Record        Changed fields\n66f0c0ffee0000000000a008  Roof repair   pipelineStageId\n',
    ],
  ] as const)('%s', async (name, text) => {
    expect(await written(name, event, { fields })).toBe(text);
  });
});

test('a format is known by its word, and an unknown one is answered with those there are', () => {
  expect(parseFormat(' CSV')).toBe('csv');
  expect(() => parseFormat('xml')).toThrow('There is no format "xml" here.');
  expect(() => parseFormat('table', ['csv', 'json'])).toThrow(
    expect.objectContaining({ exitCode: 2, hint: 'There are: csv, json' }),
  );
});

/** Any character that a terminal obeys or nobody sees; joiners are looked at in harmless.test.ts. */
const hostile =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}]|\p{Surrogate}/u;
const anyLineBreak = /\r\n|[\n\r\u2028\u2029\x85\v\f]/;

/** The names of the hostile texts for which a claim does not hold. */
async function failing(holds: (text: string) => Promise<boolean>): Promise<readonly string[]> {
  const outcomes = hostileTexts.map(async ({ id, text }) => ((await holds(text)) ? [] : [id]));
  return (await Promise.all(outcomes)).flat();
}

describe('of 400 hostile texts in every field', () => {
  test.each([
    ['table', { width: 200 }],
    ['table', { width: 80 }],
    ['table', { width: 20 }],
    ['table', { width: 300, fields: fieldNames }],
    ['json', {}],
    ['ndjson', { fields: fieldNames }],
  ] as const)('none does anything through %s %j', async (name, options) => {
    const isHarmless = async (text: string) =>
      !hostile.test(await written(name, [hostileEvent(text)], { view: hostileView(text), ...options }));
    expect(await failing(isHarmless)).toEqual([]);
  });

  test('none does anything through TSV, and each event is one line with all its columns', async () => {
    const isOneLine = async (text: string) => {
      const tsv = await written('tsv', [hostileEvent(text)], { view: hostileView(text), fields: fieldNames });
      const cells = tsv.slice(0, -1).split('\t');
      return (
        cells.length === fieldNames.length &&
        !cells.some((cell) => hostile.test(cell) || anyLineBreak.test(cell))
      );
    };
    expect(await failing(isOneLine)).toEqual([]);
  });

  test('each keeps its exact value in NDJSON, on one line', async () => {
    const isExact = async (text: string) => {
      const event = hostileEvent(text);
      const lines = (await written('ndjson', [event], { view: hostileView(text) })).split(anyLineBreak);
      const { userId, raw } = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
      return lines.length === 2 && userId === text && JSON.stringify(raw) === event.rawText;
    };
    expect(await failing(isExact)).toEqual([]);
  });

  test('none does anything through CSV, and each comes back from it', async () => {
    const comesBack = async (text: string) => {
      const [event, view] = [hostileEvent(text), hostileView(text)];
      const csv = await written('csv', [event], { view, fields: fieldNames });
      const rows = parse(csv) as string[][];
      const cells = rows[1] ?? [];
      return (
        rows.length === 2 &&
        !hostile.test(csv.replaceAll(/\t|\r\n/g, '')) &&
        fieldNames.every(
          (name, column) => name === 'timestamp' || isCellOf(name, cells[column] ?? '', event, view),
        )
      );
    };
    expect(await failing(comesBack)).toEqual([]);
  });
});

function isCellOf(name: FieldName, cell: string, event: AuditEvent, view: EventView): boolean {
  const field = eventFields[name];
  const value = field.value(event, view);
  if (field.kind === 'json') return cell === value;
  return restoreCell(cell) === (typeof value === 'string' ? value : (value?.join(', ') ?? ''));
}

describe('CSV', () => {
  test('has frozen columns', () => {
    expect(csvColumns).toEqual([
      'timestamp',
      'user',
      'eventType',
      'module',
      'description',
      'record',
      'id',
      'userId',
      'userEmail',
      'actor',
      'source',
      'recordId',
      'recordType',
      'changedFields',
      'changes',
    ]);
  });

  test('says the time with the offset of the zone, on both sides of summer time', async () => {
    const events = ['2026-10-31T05:30:00.000Z', '2026-11-01T07:30:00.001Z'].map((createdAt) =>
      sampleEvent({ createdAt }),
    );
    expect(await written('csv', events, { fields: ['timestamp'] })).toBe(
      'Timestamp\r\n2026-10-31T00:30:00.000-05:00\r\n2026-11-01T01:30:00.001-06:00\r\n',
    );
  });

  test('raw cells are the very texts', async () => {
    const event = sampleEvent({ documentName: '=1+1\x1b', id: 'X' });
    expect(await written('csv', [event], { fields: ['record'], rawCells: true })).toBe(
      'Record\r\n=1+1\x1b\r\n',
    );
    expect(await written('csv', [event], { fields: ['record'] })).toBe("Record\r\n'=1+1\\u001b\r\n");
  });

  test('begins with a byte order mark when asked to', async () => {
    expect(await written('csv', [], { fields: ['id'], bom: true })).toBe('\ufeffEvent ID\r\n');
  });

  test('an empty cell that is alone in its row is still a row', async () => {
    const rows = await written('csv', [sampleEvent({}), sampleEvent({})], { fields: ['record'] });
    expect(parse(rows)).toEqual([['Record'], [''], ['']]);
  });

  /** Who has only the rule, and another language: written from its words in safe-cell.ts, not from our code. */
  const readAndRestore = String.raw`
import csv, io, json, re, sys
csv.field_size_limit(10**9)
rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8', newline='')))
danger = re.compile(r"'+([\s\x00]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\x00])")
def restore(cell):
    if danger.match(cell): cell = cell[1:]
    cell = re.sub(r'\\u([0-9a-f]{4})', lambda found: chr(int(found[1], 16)), cell)
    return cell.encode('utf-16-le', 'surrogatepass').decode('utf-16-le', 'surrogatepass')
json.dump([[restore(cell) for cell in row] for row in rows], sys.stdout)
`;
  const hasPython = spawnSync('python3', ['--version']).status === 0;

  test.skipIf(!hasPython)(
    'Python reads what was written, and restores it by the stated rule alone',
    async () => {
      const texts = [...hostileTexts.map(({ text }) => text), 'a,"b"\r\nc\td', 'x'.repeat(2_000_000)];
      const events = texts.map((text) => sampleEvent({ documentName: text }));
      const csv = await written('csv', events, { fields: ['record', 'id'] });
      const { stdout } = spawnSync('python3', ['-c', readAndRestore], {
        input: csv,
        maxBuffer: 1e9,
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
      });
      const rows = JSON.parse(stdout) as string[][];
      expect(rows.slice(1).map(([record]) => record)).toEqual(texts);
    },
  );
});

describe('the raw event', () => {
  test('keeps every byte that JSON.parse would lose', async () => {
    const rawText =
      '{"_id":"a","n":12345678901234567890,"f":1.0,"e":1e2,"twice":1,"twice":2,"s":"\\u0041\\/"}';
    const line = await written('ndjson', [sampleEvent({}, rawText)], { fields: ['id', 'raw'] });
    expect(line).toBe(`{"id":"66f0c0ffee0000000000a001","raw":${rawText}}\n`);
  });

  test('stays on one line however the account has broken it', async () => {
    const rawText = '{\r\n\t"_id": "a",\n  "text": "b\\nc"\n}';
    expect(await written('ndjson', [sampleEvent({}, rawText)], { fields: ['raw'] })).toBe(
      '{"raw":{   "_id": "a",   "text": "b\\nc" }}\n',
    );
  });

  test('has its line separators and bidi marks as escapes, of the same value', async () => {
    const rawText = '{"text":"a\u2028b\u202ec\u009bd"}';
    expect(await written('ndjson', [sampleEvent({}, rawText)], { fields: ['raw'] })).toBe(
      '{"raw":{"text":"a\\u2028b\\u202ec\\u009bd"}}\n',
    );
  });

  test('that is nested a hundred thousand levels deep ends no export', async () => {
    const depth = 100_000;
    const rawText = `{"after":{"deep":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
    const { after } = JSON.parse(rawText) as { after: Record<string, unknown> };
    const event = { ...sampleEvent({ changedFields: ['deep'] }, rawText), after };
    expect(await written('csv', [event], { fields: ['changes', 'after'] })).toContain('tooDeep');
    const line = await written('ndjson', [event]);
    expect(line).toContain(`"raw":${rawText}`);
  });
});
