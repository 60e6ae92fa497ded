import { spawnSync } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/audit/event.js';
import { createCsv } from '../../src/output/csv.js';
import {
  type CsvShape,
  csvColumnNames,
  parseCsvColumns,
  usualCsvColumns,
} from '../../src/output/csv-columns.js';
import type { FormatOptions } from '../../src/output/format.js';
import { exampleEvent } from '../audit/example-event.js';
import { businessDays, sampleCoverage, sampleEvent, sampleView } from './sample.js';

const plain: CsvShape = { isPerField: false, isTimeSplit: false };

function csvOf(events: readonly AuditEvent[], options: Partial<FormatOptions> = {}): string {
  const format = createCsv({ view: sampleView, ...options });
  return format.start() + format.batch(events) + format.end(sampleCoverage());
}

/** The other reader: Python's own, of another house and another language. */
function readWithPython(text: string): unknown {
  const script =
    'import csv,json,sys,io; csv.field_size_limit(10**8); ' +
    'print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode("utf-8"), newline="")))))';
  const { stdout, status } = spawnSync('python3', ['-c', script], {
    input: text,
    maxBuffer: 1e8,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

describe('one row for each changed field', () => {
  const events = businessDays.slice(0, 4);
  const columns = parseCsvColumns(
    'id,field,label,oldValue,newValue,added,removed'.replace('label', 'fieldLabel'),
    {
      ...plain,
      isPerField: true,
    },
  );

  test('has its old and its new value; an event that changed nothing has a row too', () => {
    const text = csvOf([...events, sampleEvent({ _id: 'nothing-changed' })], { perField: true, columns });
    expect(text).toBe(
      [
        'Event ID,Field,Field label,Old value,New value,Added,Removed',
        '66f0c0ffee0000000000a008,pipelineStageId,Stage,STAGE1,STAGE2,,',
        '66f0c0ffee0000000000a008,pipelineStageName,Stage,Proposal,Won,,',
        '66f0c0ffee0000000000a007,name,Name,Sales 2026,,,',
        '66f0c0ffee0000000000a007,stages,Stages,"[{""name"":""New""},{""name"":""Won""}]",,,',
        '66f0c0ffee0000000000a007,opportunityCount,Opportunity count,214,,,',
        '66f0c0ffee0000000000a006,tags,Tags,,,"[""vip"",""2026""]",[]',
        "66f0c0ffee0000000000a005,phone,Phone,'+81 3 1234 5678,'+81 3 8765 4321,,",
        '66f0c0ffee0000000000a005,city,City,東京,横浜,,',
        '66f0c0ffee0000000000a005,dnd,DND,false,true,,',
        'nothing-changed,,,,,,',
        '',
      ].join('\r\n'),
    );
  });

  test('counts the rows of each event', () => {
    const format = createCsv({ view: sampleView, perField: true });
    const { bytes, ends, rows } = format.lines?.(events) ?? {};
    expect(rows).toEqual(new Uint32Array([2, 3, 1, 3]));
    expect(ends?.at(-1)).toBe(bytes?.length);
  });

  test('has frozen columns', () => {
    expect(usualCsvColumns({ isPerField: true, isTimeSplit: false }).join(' ')).toBe(
      'timestamp user eventType module description record id userId userEmail actor source recordId recordType ' +
        'field fieldLabel oldValue newValue added removed',
    );
  });
});

describe('times for a spreadsheet', () => {
  test('stand in three columns, in the zone, also in the hour that comes twice', () => {
    const columns = usualCsvColumns({ isPerField: false, isTimeSplit: true }).slice(0, 4);
    const twice = ['2026-11-01T06:30:00.250Z', '2026-11-01T07:30:00.250Z'].map((createdAt) =>
      sampleEvent({ createdAt }),
    );
    expect(csvOf(twice, { columns, bom: true })).toBe(
      '\ufeffDate,Time,UTC offset,User\r\n2026-11-01,01:30:00,-05:00,Unknown user\r\n2026-11-01,01:30:00,-06:00,Unknown user\r\n',
    );
  });

  test('are asked for by name too, once', () => {
    expect(parseCsvColumns('Date,timestamp,UTC offset', plain)).toEqual(['date', 'timestamp', 'utcOffset']);
    expect(parseCsvColumns('date,timestamp', { ...plain, isTimeSplit: true })).toEqual([
      'date',
      'time',
      'utcOffset',
    ]);
  });
});

test('a column that is of one changed field needs rows of one changed field', () => {
  expect(csvColumnNames(plain)).not.toContain('oldValue');
  expect(() => parseCsvColumns('id,old value', plain)).toThrow(
    expect.objectContaining({ exitCode: 2, hint: 'That is a column of --per-field.' }),
  );
  expect(() => parseCsvColumns('descripton', plain)).toThrow(
    expect.objectContaining({ exitCode: 2, hint: 'Did you mean description?' }),
  );
  expect(() => parseCsvColumns(' , ', plain)).toThrow(expect.objectContaining({ code: 'fields-missing' }));
});

describe('two readers of other houses', () => {
  const long = '"a,b"\r\n'.repeat(300_000);
  const events = [
    ...businessDays,
    sampleEvent({ documentName: long, before: { note: long }, after: { note: 'x' } }),
  ];

  test.each([
    ['as usual', {}],
    ['one row a field', { perField: true }],
    ['cells as they are', { rawCells: true }],
  ])('read the same cells, %s, also one of 2 MB', (_what, options) => {
    const text = csvOf(events, options);
    const rows: string[][] = parse(text, { max_record_size: 0 });
    expect(readWithPython(text)).toEqual(rows);
    expect(new Set(rows.map(({ length }) => length)).size).toBe(1);
    const recordAt = rows[0]?.indexOf('Record') ?? -1;
    expect(rows.at(-1)?.[recordAt] === long).toBe(true);
  });
});

/** Any cell, of what a CSV gives a meaning to and what it does not. */
const anyCell = fc.string({
  unit: fc.constantFrom('a', ' ', ',', '"', '\r', '\n', '\t', "'", '=', 'é', '木'),
  maxLength: 4,
});

test('whatever the cells hold, a row is what csv-stringify makes of them one by one', () => {
  const rules = { record_delimiter: '\r\n', quoted_match: /[\r\n]/ } as const;
  fc.assert(
    fc.property(fc.array(fc.tuple(anyCell, anyCell, anyCell), { minLength: 1, maxLength: 4 }), (rows) => {
      const events = rows.map(([recordName, id, recordId]) => ({
        ...exampleEvent(),
        recordName,
        id,
        recordId,
      }));
      const columns = ['record', 'id', 'recordId'] as const;
      const format = createCsv({ view: sampleView, columns, rawCells: true });
      expect(format.batch(events)).toBe(stringify(rows, rules));
      const alone = createCsv({ view: sampleView, columns: ['id'], rawCells: true });
      const ids = rows.map(([, id]) => [id]);
      expect(alone.batch(events)).toBe(stringify(ids, { ...rules, quoted_empty: true }));
    }),
  );
});
