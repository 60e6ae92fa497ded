/** A job that runs by the clock, whoever starts it: what is typed, in which world, how often and when. */

export interface ScheduledJob {
  /** Node and the script, absolute. */
  readonly command: readonly [node: string, script: string];
  /** Words that name the account or all of them. */
  readonly account: readonly string[];
  /** Words that name the archive's folder, where it is not the usual one. */
  readonly folder: readonly string[];
  /** Tells it from the jobs of other accounts: letters that profiles are named with. */
  readonly name: string;
  /** No secret is in it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly every: 'hour' | 'day';
  /** For a job once a day. */
  readonly hour: number;
  readonly minute: number;
}

/** What brings the archive up to now: silent where all is well. */
export function syncWords({ command, account, folder }: ScheduledJob): readonly string[] {
  return [...command, 'archive', 'sync', '--quiet', ...account, ...folder];
}
