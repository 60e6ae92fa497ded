import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createNetwork } from '../../../src/account/undici-network.js';
import { type Anchored, anchorNewest } from '../../../src/archive/timestamp/anchor.js';
import { readTimestamp } from '../../../src/archive/timestamp/token.js';
import { verifyArchive } from '../../../src/archive/verify/verify.js';
import { dayRead } from '../../support/alterable-archive.js';
import { temporaryFolder } from '../../support/folder.js';
import { addTo, type MadeArchive, makeArchive } from '../../support/made-archive.js';
import { isHere, runLine } from '../../support/strangers.js';
import { startTimeAuthority } from '../../support/time-authority.js';

const verify = ({ folder, archiveFolder }: MadeArchive) =>
  verifyArchive({
    folder: archiveFolder,
    configFolder: join(folder, 'config'),
    given: { keys: [], head: undefined },
    isIncremental: false,
    progress: () => {},
  });

/** An archive whose newest checkpoint was stamped. */
async function stamped(spoil?: (answer: Buffer) => Buffer) {
  const archive = await makeArchive(await temporaryFolder(), [dayRead('2026-11-01', 3)]);
  const authority = await startTimeAuthority(await temporaryFolder(), spoil);
  const network = createNetwork();
  onTestFinished(() => network.close());
  let anchored: Anchored | undefined;
  await addTo(archive, async (writer) => {
    const { signal } = new AbortController();
    anchored = await anchorNewest(writer, {
      url: authority.url,
      network,
      signal,
      nowMs: Date.parse('2026-11-22'),
    });
  });
  return { archive, authority, anchored };
}

describe.runIf(isHere('openssl'))('A time stamp', () => {
  test('is checked, kept, recorded, and good to openssl as well', async () => {
    const { archive, authority, anchored } = await stamped();
    expect(anchored).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      authority: 'CN=Time',
      size: 5,
      path: 'log/anchors/000000000005.1.tsr',
    });
    const line = `openssl ts -verify -data log/checkpoints/000000000005 -in ${anchored?.path} -CAfile ${authority.certificate}`;
    expect(runLine(line, archive.archiveFolder).said).toContain('Verification: OK');
    const { findings, grounds } = await verify(archive);
    expect({ findings, ground: grounds.at(-1) }).toEqual({
      findings: [],
      ground: expect.stringContaining(`5 leaves were there at ${anchored?.time}, says CN=Time`),
    });
  });

  test('whose imprint, number or time was altered, or which is of other bytes, attests nothing', async () => {
    const { archive, anchored } = await stamped();
    const path = join(archive.archiveFolder, anchored?.path ?? '');
    const [answer, checkpoint] = [
      await readFile(path),
      await readFile(join(archive.archiveFolder, 'log/checkpoints/000000000005')),
    ];
    expect(readTimestamp(answer, checkpoint)).toMatchObject({ authority: 'CN=Time' });
    expect(() => readTimestamp(answer, Buffer.concat([checkpoint, Buffer.from('x')]))).toThrow(
      'it is over other bytes',
    );
    const info = answer.indexOf(createHash('sha256').update(checkpoint).digest());
    for (let at = info; at < info + 70; at += 5) {
      const altered = Buffer.from(answer);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => readTimestamp(altered, checkpoint)).toThrow(
        'The time stamp is not one of this checkpoint',
      );
    }
    await writeFile(path, Buffer.concat([answer, Buffer.of(0)]));
    expect((await verify(archive)).findings).toMatchObject([{ code: 'anchor-altered' }]);
    await rm(path);
    expect((await verify(archive)).findings).toMatchObject([{ code: 'anchor-altered' }]);
  });

  test('that is not one is neither kept nor recorded', async () => {
    await expect(stamped(() => Buffer.from('<html>'))).rejects.toMatchObject({
      code: 'timestamp-wrong',
      exitCode: 10,
    });
    const flipped = (answer: Buffer) => {
      answer[answer.length - 3] = (answer.at(-3) ?? 0) ^ 1;
      return answer;
    };
    await expect(stamped(flipped)).rejects.toMatchObject({ code: 'timestamp-wrong' });
  });
});
