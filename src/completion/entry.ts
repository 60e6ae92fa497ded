/** Answers a shell that completes a line: reads two small files and nothing else, asks nobody, and says nothing when something is wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complete } from './complete.js';
import type { Grammar } from './grammar.js';
import { type Known, knownFileName, knownFolderName, nothingKnown, parseKnown } from './known.js';
import { answerShell, type Line, type Shell, shells, splitLine } from './shell.js';

export interface CompletionWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configFolder: string;
  readonly dataFolder: string;
  /** What can be typed. */
  readonly grammar: Grammar;
}

/**
 * The answer to `__complete <shell> …`: bash hands over its line up to the cursor and its COMP_WORDBREAKS, the others the words
 * after the program's name. Empty where it makes no sense.
 */
export function answerCompletion(argv: readonly string[], world: CompletionWorld): string {
  const [name, ...rest] = argv;
  const shell = shells.find((candidate) => candidate === name);
  if (shell === undefined) return '';
  const { words, quote, raw } = lineOf(shell, rest);
  const profiles = readProfiles(world.configFolder);
  const completion = complete(words, {
    grammar: world.grammar,
    known: readKnown(words, profiles, world),
    profiles: [...profiles.locations.keys(), sandboxName],
    zones: () => Intl.supportedValuesOf('timeZone'),
  });
  return answerShell(shell, completion, { quote, raw }, shell === 'bash' ? (rest[1] ?? '') : '');
}

const sandboxName = 'sandbox';

function lineOf(shell: Shell, rest: readonly string[]): Line {
  if (shell === 'bash') return splitLine(rest[0] ?? '');
  const { words: [typed = ''] = [], quote, raw } = splitLine(`audit ${rest.at(-1) ?? ''}`);
  // fish hands the word over as it is typed, quotes and all; zsh has taken them off.
  return { words: [...rest.slice(0, -1), shell === 'fish' ? typed : (rest.at(-1) ?? '')], quote, raw };
}

interface StoredProfiles {
  readonly current: string | undefined;
  /** Location by profile. */
  readonly locations: ReadonlyMap<string, string>;
}

/** Leniently: whoever completes has no use for an error about a settings file. */
function readProfiles(configFolder: string): StoredProfiles {
  const stored = readJson(join(configFolder, 'config.json'));
  const entries = Object.entries(Object(memberOf(stored, 'profiles'))).flatMap(([name, profile]) => {
    const location = memberOf(profile, 'locationId');
    return typeof location === 'string' ? [[name, location] as const] : [];
  });
  const current = memberOf(stored, 'current');
  return { current: typeof current === 'string' ? current : undefined, locations: new Map(entries) };
}

/** The account that the line speaks to: by its own flags first, as the program reads them. */
function readKnown(
  words: readonly string[],
  { current, locations }: StoredProfiles,
  { environment, dataFolder }: CompletionWorld,
): Known {
  const named = words.includes('--sandbox')
    ? sandboxName
    : (after(words, '--profile') ?? environment['AUDIT_PROFILE']);
  const profile = named || current;
  const location =
    after(words, '--location') ??
    (profile === sandboxName
      ? sandboxName
      : environment['AUDIT_LOCATION'] || (profile === undefined ? undefined : locations.get(profile)));
  const file = location === undefined ? undefined : knownFileName(location);
  if (file === undefined) return nothingKnown;
  return parseKnown(readText(join(dataFolder, knownFolderName, file)) ?? '');
}

function after(words: readonly string[], flag: string): string | undefined {
  const at = words.indexOf(flag);
  const joined = words.find((word) => word.startsWith(`${flag}=`));
  return at < 0 ? joined?.slice(flag.length + 1) : words[at + 1];
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readText(path) ?? '');
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Object(value)[name] : {};
}
