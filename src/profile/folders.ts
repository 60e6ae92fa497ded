/** Where this machine keeps settings and data; apart, because it is pure and each system has its own custom. */
import { posix, win32 } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Undefined or empty where there is none (cron, containers). */
  readonly homeFolder: string | undefined;
  readonly temporaryFolder: string;
  /** Keeps the temporary folders of several people apart. */
  readonly userId: number | undefined;
}

export interface Folders {
  readonly config: string;
  readonly data: string;
  /** Nobody has a home here: what is kept may not outlive the machine's next start. */
  readonly isTemporary: boolean;
}

/**
 * `AUDIT_CONFIG_DIR` and `AUDIT_DATA_DIR` first, then the system's custom: the XDG base directories (freedesktop.org,
 * version 0.8: only absolute values count), `~/Library` on macOS, `%APPDATA%` and `%LOCALAPPDATA%` on Windows.
 */
export function findFolders(machine: Machine): Folders {
  const path = machine.platform === 'win32' ? win32 : posix;
  const { AUDIT_CONFIG_DIR, AUDIT_DATA_DIR } = machine.environment;
  const bases = customBases(machine, path);
  const temporary = path.join(machine.temporaryFolder, `audit-${machine.userId ?? 'nobody'}`);
  return {
    config: AUDIT_CONFIG_DIR ? path.resolve(AUDIT_CONFIG_DIR) : path.join(bases.config ?? temporary, 'audit'),
    data: AUDIT_DATA_DIR ? path.resolve(AUDIT_DATA_DIR) : path.join(bases.data ?? temporary, 'audit', 'data'),
    isTemporary: (!AUDIT_CONFIG_DIR && !bases.config) || (!AUDIT_DATA_DIR && !bases.data),
  };
}

interface Bases {
  readonly config: string | undefined;
  readonly data: string | undefined;
}

function customBases(machine: Machine, path: typeof posix): Bases {
  const { environment, homeFolder } = machine;
  const inHome = (below: string) =>
    homeFolder && path.isAbsolute(homeFolder) ? path.join(homeFolder, below) : undefined;
  const given = (name: string) => {
    const value = environment[name];
    return value && path.isAbsolute(value) ? value : undefined;
  };
  if (machine.platform === 'win32') {
    return {
      config: given('APPDATA') ?? inHome('AppData\\Roaming'),
      data: given('LOCALAPPDATA') ?? inHome('AppData\\Local'),
    };
  }
  if (machine.platform === 'darwin') {
    return { config: inHome('Library/Preferences'), data: inHome('Library/Application Support') };
  }
  return {
    config: given('XDG_CONFIG_HOME') ?? inHome('.config'),
    data: given('XDG_DATA_HOME') ?? inHome('.local/share'),
  };
}
