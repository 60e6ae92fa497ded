import { expect, test } from 'vitest';
import { findFolders, type Machine } from '../../src/profile/folders.js';

const linux: Machine = {
  platform: 'linux',
  environment: {},
  homeFolder: '/home/maria',
  temporaryFolder: '/tmp',
  userId: 1000,
};

test.each<[string, Partial<Machine>, ReturnType<typeof findFolders>]>([
  [
    'on Linux, the XDG folders below the home',
    {},
    { config: '/home/maria/.config/audit', data: '/home/maria/.local/share/audit/data', isTemporary: false },
  ],
  [
    'the XDG variables, where they are absolute',
    { environment: { XDG_CONFIG_HOME: '/etc/maria', XDG_DATA_HOME: 'relative/is/ignored' } },
    { config: '/etc/maria/audit', data: '/home/maria/.local/share/audit/data', isTemporary: false },
  ],
  [
    'our own variables before everything',
    { environment: { AUDIT_CONFIG_DIR: '/a', AUDIT_DATA_DIR: '/b', XDG_CONFIG_HOME: '/c' } },
    { config: '/a', data: '/b', isTemporary: false },
  ],
  [
    'on macOS, the library',
    { platform: 'darwin', homeFolder: '/Users/maria', environment: { XDG_CONFIG_HOME: '/c' } },
    {
      config: '/Users/maria/Library/Preferences/audit',
      data: '/Users/maria/Library/Application Support/audit/data',
      isTemporary: false,
    },
  ],
  [
    'on Windows, the application data',
    {
      platform: 'win32',
      homeFolder: 'C:\\Users\\maria',
      environment: { APPDATA: 'C:\\Users\\maria\\AppData\\Roaming' },
    },
    {
      config: 'C:\\Users\\maria\\AppData\\Roaming\\audit',
      data: 'C:\\Users\\maria\\AppData\\Local\\audit\\data',
      isTemporary: false,
    },
  ],
  [
    'with no home, a temporary folder of their own',
    { homeFolder: undefined },
    { config: '/tmp/audit-1000/audit', data: '/tmp/audit-1000/audit/data', isTemporary: true },
  ],
  [
    'with an empty home and one variable, a temporary folder for the rest',
    { homeFolder: '', environment: { AUDIT_DATA_DIR: '/b' } },
    { config: '/tmp/audit-1000/audit', data: '/b', isTemporary: true },
  ],
])('a person finds settings and data in %s', (_where, machine, expected) => {
  expect(findFolders({ ...linux, ...machine })).toEqual(expected);
});
