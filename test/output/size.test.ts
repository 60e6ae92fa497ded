/** Sizes as a person reads them. */
import { expect, test } from 'vitest';
import { sizeText } from '../../src/output/size.js';

test.each([
  [0, 'no bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [8_349_000, '8.3 MB'],
  [213_400_000, '213 MB'],
  [999_600, '1.0 MB'],
  [1.5e12, '1.5 TB'],
  [2e15, '2000 TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
