/** Colours by meaning: what an event did decides how its type is painted. The words say the same without them. */
import type { Palette } from '../context.js';

export const plainPalette: Palette = {
  strong: same,
  faint: same,
  good: same,
  warning: same,
  bad: same,
  accent: same,
  quiet: same,
};

function same(text: string): string {
  return text;
}

const tones: readonly { readonly verbs: RegExp; readonly tone: keyof Palette }[] = [
  { verbs: /RESTORED|RECOVERED|ENABLED|ACTIVATED|PUBLISHED/u, tone: 'accent' },
  { verbs: /DELETED|REMOVED|FAILED|CANCELLED/u, tone: 'bad' },
  { verbs: /EXPORTED|DOWNLOADED|PASSWORD|ROLE|PERMISSION|REFUNDED/u, tone: 'warning' },
  { verbs: /CREATED|ADDED|PAID|IMPORTED/u, tone: 'good' },
];
const undoing = /DISABLED|DEACTIVATED|UNPUBLISHED/u;

/** The paint of an event type's wire value; unknown ones are left plain. */
export function toneOf(type: string, palette: Palette): (text: string) => string {
  if (undoing.test(type)) return palette.warning;
  const found = tones.find(({ verbs }) => verbs.test(type));
  return found === undefined ? same : palette[found.tone];
}
