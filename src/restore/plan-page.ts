/** A plan as a page that one person can read aloud to another. Plain text: whoever prints it makes it harmless and fits it. */
import { formatInstant } from '../audit/instant.js';
import { countedText, oneLine, quoted } from '../audit/phrase.js';
import type { RestorePlan } from '../audit/restore-plan.js';
import { daysLeft } from '../audit/retention.js';
import { awayLines, countedKinds, namedItems } from './items-in-words.js';
import { type RestoreMeans, shortestDigest } from './plan-digest.js';

/** A label and what it says, a paragraph a line. */
export type PageRow = readonly [label: string, lines: readonly string[]];

export interface PlanFacts {
  readonly means: RestoreMeans;
  readonly digest: string;
  /** Who the token speaks for and as what, as far as it is known. */
  readonly asker: string | undefined;
  /** Undefined: nobody knows; the account will say. */
  readonly isAdministrator: boolean | undefined;
  readonly isReadOnly: boolean;
  readonly profileName: string | undefined;
  readonly nowMs: number;
  readonly timeZone: string;
}

/** What the page is about, as its first line says it. */
export function pageTitle({ kind, recordName }: RestorePlan): string {
  return `Restore the ${kind} ${quoted(recordName)}`;
}

/** Its rows, in the order in which they are read. */
export function planRows(plan: RestorePlan, facts: PlanFacts): readonly PageRow[] {
  const { nowMs, timeZone } = facts;
  return [
    [
      'Deleted',
      [`${formatInstant(plan.deletedMs, timeZone, 'second')} ${timeZone}, by ${oneLine(plan.deletedBy)}`],
    ],
    ['Until', [untilText(plan, nowMs, timeZone)]],
    ['Comes back', backLines(plan)],
    ['Stays away', plan.skips.length === 0 ? ['nothing, as far as is known'] : awayLines(plan.skips)],
    ['Also fell', strokeLines(plan)],
    ['Same name', [namesakeText(plan)]],
    ['You', [mayText(facts)]],
    ['How', [meansTexts[facts.means]]],
    ['Event', [oneLine(plan.eventId)]],
    ['Plan', [facts.digest.slice(0, shortestDigest)]],
  ];
}

function untilText({ restorableUntilMs: untilMs }: RestorePlan, nowMs: number, timeZone: string): string {
  if (untilMs === undefined)
    return 'the account does not say; 60 days after the deletion, as its help pages say';
  const days = daysLeft(untilMs, nowMs);
  const left = days === 0 ? 'less than a day left' : `${countedText(days, 'day', 'days')} left`;
  return `${formatInstant(untilMs, timeZone, 'minute')} ${timeZone}, ${left}`;
}

function backLines({ restores, isWhole, kind }: RestorePlan): readonly string[] {
  const [, ...rest] = restores;
  const stages = rest
    .filter((item) => item.kind === 'stage')
    .sort((a, b) => Number(a.fields['position']) - Number(b.fields['position']));
  const others = rest.filter((item) => item.kind !== 'stage');
  return [
    [`the ${kind}`, ...(rest.length === 0 ? [] : [countedKinds(rest)])].join(', '),
    ...(stages.length === 0
      ? []
      : [`Stages: ${stages.map(({ id, name }, at) => `${at + 1} ${oneLine(name ?? id)}`).join(' · ')}`]),
    ...(others.length === 0 ? [] : [`${namedItems(others)}`]),
    ...(isWhole ? [] : ['That is what the log tells; the account does not say whether it is all.']),
  ];
}

function strokeLines({ sameStroke, deletedBy }: RestorePlan): readonly string[] {
  if (sameStroke.length === 0) return ['nothing else by the same hand within a minute'];
  const things = sameStroke.map(({ noun, count }) => countedText(count, noun, pluralOf(noun))).join(', ');
  return [`${oneLine(deletedBy)} deleted within the same minute: ${things}. This does not bring them back.`];
}

function pluralOf(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function namesakeText({ namesakes, kind }: RestorePlan): string {
  const [first] = namesakes;
  if (kind === 'opportunity') return 'does not matter for opportunities';
  if (first === undefined) return `no live ${kind} bears it`;
  return `a live ${kind} bears it: ${oneLine(first.id)}. Afterwards there may be two.`;
}

function mayText({ asker, isAdministrator, isReadOnly, profileName }: PlanFacts): string {
  const who = asker === undefined ? 'the token does not say whose it is' : oneLine(asker);
  if (isReadOnly) return `${who}; profile ${quoted(profileName ?? '')} is read-only and restores nothing`;
  if (isAdministrator === undefined) return `${who}; only administrators may restore, the account will tell`;
  return isAdministrator
    ? `${who}; may restore`
    : `${who}; no administrator, so that the account will refuse`;
}

const meansTexts: Readonly<Record<RestoreMeans, string>> = {
  announced: 'the account does it, asked once by this tool',
  named: "the account's own route, as the profile names it, asked once by this tool",
  assisted: 'you do it on the service’s screen; this tool shows the steps, watches and checks',
};
