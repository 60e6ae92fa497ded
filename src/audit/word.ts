/** Words of the log's vocabularies: how a wire value is read by people, and which spellings mean the same. */

/** A wire value that the product is known to use, and how people say it. */
export interface Word {
  readonly wire: string;
  readonly label: string;
  /** Spellings besides the wire value and the label; number, case, space, hyphen and underscore never matter. */
  readonly spellings?: readonly string[];
}

/** A people's word for several wire values. */
export interface Heading {
  readonly spellings: readonly string[];
  readonly wires: readonly string[];
}

/** Equal for the spellings of one word: `Tags added`, `tag-added`, `TAG_ADDED`, `tagAdded`. */
export function spellingKey(text: string): string {
  return wordsOf(text.normalize('NFKC')).map(singular).join('-');
}

function singular(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith('s') && !word.endsWith('ss') && word.length > 3) return word.slice(0, -1);
  return word;
}

/** Written in capitals wherever they appear. */
const acronyms = new Set(['ai', 'api', 'crm', 'csv', 'dnd', 'id', 'ip', 'pdf', 'sms', 'sso', 'url', 'utm']);

/** A readable label for a name that nobody has translated: `SOME_NEW_THING`, `someNewThing` → `Some new thing`. */
export function derivedLabel(name: string): string {
  const words = wordsOf(name).map((word) => (acronyms.has(word) ? word.toUpperCase() : word));
  const [first = name.trim() || 'Unknown', ...rest] = words;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' ');
}

/** Split at punctuation and where small letters meet capitals; lower case. */
function wordsOf(text: string): readonly string[] {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}
