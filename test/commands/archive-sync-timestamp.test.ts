/** `audit archive sync --timestamp`: what was read is attested at once by an authority that openssl plays. */
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createNetwork } from '../../src/account/undici-network.js';
import { temporaryFolder } from '../support/folder.js';
import { programFolder, runAudit, type World, worldOf } from '../support/program.js';
import { handlerNetwork } from '../support/sandbox.js';
import { createSmallAccount } from '../support/small-account.js';
import { isHere, runLine } from '../support/strangers.js';
import { startTimeAuthority } from '../support/time-authority.js';

/** The small account, and the machine's own network beside it. */
async function connected(): Promise<World & { readonly folder: string }> {
  const world = worldOf(createSmallAccount());
  const inMemory = handlerNetwork(new Map(Object.entries(world.hosts ?? {})));
  const real = createNetwork();
  onTestFinished(() => real.close());
  const network = {
    request: (request: Parameters<typeof real.request>[0]) =>
      (new URL(request.url).origin in (world.hosts ?? {}) ? inMemory : real).request(request),
    close: async () => {},
  };
  return { ...world, network, folder: await programFolder() };
}

const reaching = async (address: string, line = 'archive sync --format json --timestamp') => {
  const world = await connected();
  const archive = join(world.folder, 'archive');
  const { stdout, stderr, exitCode } = await runAudit(
    `${line} ${address} --archive-folder ${archive}`,
    world,
  );
  return { archive, world, stderr, exitCode, report: stdout === '' ? undefined : JSON.parse(stdout) };
};

describe('a sync that is to be time stamped', () => {
  test.runIf(isHere('openssl'))('is stamped after its last commit, and says so', async () => {
    const authority = await startTimeAuthority(await temporaryFolder());
    const { archive, world, stderr, exitCode, report } = await reaching(authority.url);

    expect({ exitCode, events: report.new, failure: report.failure }).toEqual({
      exitCode: 0,
      events: 3,
      failure: null,
    });
    const { leaves, path, time } = report.timestamp;
    expect(stderr).toContain(`CN=Time attests that the archive had its ${leaves} leaves at ${time}.`);
    // The record of the stamp is the one leaf that it cannot attest.
    expect(report.head.split(' ')[1]).toBe(String(leaves + 1));
    const checkpoint = `log/checkpoints/${String(leaves).padStart(12, '0')}`;
    const line = `openssl ts -verify -data ${checkpoint} -in ${path} -CAfile ${authority.certificate}`;
    expect(runLine(line, archive).said).toContain('Verification: OK');
    const verified = await runAudit(`archive verify --archive-folder ${archive}`, world);
    expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('says CN=Time') });
  });

  test('keeps what it read where the authority is out of reach, and ends with 6', async () => {
    const { stderr, exitCode, report } = await reaching('http://127.0.0.1:1/tsr');

    expect({ exitCode, events: report.new, timestamp: report.timestamp }).toEqual({
      exitCode: 6,
      events: 3,
      timestamp: null,
    });
    expect(report).toMatchObject({ complete: true, failure: { code: 'timestamp-unreachable' } });
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error.message).toMatch(
      /^The time stamping authority http:\/\/127\.0\.0\.1:1\/tsr could not be reached: /,
    );
  });

  test.each(['tsa.example', 'http://ada:secret@tsa.example/tsr'])(
    'reads nothing where the address is none that may stand in the log: %s',
    async (address) => {
      const { stderr, exitCode, report } = await reaching(address, 'archive sync --timestamp');
      expect({ exitCode, report }).toEqual({ exitCode: 2, report: undefined });
      expect(stderr).not.toContain('secret');
    },
  );
});
