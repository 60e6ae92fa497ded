/** The flags that choose events, the same for every command that reads. */
import type { Command } from 'commander';
import { collect } from './command.js';

/** What `--archive` does, wherever it stands. */
export const archiveFlagText = 'out of the archive alone, offline: no token, no network';

/** Each but the times and the text repeats and takes comma lists. */
export function declareFilters(command: Command): Command {
  return command
    .optionsGroup('Which events (a,b or repeated: any of them):')
    .option('--since <time>', 'from this time on: 7d, yesterday, 2026-11-01, "last month"…')
    .option('--until <time>', 'before this time; default: now')
    .option('--user <user>', 'name, part of a name, e-mail or id', collect)
    .option('--type <type>', 'event type: deleted, tag-added…', collect)
    .option('--module <module>', 'contacts, opportunities, pipelines, settings…', collect)
    .option('--record <record>', 'id, name, or part of a name', collect)
    .option('--object <object>', 'custom object, by key or label', collect)
    .option('--source <source>', 'web, mobile, workflow, integration…', collect)
    .option('--search <text>', 'in description, record and changed values')
    .option('--not-user <user>', 'everybody but', collect)
    .option('--not-type <type>', 'every type but', collect)
    .option('--not-module <module>', 'every module but', collect)
    .option('--not-source <source>', 'every source but', collect)
    .option('--archive', archiveFlagText);
}
