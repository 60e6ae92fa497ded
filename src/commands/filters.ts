/** The flags that choose events, the same for every command that reads; and what they need to know to be understood. */
import type { Command } from 'commander';
import type { FilterWords } from '../audit/filter.js';

/** As commander gives them; an absent flag is an absent key. */
export interface FilterFlags {
  readonly since?: string;
  readonly until?: string;
  readonly user?: readonly string[];
  readonly type?: readonly string[];
  readonly module?: readonly string[];
  readonly record?: readonly string[];
  readonly object?: readonly string[];
  readonly source?: readonly string[];
  readonly search?: string;
  readonly notUser?: readonly string[];
  readonly notType?: readonly string[];
  readonly notModule?: readonly string[];
  readonly notSource?: readonly string[];
}

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
    .option('--not-source <source>', 'every source but', collect);
}

/** Whether any of the flags chooses events. */
export function asksFilter(flags: FilterFlags): boolean {
  const { search, since, until } = flags;
  const lists = Object.values(filterWords(flags)).filter((words) => Array.isArray(words));
  return [search, since, until].some((text) => text !== undefined) || lists.some(({ length }) => length > 0);
}

/** The filters among the flags, in the form in which they are resolved. */
export function filterWords(flags: FilterFlags): FilterWords {
  return {
    user: flags.user ?? [],
    type: flags.type ?? [],
    module: flags.module ?? [],
    record: flags.record ?? [],
    object: flags.object ?? [],
    source: flags.source ?? [],
    search: flags.search,
    notUser: flags.notUser ?? [],
    notType: flags.notType ?? [],
    notModule: flags.notModule ?? [],
    notSource: flags.notSource ?? [],
  };
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
