import { expect, test } from 'vitest';
import { readLogPage } from '../../src/account/log-page.js';
import { isToldAlike } from '../../src/account/wire-event.js';

const head = '"_id":"a","createdAt":"2026-09-01T14:03:22.118Z"';

function eventOf(text: string) {
  const [event] = readLogPage(Buffer.from(`{"logs":[${text}],"pagination":{"hasMore":false}}`)).events;
  if (event === undefined) throw new Error('the page holds no event');
  return event;
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test.each([
  ['the same text', `{${head},"n":[1,{"x":null}]}`, `{${head},"n":[1,{"x":null}]}`, true],
  [
    'other spacing and order',
    `{${head},"n":{"a":1,"b":"é"}}`,
    `{ "n":{"b":"\\u00e9", "a":1.0},${head}}`,
    true,
  ],
  ['the same great number', `{${head},"n":12345678901234567890}`, `{${head},"n":12345678901234567890}`, true],
  ['the same depth of lists', `{${head},"n":${nested(90)}}`, `{${head},"n":${nested(90)}}`, true],
  ['another value', `{${head},"n":{"x":[1,2]}}`, `{${head},"n":{"x":[1,3]}}`, false],
  ['a value of another kind', `{${head},"n":[]}`, `{${head},"n":{}}`, false],
  ['a field more', `{${head}}`, `{${head},"n":null}`, false],
  ['a field of another name', `{${head},"n":1}`, `{${head},"__proto__":1}`, false],
  ['a list that is longer', `{${head},"n":[1]}`, `{${head},"n":[1,1]}`, false],
  [
    'numbers that JSON.parse takes for one',
    `{${head},"n":12345678901234567890}`,
    `{${head},"n":12345678901234567891}`,
    false,
  ],
  ['numbers beyond all numbers', `{${head},"n":1e400}`, `{${head},"n":1e401}`, false],
  ['another value very deep inside', `{${head},"n":${nested(90)}}`, `{${head},"n":${nested(91)}}`, false],
])('an event is told again with %s', (_, first, again, isAlike) => {
  expect(isToldAlike(eventOf(first), eventOf(again))).toBe(isAlike);
});

test.each([
  ['plain ASCII', `{${head},"n":"~ x"}`, { isPrintable: true, isPlain: true }],
  ['an escape', `{${head},"n":"\\u00e9 ~"}`, { isPrintable: true, isPlain: false }],
  ['a line break between its tokens', `{${head},\n"n":1}`, { isPrintable: false, isPlain: false }],
  ['a tab between its tokens', `{${head},\t"n":1}`, { isPrintable: false, isPlain: false }],
  ['a carriage return between its tokens', `{${head},\r"n":1}`, { isPrintable: false, isPlain: false }],
  ['DEL in a name', `{${head},"n":"\x7f"}`, { isPrintable: false, isPlain: false }],
  ['an accent', `{${head},"n":"é"}`, { isPrintable: false, isPlain: false }],
])(
  'an event with %s is known for what may be written of it as it is',
  (_, text, { isPrintable, isPlain }) => {
    const event = eventOf(text);
    expect(event.printableRaw).toBe(isPrintable ? text : undefined);
    expect(event.isPlain).toBe(isPlain);
  },
);

test('a page that is not all plain has its plain events for all that', () => {
  const texts = [`{${head},"n":"é"}`, `{${head},"n":"e"}`, `{${head},"n":"\\n"}`];
  const page = readLogPage(Buffer.from(`{"logs":[\n${texts.join(',')}],"pagination":{"hasMore":false}}`));
  expect(page.events.map(({ printableRaw }) => printableRaw)).toEqual([undefined, texts[1], texts[2]]);
  expect(page.events.map(({ isPlain }) => isPlain)).toEqual([false, true, false]);
});
