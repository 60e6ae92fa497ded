/** What was measured, as one Markdown table with machine and versions. */
import { cpus, totalmem } from 'node:os';

export interface Measure {
  readonly what: string;
  readonly ours: string;
  /** The floor or the peer, and its figure. */
  readonly floor: string;
  readonly ratio: number;
  readonly goal: { readonly atLeast: number } | { readonly atMost: number };
}

/** Whether the goal of `performance.md` was reached. */
function isReached({ ratio, goal }: Measure): boolean {
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}

/** A Markdown page: machine, versions, one row a measure. */
export function benchPage(measures: readonly Measure[]): string {
  const [cpu] = cpus();
  const rows = measures.map((measure) => {
    const { what, ours, floor, ratio, goal } = measure;
    const bound = 'atLeast' in goal ? `≥ ${figure(goal.atLeast)}` : `≤ ${figure(goal.atMost)}`;
    return `| ${what} | ${ours} | ${floor} | ${figure(ratio)} | ${bound} | ${isReached(measure) ? 'yes' : '**no**'} |`;
  });
  return [
    `Node ${process.versions.node} · ${cpus().length} × ${cpu?.model ?? 'unknown processor'} · ${Math.round(totalmem() / 2 ** 30)} GiB · medians, whole processes, side by side in one run`,
    '',
    '| measure | ours | floor or peer | ratio | goal | reached |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function figure(value: number): string {
  return value < 0.1 && value > 0 ? value.toFixed(3) : value.toFixed(2);
}
