/** The three open vocabularies of the log (event types, modules, sources): labels for people, spellings → wire values. */
import { UsageError } from '../errors.js';
import { eventTypeHeadings, eventTypes } from './event-type.js';
import { moduleHeadings, modules } from './module.js';
import { nearest } from './nearest.js';
import { type Hand, sourceHeadings, sources } from './source.js';
import { derivedLabel, type Heading, spellingKey, type Word } from './word.js';

export type VocabularyKind = 'type' | 'module' | 'source';

interface Vocabulary {
  readonly name: string;
  readonly code: string;
  readonly listing: string;
  readonly words: readonly Word[];
  readonly headings: readonly Heading[];
}

const vocabularies: Readonly<Record<VocabularyKind, Vocabulary>> = {
  type: {
    name: 'event type',
    code: 'unknown-event-type',
    listing: 'audit values types',
    words: eventTypes,
    headings: eventTypeHeadings,
  },
  module: {
    name: 'module',
    code: 'unknown-module',
    listing: 'audit values modules',
    words: modules,
    headings: moduleHeadings,
  },
  source: {
    name: 'source',
    code: 'unknown-source',
    listing: 'audit values sources',
    words: sources,
    headings: sourceHeadings,
  },
};

const typeLabels = labelsOf(eventTypes);
const moduleLabels = labelsOf(modules);
const sourceLabels = labelsOf(sources);
const nouns: ReadonlyMap<string, string> = new Map(modules.map(({ wire, noun }) => [wire, noun]));
const hands: ReadonlyMap<string, Hand> = new Map(sources.map(({ wire, hand }) => [wire, hand]));

function labelsOf(words: readonly Word[]): ReadonlyMap<string, string> {
  return new Map(words.map(({ wire, label }) => [wire, label]));
}

/** How people read an event type: `TAG_ADDED` → `Tag added`; unknown ones are made readable, never dropped. */
export function labelOfType(wire: string): string {
  return typeLabels.get(wire) ?? derivedLabel(wire);
}

/** How people read a module: `CONTACT` → `Contacts`; unknown ones are made readable. */
export function labelOfModule(wire: string): string {
  return moduleLabels.get(wire) ?? derivedLabel(wire);
}

/** How people read a source: `WORKFLOW_NEW` → `Workflow`; unknown ones are made readable. */
export function labelOfSource(wire: string): string {
  return sourceLabels.get(wire) ?? derivedLabel(wire);
}

/** One record of a module within a sentence: `CONTACT` → `contact`; undefined where the module is not known. */
export function nounOfModule(wire: string): string | undefined {
  return nouns.get(wire);
}

/** Whether an event type is one that we have a sentence for. */
export function isKnownType(wire: string): boolean {
  return typeLabels.has(wire);
}

/** Whose hand a source tells of; `unknown` where the source says nothing or is not known. */
export function handOfSource(wire: string): Hand {
  return hands.get(wire) ?? 'unknown';
}

/** The wire values that the product is known to use, in the order of the tables. */
export function knownWireValues(kind: VocabularyKind): readonly string[] {
  return vocabularies[kind].words.map(({ wire }) => wire);
}

/**
 * The wire values that people's words mean, each once, in the order of the words. `raw:SOME_VALUE` is taken as it is.
 * `alsoKnown`: wire values that this account has shown.
 * @throws UsageError `unknown-event-type`, `unknown-module` or `unknown-source`, with the nearest in the hint.
 */
export function resolveVocabulary(
  kind: VocabularyKind,
  words: readonly string[],
  alsoKnown: readonly string[],
): readonly string[] {
  const spellings = spellingsOf(vocabularies[kind], alsoKnown);
  return [...new Set(words.flatMap((word) => resolveWord(word, spellings, vocabularies[kind])))];
}

function resolveWord(word: string, spellings: Spellings, vocabulary: Vocabulary): readonly string[] {
  const raw = rawValueOf(word);
  if (raw !== undefined) return [raw];
  const wires = spellings.get(spellingKey(word))?.wires;
  if (wires !== undefined) return [...wires];
  throw unknownWord(word, spellings, vocabulary);
}

/** What follows `raw:`: a wire value or id to be taken as it is; undefined for any other word. */
export function rawValueOf(word: string): string | undefined {
  const value = /^\s*raw:(.*)$/is.exec(word)?.[1]?.trim();
  return value === '' ? undefined : value;
}

type Spellings = ReadonlyMap<string, { readonly shown: string; readonly wires: ReadonlySet<string> }>;

/** A heading wins over the word of the same spelling: it holds it. */
function spellingsOf({ words, headings }: Vocabulary, alsoKnown: readonly string[]): Spellings {
  const spellings = new Map<string, { shown: string; wires: Set<string> }>();
  const add = (spelling: string, wires: readonly string[]): void => {
    const key = spellingKey(spelling);
    const known = spellings.get(key) ?? {
      shown: spelling.toLowerCase().replaceAll('_', '-'),
      wires: new Set<string>(),
    };
    for (const wire of wires) known.wires.add(wire);
    if (key !== '') spellings.set(key, known);
  };
  for (const { wire, label, spellings: others = [] } of words) {
    for (const spelling of [wire, label, ...others]) add(spelling, [wire]);
  }
  for (const { spellings: shared, wires } of headings) for (const spelling of shared) add(spelling, wires);
  for (const wire of alsoKnown) add(wire, [wire]);
  return spellings;
}

function unknownWord(word: string, spellings: Spellings, { name, code, listing }: Vocabulary): UsageError {
  const typed = word.trim().slice(0, 80);
  const near = nearest(
    typed,
    [...spellings.values()].map(({ shown }) => shown),
    3,
  );
  const lines = [
    ...(near.length > 0 ? [`Did you mean ${near.join(', ')}?`] : []),
    `"${listing}" lists what is known; raw:SOME_VALUE passes a wire value through as it is.`,
  ];
  return new UsageError(code, `No ${name} is called "${typed}".`, { hint: lines.join('\n') });
}
