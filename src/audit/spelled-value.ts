/** What a filter accepts: for each wire value, or group of them that shares a word, the words that mean exactly it. For listings and completion. */
import { eventTypeHeadings, eventTypes } from './event-type.js';
import { moduleHeadings, modules } from './module.js';
import { sourceHeadings, sources } from './source.js';
import {
  knownWireValues,
  labelOfModule,
  labelOfSource,
  labelOfType,
  resolveVocabulary,
  type VocabularyKind,
} from './vocabulary.js';
import { type Heading, spellingKey, type Word } from './word.js';

export interface SpelledValue {
  /** What to type; needs no quotes. `raw:CALENDAR` where every word for it means others too. */
  readonly spelling: string;
  /** Other words that mean the same; number, case, space, hyphen and underscore never matter. */
  readonly also: readonly string[];
  readonly wires: readonly string[];
  /** For people: the wire values' labels. */
  readonly label: string;
}

interface Vocabulary {
  readonly words: readonly Word[];
  readonly headings: readonly Heading[];
  readonly labelOf: (wire: string) => string;
}

const vocabularies: Readonly<Record<VocabularyKind, Vocabulary>> = {
  type: { words: eventTypes, headings: eventTypeHeadings, labelOf: labelOfType },
  module: { words: modules, headings: moduleHeadings, labelOf: labelOfModule },
  source: { words: sources, headings: sourceHeadings, labelOf: labelOfSource },
};

/**
 * All that is known, in the order of the tables, groups before what they hold. `seen`: wire values that an account has shown;
 * those that nobody has translated come last, each by `raw:`.
 */
export function spelledValues(kind: VocabularyKind, seen: readonly string[]): readonly SpelledValue[] {
  const { labelOf } = vocabularies[kind];
  const spelled = knownGroups(kind);
  const alone = new Set(spelled.filter(({ wires }) => wires.length === 1).flatMap(({ wires }) => wires));
  const known = knownWireValues(kind);
  const unspelled = [...new Set([...known, ...seen])].filter((wire) => !alone.has(wire));
  return [
    ...spelled,
    ...unspelled.map((wire) => ({ spelling: `raw:${wire}`, also: [], wires: [wire], label: labelOf(wire) })),
  ];
}

function knownGroups(kind: VocabularyKind): readonly SpelledValue[] {
  const { labelOf } = vocabularies[kind];
  const groups = new Map<string, { readonly wires: readonly string[]; readonly spellings: string[] }>();
  for (const spelling of spellingsOf(kind)) {
    const wires = resolveVocabulary(kind, [spelling], []);
    const key = wires.toSorted().join();
    const group = groups.get(key) ?? { wires, spellings: [] };
    group.spellings.push(spelling);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ wires, spellings: [spelling = '', ...also] }) => ({
    spelling,
    also,
    wires,
    label: [...new Set(wires.map(labelOf))].join(', '),
  }));
}

/** Each word once, labels first: they are what people see in the table. */
function spellingsOf(kind: VocabularyKind): readonly string[] {
  const { words, headings } = vocabularies[kind];
  const byKey = new Map<string, string>();
  const add = (text: string) => {
    const spelling = text.toLowerCase().replaceAll(/[ _]/g, '-');
    const key = spellingKey(spelling);
    if (!byKey.has(key)) byKey.set(key, spelling);
  };
  for (const { label, wire, spellings = [] } of words) {
    add(label);
    for (const { spellings: shared, wires } of headings)
      if (wires[0] === wire) for (const word of shared) add(word);
    for (const spelling of [wire, ...spellings]) add(spelling);
  }
  return [...byKey.values()];
}
