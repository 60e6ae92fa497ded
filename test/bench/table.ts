/** What was measured, as one Markdown table with machine and versions. */
import { cpus, release, totalmem } from 'node:os';

/** What `performance.md` asks of a ratio; `none`: it is reported, and nobody has promised anything. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number } | 'none';

export interface Measure {
  readonly what: string;
  readonly ours: string;
  /** The floor or the peer, and its figure. */
  readonly floor: string;
  readonly ratio: number;
  readonly goal: Goal;
}

export interface Bench {
  readonly measures: readonly Measure[];
  /** Of the program. */
  readonly version: string;
  readonly tookMs: number;
}

/** A Markdown page: machine, versions, one row a measure. */
export function benchPage({ measures, version, tookMs }: Bench): string {
  const [cpu] = cpus();
  return [
    '# What audit costs',
    '',
    `audit ${version} · Node ${process.versions.node} · V8 ${process.versions.v8} · ${process.platform} ${release()} ${process.arch} · ` +
      `${cpus().length} × ${cpu?.model ?? 'unknown processor'} · ${Math.round(totalmem() / 2 ** 30)} GiB`,
    '',
    `Medians, whole processes of the built program, side by side in one run of ${Math.round(tookMs / 1_000)} s. A ratio without a goal is only told.`,
    '',
    '| measure | ours | floor or peer | ratio | goal | met |',
    '| --- | --- | --- | --- | --- | --- |',
    ...measures.map(row),
    '',
  ].join('\n');
}

function row({ what, ours, floor, ratio, goal }: Measure): string {
  return `| ${what} | ${ours} | ${floor} | ${figure(ratio)} | ${bound(goal)} | ${met(ratio, goal)} |`;
}

function bound(goal: Goal): string {
  if (goal === 'none') return '';
  return 'atLeast' in goal ? `≥ ${figure(goal.atLeast)}` : `≤ ${figure(goal.atMost)}`;
}

function met(ratio: number, goal: Goal): string {
  if (goal === 'none') return '';
  const isMet = 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
  return isMet ? 'yes' : '**no**';
}

function figure(value: number): string {
  return value < 0.1 && value > 0 ? value.toFixed(3) : value.toFixed(2);
}
