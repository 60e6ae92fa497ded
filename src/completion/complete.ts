/** A line as far as it is typed → what could come next. Pure; the shells' own ways are in `shell.ts`. */
import type { CommandGrammar, FlagGrammar, Grammar, ValueKind, Values } from './grammar.js';
import type { Known } from './known.js';

interface Candidate {
  /** The whole word. */
  readonly value: string;
  readonly text: string;
}

export interface Completion {
  /** The shell should offer files instead. */
  readonly isFiles: boolean;
  readonly candidates: readonly Candidate[];
}

export interface Knowledge {
  readonly grammar: Grammar;
  readonly known: Known;
  readonly profiles: readonly string[];
  /** Asked only where a zone is completed. */
  readonly zones: () => readonly string[];
}

const times: readonly (readonly [word: string, means: string])[] = [
  ['24h', 'the last 24 hours'],
  ['7d', 'the last seven days'],
  ['30d', 'the last thirty days'],
  ['today', 'since midnight'],
  ['yesterday', 'since its midnight'],
  ['monday', 'since the latest Monday'],
  ['this week', 'since its Monday'],
  ['last week', 'since its Monday'],
  ['this month', 'since its first day'],
  ['last month', 'since its first day'],
];

/** `words`: what stands after the program's name; the last one is being typed. */
export function complete(words: readonly string[], knowledge: Knowledge): Completion {
  const typed = words.at(-1) ?? '';
  const place = placeOf(words.slice(0, -1), knowledge.grammar.program);
  if (place.awaits !== undefined) return ofValues(place.awaits, typed, knowledge);
  const [, flag, given] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
  if (flag !== undefined && given !== undefined) {
    const values = place.flags.find(({ names }) => names.includes(flag))?.values;
    if (values === undefined) return { isFiles: false, candidates: [] };
    const { isFiles, candidates } = ofValues(values, given, knowledge);
    return {
      isFiles,
      candidates: candidates.map(({ value, text }) => ({ value: `${flag}=${value}`, text })),
    };
  }
  if (typed.startsWith('-') && !place.isAfterFlags)
    return { isFiles: false, candidates: flagsFrom(place.flags, typed) };
  const commands = Object.entries(place.command.commands).map(([value, { text }]) => ({ value, text }));
  if (commands.length > 0 && place.position === 0)
    return { isFiles: false, candidates: commands.filter(({ value }) => value.startsWith(typed)) };
  const values = place.command.arguments[place.position];
  return values === undefined ? { isFiles: false, candidates: [] } : ofValues(values, typed, knowledge);
}

interface Place {
  readonly command: CommandGrammar;
  /** Its own and those of every command. */
  readonly flags: readonly FlagGrammar[];
  /** What the flag before the cursor waits for. */
  readonly awaits: Values | undefined;
  /** How many arguments stand before the cursor. */
  readonly position: number;
  /** After `--`. */
  readonly isAfterFlags: boolean;
}

function placeOf(words: readonly string[], program: CommandGrammar): Place {
  let command = program;
  let position = 0;
  let awaits: Values | undefined;
  let isAfterFlags = false;
  const flags = () => (command === program ? program.flags : [...command.flags, ...program.flags]);
  for (const word of words) {
    if (awaits !== undefined) awaits = undefined;
    else if (isAfterFlags) position += 1;
    else if (word === '--') isAfterFlags = true;
    else if (word.startsWith('-')) awaits = flags().find(({ names }) => names.includes(word))?.values;
    else if (Object.hasOwn(command.commands, word)) command = command.commands[word] ?? command;
    else position += 1;
  }
  return { command, flags: flags(), awaits, position, isAfterFlags };
}

function flagsFrom(flags: readonly FlagGrammar[], typed: string): readonly Candidate[] {
  return flags.flatMap(({ names, text }) => {
    const value = names.find((name) => name.startsWith('--')) ?? names[0] ?? '';
    return value.startsWith(typed) ? [{ value, text }] : [];
  });
}

/** Lists are completed item by item; what stands before the last comma stays. */
const listed: ReadonlySet<ValueKind> = new Set(['users', 'types', 'modules', 'sources', 'objects', 'fields']);

function ofValues(values: Values, typed: string, knowledge: Knowledge): Completion {
  if (values === 'files') return { isFiles: true, candidates: [] };
  if (typeof values !== 'string') return { isFiles: false, candidates: matching(values.map(bare), typed) };
  const before = listed.has(values) ? typed.slice(0, typed.lastIndexOf(',') + 1) : '';
  const given = new Set(before.split(','));
  const candidates = matching(candidatesOf(values, knowledge), typed.slice(before.length))
    .filter(({ value }) => !given.has(value))
    .map(({ value, text }) => ({ value: before + value, text }));
  return { isFiles: false, candidates };
}

function candidatesOf(kind: ValueKind, { grammar, known, profiles, zones }: Knowledge): readonly Candidate[] {
  switch (kind) {
    case 'users':
    case 'objects':
    case 'events':
    case 'deletions':
      return known[kind].map(pair);
    case 'types':
    case 'modules':
    case 'sources':
      return [
        ...grammar.vocabulary[kind].map(pair),
        ...known[kind].map((wire) => ({ value: `raw:${wire}`, text: 'seen in this account' })),
      ];
    case 'times':
      return times.map(pair);
    case 'fields':
      return grammar.fields.map(bare);
    case 'profiles':
      return profiles.map(bare);
    case 'zones':
      return zones().map(bare);
    case 'commands':
      return Object.entries(grammar.program.commands).map(([value, { text }]) => ({ value, text }));
    case 'files':
    case 'nothing':
      return [];
  }
}

/** By its beginning, without case; people are found by any word of their name as well. */
function matching(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  const wanted = typed.toLowerCase();
  const begins = (text: string) => text.toLowerCase().startsWith(wanted);
  const byValue = candidates.filter(({ value }) => begins(value));
  if (byValue.length > 0 || wanted === '') return byValue;
  return candidates.filter(({ text }) => text.split(/\s+/u).some(begins));
}

function pair([value, text]: readonly [string, string]): Candidate {
  return { value, text };
}

function bare(value: string): Candidate {
  return { value, text: '' };
}
