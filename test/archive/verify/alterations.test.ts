import { expect, test } from 'vitest';
import { alterAndVerify } from '../../support/altering.js';
import { temporaryFolder } from '../../support/folder.js';

test('Of two hundred random alterations none passes in silence; npm run archive-alterations makes ten thousand', async () => {
  const { unnoticed, found } = await alterAndVerify(await temporaryFolder(), 200, 20_261_122);
  expect(unnoticed).toEqual([]);
  expect(found).toBeGreaterThan(180);
});
