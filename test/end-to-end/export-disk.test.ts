import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtProgram, runProcess } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';
import { createSmallAccount, smallEvents, smallLocationId } from '../support/small-account.js';

const events = Array.from({ length: 3_000 }, (_, index) => ({
  ...smallEvents[index % smallEvents.length],
  _id: `event-${String(index).padStart(5, '0')}`,
  createdAt: new Date(Date.parse('2026-01-19T12:00:00Z') + index * 60_000).toISOString(),
}));
const window = '--since 2026-01-19 --until 2026-01-22';

let audit: string;
let server: Server;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  audit = builtProgram();
  const { answer } = createSmallAccount({
    events,
    capabilities: { filters: [], maxPageSize: 100, retentionDays: 36_500 },
  });
  server = createServer(async (request, response) => {
    const headers = {};
    const {
      status,
      headers: told,
      body,
    } = await answer({ method: 'GET', target: request.url ?? '/', headers, body: '' });
    response.writeHead(status, told).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  env = {
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    AUDIT_API_URL: `http://127.0.0.1:${port}`,
    AUDIT_LOCATION: smallLocationId,
    AUDIT_TOKEN: 'a-session-token',
    AUDIT_NO_JOURNAL: '1',
  };
}, 60_000);

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function shell(script: string, folder: string) {
  return runProcess('sh', ['-c', script.replaceAll('audit ', `node ${audit} `)], env, { cwd: folder });
}

test('a disk that takes no more costs nothing that was there, says so, and is gone on with', async () => {
  const folder = await temporaryFolder();
  const target = join(folder, 'report.csv');
  writeFileSync(target, 'old');
  // 512 blocks of 512 bytes: as much as this process may write into one file.
  const full = await shell(`ulimit -f 512; audit export ${window} -o report.csv`, folder);
  expect(full.exitCode).toBe(3);
  expect(full.stderr).toBe(
    `audit: ${target}.partial could not be written: files may not grow that large here (EFBIG).\n` +
      'What was there before is untouched. Make room or mend the place, then go on: audit export --resume -o report.csv\n',
  );
  expect(readFileSync(target, 'utf8')).toBe('old');
  expect(readdirSync(folder).sort()).toEqual(['report.csv', 'report.csv.partial', 'report.csv.partial.json']);

  const { exitCode, stderr } = await shell('audit export --resume -o report.csv', folder);
  expect(exitCode, stderr).toBe(0);
  await shell(`audit export ${window} -o whole.csv`, folder);
  expect(readFileSync(target).equals(readFileSync(join(folder, 'whole.csv')))).toBe(true);
  expect(await shell('audit export verify report.csv whole.csv', folder)).toMatchObject({ exitCode: 0 });
});

test('what goes to stdout is what goes into a file, byte for byte, packed too', async () => {
  const folder = await temporaryFolder();
  await shell(`audit export ${window} -o file.csv; audit export ${window} > stdout.csv`, folder);
  await shell(`audit export ${window} --gzip -o file.gz; audit export ${window} --gzip > stdout.gz`, folder);
  const read = (name: string) => readFileSync(join(folder, name));
  expect(read('stdout.csv').equals(read('file.csv'))).toBe(true);
  expect(read('stdout.gz').equals(read('file.gz'))).toBe(true);
  const unpacked = await shell('gunzip -c file.gz | cmp - file.csv && gunzip -t file.gz', folder);
  expect(unpacked.exitCode, unpacked.stderr).toBe(0);
});

test('a shell may append to what there is, and a device that is full is told', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'log.csv'), 'first\n');
  await shell(`audit export ${window} --columns id -o /dev/stdout >> log.csv`, folder);
  expect(readFileSync(join(folder, 'log.csv'), 'utf8')).toMatch(/^first\nEvent ID\r\nevent-00000\r\n/);
  expect(readdirSync(folder)).toEqual(['log.csv']);
  expect((await shell(`audit export ${window} -o /dev/full`, folder)).exitCode).toBe(3);
  expect((await shell(`audit export ${window} > /dev/full`, folder)).exitCode).toBe(3);
});
