/** The flags that choose events, as every command that reads is handed them. */
import type { FilterWords } from '../audit/filter.js';
import type { LogFlags } from './chosen-log.js';

/** As commander gives them; an absent flag is an absent key. */
export interface FilterFlags extends LogFlags {
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
