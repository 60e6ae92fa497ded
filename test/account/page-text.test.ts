import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLogPage } from '../../src/account/log-page.js';

const time = '"createdAt":"2026-09-01T14:03:22.118Z"';

/** Events as an account may write them: mostly plain, some with what looks like another event's beginning, or hides its own. */
const eventText = fc
  .tuple(
    fc.constantFrom(
      '{"_id":"a"',
      '{"_id":"a"',
      '{"_id":"a"',
      '{"_id":""',
      '{ "_id":"a"',
      '{"\\u005fid":"a"',
      '{"n":1,"_id":"a"',
      '{"n":1',
    ),
    fc.array(
      fc.constantFrom(
        ...[',"before":[{},{"_id":"b"}]', ',"after":{"_id":"a"}', ',"_id":"b"', ',"contact_id":"b"'],
        ...[
          ',"t":"{\\"_id\\":"',
          ',"t":"},{"',
          ',"t":"é\\\\"',
          ',"t":"\\"_id"',
          ',"t":["_id"]',
          ',"t":"_id"',
        ],
      ),
      { maxLength: 1 },
    ),
  )
  .map(([start, rest]) => `${start},${time}${rest.join('')}}`);

const list = fc.tuple(fc.array(eventText, { maxLength: 3 }), fc.constantFrom(',', ',', ' ,', ',\n'));

test('each event’s text is its own, whatever stands in it and around it', () => {
  fc.assert(
    fc.property(list, list, fc.boolean(), ([logs, comma], [mongoLogs, other], isMongoFirst) => {
      const lists = [`"logs":[${logs.join(comma)}]`, `"mongoLogs":[${mongoLogs.join(other)}]`];
      const members = [...(isMongoFirst ? lists.toReversed() : lists), '"pagination":{"hasMore":false}'];
      const { events, malformed } = readLogPage(Buffer.from(`{${members.join(',')}}`));
      const wires = [...logs, ...mongoLogs].map((text) => ({ text, id: JSON.parse(text)._id }));
      const isUsable = ({ id }: { id: unknown }) => typeof id === 'string' && id !== '';
      expect(events.map(({ rawText }) => rawText)).toEqual(wires.filter(isUsable).map(({ text }) => text));
      expect(malformed.map(({ rawText }) => rawText)).toEqual(
        wires.filter((wire) => !isUsable(wire)).map(({ text }) => text),
      );
    }),
    { numRuns: 2000 },
  );
});
