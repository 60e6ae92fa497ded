/** A command line written out again, so that somebody can go on with it: the same flags, quoted for a POSIX shell. */
import type { GlobalFlags } from './command.js';
import type { FilterFlags } from './filters.js';

/** A flag's value as commander gives it; true where it stands alone. */
type FlagValue = string | number | true | readonly string[] | undefined;

const filterFlags: readonly (readonly [flag: string, name: keyof FilterFlags])[] = [
  ['--since', 'since'],
  ['--until', 'until'],
  ['--user', 'user'],
  ['--type', 'type'],
  ['--module', 'module'],
  ['--record', 'record'],
  ['--object', 'object'],
  ['--source', 'source'],
  ['--search', 'search'],
  ['--not-user', 'notUser'],
  ['--not-type', 'notType'],
  ['--not-module', 'notModule'],
  ['--not-source', 'notSource'],
];

/** `audit <command>` with its own flags, the filters, and the global flags that choose an account and a zone. */
export function typedAgain(
  command: string,
  own: Readonly<Record<string, FlagValue>>,
  filters: FilterFlags,
  globals: GlobalFlags,
): string {
  const words = [
    ...Object.entries(own).flatMap(([flag, value]) => flagWords(flag, value)),
    ...filterFlags.flatMap(([flag, name]) => flagWords(flag, filters[name])),
    ...flagWords('--sandbox', globals.sandbox === true ? true : undefined),
    ...flagWords('--profile', globals.profile),
    ...flagWords('--location', globals.location),
    ...flagWords('--api-url', globals.apiUrl),
    ...flagWords('--tz', globals.tz),
    ...flagWords('--archive-folder', globals.archiveFolder),
  ];
  return shellWords(['audit', ...command.split(' '), ...words]);
}

/** Words as one types them at a POSIX shell. */
export function shellWords(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function flagWords(flag: string, value: FlagValue): readonly string[] {
  if (value === undefined) return [];
  if (value === true) return [flag];
  const values = typeof value === 'object' ? value : [String(value)];
  // A value that looks like a flag is one, unless it hangs on its flag.
  return values.flatMap((text) => (text.startsWith('-') ? [`${flag}=${text}`] : [flag, text]));
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
