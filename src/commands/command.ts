/** The shape of what a command does; how it is typed is the business of `usage`, which hands the flags over. */
import type { Context } from '../context.js';
import type { ExitCode } from '../errors.js';
import type { SettingFlags } from '../profile/settings.js';
import type { Witness } from './witness.js';

/** The flags that stand before or after every command. */
export interface GlobalFlags extends SettingFlags {
  /** Only what went wrong on stderr. */
  readonly quiet?: boolean;
  /** Requests and waits on stderr. */
  readonly verbose?: boolean;
  /** Where the archive is, instead of among the data. */
  readonly archiveFolder?: string;
  /** Told of what the command does to an account; undefined where nobody keeps a journal. */
  readonly witness?: Witness | undefined;
}

/** What a parsed command line asks for. */
export type Work = (context: Context, globals: GlobalFlags) => Promise<ExitCode>;
