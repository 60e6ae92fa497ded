/** The detail of a walk: what `audit show` says of an event, in a pane of some width; remembered, for it is drawn again with every key. */
import type { AuditEvent } from '../audit/event.js';
import { formatInstant } from '../audit/instant.js';
import { restorableUntilMs } from '../audit/retention.js';
import type { Palette } from '../context.js';
import { showEvent } from '../output/detail.js';
import type { EventView } from '../output/fields.js';
import { truncate } from '../output/width.js';
import type { Pane } from './layout.js';

/** The lines of an event's detail at a width, and how many they are. */
export type DetailLines = (event: AuditEvent, width: number) => readonly string[];

export interface DetailSetting {
  readonly view: EventView;
  readonly palette: Palette;
  /** By the account's clock. */
  readonly nowMs: () => number;
  /** As the account announces it; undefined where it does not. */
  readonly retentionDays: number | undefined;
}

/** Where one has just been, and where one may turn back to. */
const remembered = 50;

/** What `audit show` says, without what it takes further questions to the account to know. */
export function createDetailLines({ view, palette, nowMs, retentionDays }: DetailSetting): DetailLines {
  const memory = new Map<string, readonly string[]>();
  return (event, width) => {
    const key = `${width} ${event.id}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const restorable = restoreWords(event, { view, nowMs, retentionDays });
    const lines = showEvent(event, { view, width, palette, ...restorable })
      .trimEnd()
      .split('\n');
    if (memory.size >= remembered) memory.clear();
    memory.set(key, lines);
    return lines;
  };
}

/** Only the account knows whether it came back since, and it is not asked about every event that one walks by. */
function restoreWords(
  event: AuditEvent,
  { view: { timeZone }, nowMs, retentionDays }: Omit<DetailSetting, 'palette'>,
): { readonly restorable?: { readonly reason: string } } {
  const untilMs = restorableUntilMs(event, retentionDays);
  if (untilMs === undefined || untilMs <= nowMs()) return {};
  const until = `until ${formatInstant(untilMs, timeZone, 'minute')} ${timeZone}`;
  return { restorable: { reason: `${until}, unless it came back since: r looks, and asks first` } };
}

/** As many lines as the pane has rows, from `top` on; the last one says how many are below. */
export function detailPane(
  lines: readonly string[],
  top: number,
  { height, width }: Pane,
  palette: Palette,
): readonly string[] {
  const shown = Array.from({ length: height }, (_, row) => lines[top + row] ?? '');
  const below = lines.length - top - height;
  if (below <= 0 || height < 2) return shown;
  return [...shown.slice(0, -1), palette.faint(truncate(`… ${below + 1} more (space)`, width))];
}
