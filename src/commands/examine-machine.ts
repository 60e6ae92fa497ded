/** What the doctor looks at without asking anybody: Node, folders, variables, profiles. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Context } from '../context.js';
import { exitCodes } from '../errors.js';
import { type Finding, look } from './finding.js';

/** The variables that go before what a profile says (cli.md). */
const settingVariables = [
  'AUDIT_TOKEN',
  'AUDIT_AUTH',
  'AUDIT_LOCATION',
  'AUDIT_API_URL',
  'AUDIT_PROFILE',
  'AUDIT_TZ',
  'AUDIT_CONFIG_DIR',
  'AUDIT_DATA_DIR',
  'AUDIT_MAX_WAIT',
] as const;

/** In the order in which a person would look. */
export async function examineMachine(context: Context): Promise<readonly Finding[]> {
  return [
    { what: 'Program', state: 'works', text: `audit ${context.version}, Node ${context.runner.nodeVersion}` },
    await look('Settings folder', () => examineFolder(context.configFolder, 'AUDIT_CONFIG_DIR')),
    await look('Data folder', () => examineFolder(context.dataFolder, 'AUDIT_DATA_DIR')),
    ...examineVariables(context),
    await look('Profiles', () => examineProfiles(context)),
  ];
}

/** A folder is made when it is first needed, so that its parents count where it is not there yet. */
async function examineFolder(folder: string, variable: string): Promise<Omit<Finding, 'what'>> {
  const { path, isMissing } = await nearestExisting(folder);
  try {
    if (!(await stat(path)).isDirectory()) throw new Error('it is no folder');
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      state: 'fails',
      text: `${folder} cannot be used: ${path} (${code ?? message})`,
      next: `Name a folder that can be written: ${variable}=…`,
      exitCode: exitCodes.access,
    };
  }
  return { state: 'works', text: isMissing ? `${folder} (made when it is needed)` : folder };
}

async function nearestExisting(
  folder: string,
): Promise<{ readonly path: string; readonly isMissing: boolean }> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      await stat(path);
      return { path, isMissing: path !== folder };
    } catch (error) {
      const isNotThere = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isNotThere || path === dirname(path)) return { path, isMissing: path !== folder };
    }
  }
}

/** Names only: what a token's variable holds is nobody's business. */
function examineVariables({ environment }: Context): readonly Finding[] {
  const set = settingVariables.filter((name) => environment[name]);
  if (set.length === 0) return [];
  const text = `${set.join(', ')} ${set.length === 1 ? 'is' : 'are'} set and ${set.length === 1 ? 'goes' : 'go'} before the profile`;
  return [{ what: 'Variables', state: 'limited', text }];
}

async function examineProfiles({ profiles }: Context): Promise<Omit<Finding, 'what'>> {
  const [all, current] = await Promise.all([profiles.list(), profiles.currentName()]);
  if (all.length === 0 && current === undefined) {
    return { state: 'limited', text: 'none', next: 'Connect your account: audit login' };
  }
  const names = all.map(({ name }) => name).join(', ');
  return { state: 'works', text: `${names || 'none'}; in use: ${current ?? 'none'}` };
}
