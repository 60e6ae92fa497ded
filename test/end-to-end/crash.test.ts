import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { builtProgram, runProcess } from '../support/built.js';
import { temporaryFolder } from '../support/folder.js';

const token = 'Zk9qTw4xR7mB2vLpN8sYc0HdJ6g';

test('a failure that nobody caught is told with its place and code 1, and without the token', async () => {
  const home = await temporaryFolder();
  const crash = `setTimeout(() => { throw new TypeError('bad header Bearer ${token}: ' + encodeURIComponent('/${token}')) }, 300)`;
  const { exitCode, stdout, stderr } = await runProcess(
    process.execPath,
    [builtProgram(), 'list', '--quiet'],
    {
      PATH: dirname(process.execPath),
      HOME: home,
      AUDIT_TOKEN: token,
      // Nobody listens there: it tries for minutes.
      AUDIT_API_URL: 'http://127.0.0.1:1',
      AUDIT_LOCATION: 'Location1',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.on('newListener', (name) => { if (name === 'uncaughtException') ${crash} })`)}`,
    },
  );
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(
    /^audit: This is a bug of ours: bad header Bearer \[token\]: %2F\[token\]\n.*\n {4}at /su,
  );
  expect(stderr).not.toContain(token.slice(0, 12));
}, 60_000);
