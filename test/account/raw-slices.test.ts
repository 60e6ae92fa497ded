import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementSpans } from '../../src/account/raw-slices.js';

/** The raw elements of `logs` and `mongoLogs`, and what JSON.parse makes of the same text. */
function cut(text: string) {
  const bytes = Buffer.from(text);
  const spans = elementSpans(bytes, ['logs', 'mongoLogs']);
  const parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  return ['logs', 'mongoLogs'].map((name) => {
    const found = spans.get(name);
    const raw =
      found &&
      Array.from({ length: found.length / 2 }, (_, index) =>
        bytes.toString('utf8', found[index * 2], found[index * 2 + 1]),
      );
    return { raw, parsed: Object.hasOwn(parsed, name) ? parsed[name] : undefined };
  });
}

/** What was cut, if it is an array, parses to the elements; anything else is not cut. */
function expectTrue(text: string): void {
  for (const { raw, parsed } of cut(text)) {
    expect(raw?.map((element) => JSON.parse(element))).toEqual(Array.isArray(parsed) ? parsed : undefined);
  }
}

/** JSON texts as nobody would write them: any white space, keys spelled with escapes, repeated keys, hostile strings. */
function oddJson(): fc.Arbitrary<string> {
  const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\r'), maxLength: 2 });
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '\u2028', 'é') }),
    )
    .map((value) => JSON.stringify(value));
  const escaped = (key: string) =>
    `"${[...key].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
  const key = fc.oneof(
    text,
    fc.constantFrom(
      '"logs"',
      '"mongoLogs"',
      escaped('logs'),
      '"lo\\u0067s"',
      '"pagination"',
      '"__proto__"',
      '""',
    ),
  );
  const scalar = fc.oneof(
    text,
    fc.constantFrom(
      '12345678901234567890',
      '1.0',
      '-0',
      '1e2',
      'true',
      'false',
      'null',
      '"\\ud800"',
      '"\\\\"',
      '"\\\\\\""',
    ),
  );
  const { value } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('object')),
    list: fc
      .array(
        fc.tuple(space, tie('value'), space).map((part) => part.join('')),
        { maxLength: 4 },
      )
      .map((items) => `[${items.join(',')}]`),
    object: fc
      .array(
        fc
          .tuple(space, key, space, fc.constant(':'), space, tie('value'), space)
          .map((part) => part.join('')),
        { maxLength: 5 },
      )
      .map((members) => `{${members.join(',')}}`),
  }));
  const member = fc
    .tuple(space, key, space, fc.constant(':'), space, value, space)
    .map((part) => part.join(''));
  return fc
    .tuple(fc.constantFrom('', '\uFEFF'), space, fc.array(member, { maxLength: 6 }), space)
    .map(([mark, before, members, after]) => `${mark}${before}{${members.join(',')}}${after}`);
}

test('whatever a page looks like, the cuts are the elements that JSON.parse sees', () => {
  fc.assert(fc.property(oddJson(), expectTrue), { numRuns: 3000 });
});

test.each([
  ['{}', [undefined, undefined]],
  ['{"logs":[]}', [[], undefined]],
  [
    '{"logs":[{"a":12345678901234567890,"a":1.0}],"mongoLogs":[ {"b" : "\\u00e9\\/"} ]}',
    [['{"a":12345678901234567890,"a":1.0}'], ['{"b" : "\\u00e9\\/"}']],
  ],
  [' { "mongoLogs" : [ 1 , "]" , [ ] , null ] } ', [undefined, ['1', '"]"', '[ ]', 'null']]],
  ['{"x":{"logs":[1]},"y":"\\"logs\\":[2]","logs":[{"logs":[3]}]}', [['{"logs":[3]}'], undefined]],
  ['{"logs":[1],"logs":[2,3]}', [['2', '3'], undefined]],
  ['{"logs":[1],"logs":null}', [undefined, undefined]],
  ['{"lo\\u0067s":[1]}', [['1'], undefined]],
  ['{"logs":[{"name":"é☃𝒳"},{"name":"\\ud800"}]}', [['{"name":"é☃𝒳"}', '{"name":"\\ud800"}'], undefined]],
])('%s', (text, expected) => {
  expect(cut(text).map(({ raw }) => raw)).toEqual(expected);
});

test('bytes that are cut anywhere end the cutting, never the program', () => {
  const bytes = Buffer.from('{"a":"\\"","logs":[{"b":["x\\\\",{}]},2]}');
  for (let length = 0; length <= bytes.length; length++) {
    expect(elementSpans(bytes.subarray(0, length), ['logs'])).toBeInstanceOf(Map);
  }
});
