/** What `audit archive schedule` prints can be put in its place as it is. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/context.js';
import { makePrivateFolder } from '../../src/profile/private-folder.js';
import { createProfileStore } from '../../src/profile/store.js';
import { temporaryFolder } from '../support/folder.js';
import { programFolder, runAudit, type World } from '../support/program.js';

/** systemd's own judge, where there is one. */
const analyze = '/usr/bin/systemd-analyze';
const command = ['/opt/node 20/bin/node', '/opt/audit/bin/audit.js'] as const;
const acme: Profile = { name: 'acme', apiUrl: 'https://api.acme.example', locationId: 'L1', auth: 'bearer' };

async function connected(world: World = {}): Promise<World> {
  const folder = await programFolder();
  await createProfileStore(join(folder, 'config'), makePrivateFolder).save(acme);
  return { folder, runner: { command }, ...world };
}

/** As cron does it: splits off five fields, then takes backslashes from percent signs. */
function commandOfCron(line: string): string {
  const [, , , , , ...rest] = line.split(' ');
  return rest.join(' ').replaceAll('\\%', '%');
}

describe('a line for cron', () => {
  test('runs the program where it is, for the profile in use, at a minute of its own', async () => {
    const { exitCode, stdout, stderr } = await runAudit('archive schedule --print', await connected());

    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      [
        '# Add these lines with: crontab -e',
        '# Mail comes only when something wants attention: 3 a hole, 4 the token, 6 the account is out of reach, 10 a proof failed.',
        '# A run that meets another one ends at once with 2; nothing is lost by it.',
        'MAILTO=your-address@example.com',
        "30 3 * * * '/opt/node 20/bin/node' /opt/audit/bin/audit.js archive sync --quiet --profile acme >/dev/null",
        '',
      ].join('\n'),
    );
    expect(stderr).toContain('acme will need a token command');
  });

  test('carries folders along and no secret, and survives what a shell and cron would take for their own', async () => {
    const folder = '/data/100% Ada\'s $HOME `x` \\ "y"';
    const env = {
      AUDIT_DATA_DIR: folder,
      AUDIT_TOKEN: 'secret-token',
      HTTPS_PROXY: 'http://ada:secret-word@proxy.example:3128',
    };
    const { stdout, stderr } = await runAudit('archive schedule --every hour', await connected({ env }));
    const line = stdout.split('\n')[4] ?? '';

    expect(line.startsWith('30 * * * * ')).toBe(true);
    const shown = commandOfCron(line).replace(/ '\/opt\/node 20.*$/, ' printenv AUDIT_DATA_DIR');
    expect(execFileSync('/bin/sh', ['-c', shown], { encoding: 'utf8' })).toBe(`${folder}\n`);
    expect(stdout + stderr).not.toContain('secret-');
    expect(stderr).toContain('AUDIT_TOKEN is left out');
    expect(stderr).toContain('The proxy is left out');
  });
});

describe('units for systemd', () => {
  test.skipIf(!existsSync(analyze))('are ones by its own word, whatever stands in them', async () => {
    const env = { AUDIT_DATA_DIR: '/data/100% $HOME "x" \\y' };
    const world = await connected({ env, runner: { command: [process.execPath, '/opt/50%/$x/audit.js'] } });
    const { stdout } = await runAudit('archive schedule --print systemd', world);
    const folder = join(await temporaryFolder(), 'units');
    await mkdir(folder);
    const files = stdout.split(/^# ~\/\.config\/systemd\/user\/(?=audit-)/m).slice(1);
    const paths = await Promise.all(
      files.map(async (text) => {
        const [name = '', ...lines] = text.split('\n');
        const path = join(folder, name);
        await writeFile(path, lines.join('\n'));
        return path;
      }),
    );

    expect(files.map((text) => text.split('\n')[0])).toEqual([
      'audit-archive-acme.service',
      'audit-archive-acme.timer',
      'audit-archive-acme-failed.service',
    ]);
    const judge = () =>
      execFileSync(analyze, ['verify', '--user', '--man=no', ...paths], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'] ?? '', XDG_RUNTIME_DIR: folder, SYSTEMD_UNIT_PATH: `${folder}:` },
      });
    expect(judge()).toBe('');
    expect(stdout).toContain('Environment="AUDIT_DATA_DIR=/data/100%% $HOME \\"x\\" \\\\y"');
    expect(stdout).toContain('"/opt/50%%/$$x/audit.js"');
    expect(stdout).toContain('Persistent=true');
  });
});

describe('a property list for launchd', () => {
  test('is XML whose texts are what is meant', async () => {
    const env = { AUDIT_DATA_DIR: '/data/<a> & b' };
    const { stdout } = await runAudit('archive schedule --print launchd', await connected({ env }));
    const texts = [...stdout.matchAll(/<string>([^<]*)<\/string>/g)].map(([, text = '']) =>
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    );

    expect(texts).toEqual([
      'com.hoopai-audit.archive.acme',
      '/bin/sh',
      '-c',
      `'/opt/node 20/bin/node' /opt/audit/bin/audit.js archive sync --quiet --profile acme >/dev/null 2>>"$HOME/Library/Logs/com.hoopai-audit.archive.acme.log" || /usr/bin/osascript -e 'display notification "Look into Console, or run: audit archive sync" with title "The archive of acme could not be synced"'`,
      '/data/<a> & b',
      'Background',
    ]);
    const opened = [...stdout.matchAll(/<(\/?)(\w+)[^>!?]*>/g)].map(([, end, name]) => `${end}${name}`);
    const stack: string[] = [];
    for (const tag of opened) {
      if (tag.startsWith('/')) expect(stack.pop()).toBe(tag.slice(1));
      else stack.push(tag);
    }
    expect(stack).toEqual([]);
  });
});

test.each(['cron', 'systemd', 'launchd'])('what nobody can see goes into no schedule: %s', async (kind) => {
  for (const folder of ['/data/\u001b[8mx', '/data/a\nb', '/data/\u202e']) {
    const world = await connected({ env: { AUDIT_ARCHIVE_FOLDER: folder } });
    const { exitCode, stdout, stderr } = await runAudit(['archive', 'schedule', '--print', kind], world);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('A schedule cannot carry AUDIT_ARCHIVE_FOLDER');
  }
});

test('whoever has only variables is told that a job would not have them', async () => {
  const env = { AUDIT_API_URL: 'https://x.example', AUDIT_TOKEN: 't', AUDIT_LOCATION: 'L' };
  const { exitCode, stderr } = await runAudit('archive schedule', { env });

  expect(exitCode).toBe(5);
  expect(stderr).toContain('A job needs a connected account');
});
