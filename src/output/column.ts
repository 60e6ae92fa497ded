/** How wide the columns of a table become: each field's bounds, and who gives way first when the screen is narrow. */
import type { FieldName } from './fields.js';
import { gapWidth } from './grid.js';

interface ColumnBounds {
  /** Never narrower: below this the words say nothing. */
  readonly min: number;
  /** Never wider, however long the values are. */
  readonly max: number;
}

/** Below this a sentence loses what it is about; later pages may have longer ones than the first. */
export const usualDescription = 40;

/** Ids of the log have 20 to 24 characters, UUIDs 36; they are copied, so that up to this they are never cut. */
const id: ColumnBounds = { min: 1, max: 40 };
const long: ColumnBounds = { min: 20, max: Number.POSITIVE_INFINITY };

const bounds: Readonly<Record<FieldName, ColumnBounds>> = {
  timestamp: { min: 5, max: 19 },
  user: { min: 10, max: 32 },
  eventType: { min: 12, max: 24 },
  description: long,
  record: { min: 12, max: 40 },
  module: { min: 10, max: 22 },
  id,
  userId: id,
  userEmail: { min: 14, max: 32 },
  actor: { min: 8, max: 12 },
  source: { min: 8, max: 16 },
  recordId: id,
  recordType: { min: 8, max: 22 },
  changedFields: { min: 12, max: 40 },
  changes: long,
  before: long,
  after: long,
  raw: long,
};

/** Who is shortened in turn, and down to what; no figure: to its least. What is not named keeps its width. */
const givesWay: readonly (readonly [name: FieldName, floor?: number])[] = [
  ['raw'],
  ['changes'],
  ['before'],
  ['after'],
  ['user', 24],
  ['record', 28],
  ['description', usualDescription],
  ['changedFields'],
  ['record', 18],
  ['user', 16],
  ['record'],
  ['userEmail'],
  ['user'],
  ['module'],
  ['recordType'],
  ['source'],
  ['eventType'],
  ['description'],
];

/** What a column takes where the screen is wide enough, from the width of its widest value. */
export function naturalWidth(name: FieldName, widest: number): number {
  const { min, max } = bounds[name];
  return Math.max(min, Math.min(widest, max));
}

/** Widths that fit into `width` columns with the gaps between; undefined where even the least is too much. */
export function fitWidths(
  names: readonly FieldName[],
  natural: readonly number[],
  width: number,
): readonly number[] | undefined {
  const widths = [...natural];
  let excess = natural.reduce((total, value) => total + value, gapWidth * (natural.length - 1)) - width;
  for (const [name, floor = bounds[name].min] of givesWay) {
    const at = names.indexOf(name);
    const current = widths[at];
    if (excess <= 0 || current === undefined) continue;
    const given = Math.min(excess, Math.max(0, current - floor));
    widths[at] = current - given;
    excess -= given;
  }
  return excess <= 0 ? widths : undefined;
}
