import { join } from 'node:path';
import { expect, test } from 'vitest';
import { leafOfEvent } from '../../../src/archive/log/leaf.js';
import { LeafLog } from '../../../src/archive/log/leaf-log.js';
import { createSigningKey } from '../../../src/archive/log/signing-key.js';
import { EarlierRoots } from '../../../src/archive/verify/earlier-roots.js';
import { temporaryFolder } from '../../support/folder.js';

test('Each earlier root that is read off the tiles in passing is the one that a proof would give', async () => {
  const folder = await temporaryFolder();
  const log = await LeafLog.open(folder, []);
  // Past the first full tile of the second level.
  const size = 65_536 + 300;
  await log.append(Array.from({ length: size }, (_, at) => leafOfEvent(`event_${at}`, String(at))));
  await log.commit(createSigningKey('hoopai-audit/services.example.com/loc_1/0123abcd'));
  const earlier = new EarlierRoots(join(folder, 'log'), size);
  for (const at of [0, 1, 2, 255, 256, 257, 300, 300, 1_024, 1_100, 65_535, 65_536, 65_537, 65_800, size])
    expect(Buffer.from(earlier.at(at)), `of ${at} leaves`).toEqual(Buffer.from(log.rootAt(at)));
});
