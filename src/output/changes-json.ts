/** What an event changed as JSON text; apart because it is half of what is written of most events, and mostly of known fields and plain values. */
import type { FieldChange } from '../audit/changes.js';
import { textToJson, valueToJson } from './json-text.js';
import { copyOf } from './text-copy.js';

/** How the JSON is spelled: the quote, and what stands for texts and for any values. */
interface Spelling {
  readonly quote: string;
  readonly text: (text: string) => string;
  readonly value: (value: unknown) => string;
}

/** `[{"field","label","before","after","added","removed"}]`; what a change has not is left out. */
export const changesToJson = changesWriter({ quote: '"', text: textToJson, value: valueToJson });

/** The same text, of an event that is plain: no look at every value. */
export const plainChangesToJson = changesWriter(plainSpelling('"'));

/** The same as it stands in a CSV: quoted, and every quote doubled, which to do afterwards costs more than all the rest. */
export function plainChangesField(changes: readonly FieldChange[]): string {
  return changes.length === 0 ? '[]' : `"${plainChangesWithinQuotes(changes)}"`;
}

const plainChangesWithinQuotes = changesWriter(plainSpelling('""'));

function plainSpelling(quote: string): Spelling {
  const text = (plain: string) => `${quote}${plain}${quote}`;
  return {
    quote,
    text,
    value(value) {
      if (typeof value === 'string') return text(value);
      const json = valueToJson(value);
      return quote === '"' ? json : json.replaceAll('"', quote);
    },
  };
}

/** Most logs name a few dozen fields a million times; what an account with endless names sends is not remembered. */
const mostRemembered = 1_000;
const longestRemembered = 200;

function changesWriter({ quote, text, value }: Spelling): (changes: readonly FieldChange[]) => string {
  const key = (name: string) => `${quote}${name}${quote}:`;
  const [before, after, added, removed] = [key('before'), key('after'), key('added'), key('removed')];
  const heads = new Map<string, { readonly label: string; readonly json: string }>();
  const headOf = ({ field, label }: FieldChange): string => {
    const known = heads.get(field);
    if (known?.label === label) return known.json;
    const json = `{${key('field')}${text(field)},${key('label')}${text(label)}`;
    const isRemembered = heads.size < mostRemembered && field.length + label.length <= longestRemembered;
    if (isRemembered) heads.set(field, { label: copyOf(label), json: copyOf(json) });
    return json;
  };
  const changeToJson = (change: FieldChange): string => {
    let json = headOf(change);
    if (change.before !== undefined) json += `,${before}${value(change.before)}`;
    if (change.after !== undefined) json += `,${after}${value(change.after)}`;
    if (change.added !== undefined) json += `,${added}${value(change.added)}`;
    if (change.removed !== undefined) json += `,${removed}${value(change.removed)}`;
    return `${json}}`;
  };
  return (changes) => {
    let json = '';
    for (const change of changes) json += json === '' ? changeToJson(change) : `,${changeToJson(change)}`;
    return `[${json}]`;
  };
}
