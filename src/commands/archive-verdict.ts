/** What came of verifying an archive, in words and as JSON. */
import type { Finding } from '../archive/verify/finding.js';
import { leavesText } from '../archive/verify/finding.js';
import type { Verification } from '../archive/verify/verification.js';
import type { Window } from '../audit/coverage.js';
import { formatInstant } from '../audit/instant.js';
import { countedText, countText } from '../audit/phrase.js';
import { wrapHanging } from '../output/hanging.js';
import { harmless, harmlessJson } from '../output/harmless.js';

/** More findings are counted, not told; in JSON all are. */
const mostTold = 100;

export interface VerdictLook {
  /** Whether a hole is let pass. */
  readonly allowGaps: boolean;
  readonly timeZone: string;
  /** Of the screen; undefined: lines are left as long as they are. */
  readonly width: number | undefined;
}

/**
 * Lines for people: the verdict, what was found, on what it rests, what it does not prove.
 */
export function verificationText(
  verification: Verification,
  { allowGaps, timeZone, width = Number.POSITIVE_INFINITY }: VerdictLook,
): string {
  const { findings, holes, covered, grounds, unproven, notes, head } = verification;
  const passing = allowGaps ? '' : ' (--allow-gaps lets it pass)';
  const more = findings.length - mostTold;
  const lines = [
    `${verdictOf(verification, allowGaps)}: ${extentOf(verification)}`,
    ...findings.slice(0, mostTold).map((finding) => `  ${findingText(finding)}`),
    ...(more > 0 ? [`  and ${countText(more)} more (--format json has them all)`] : []),
    ...grounds.map((ground) => `  ${ground}`),
    ...coverageLines(verification, timeZone).map((line) => `  ${line}${covered.length === 0 ? passing : ''}`),
    ...holes.map((hole) => `  hole: ${spanText(hole, timeZone)}${passing}`),
    ...notes.map((note) => `  ${note}`),
    ...(findings.length > 0 ? [] : ['Not proven:', ...unproven.map((what) => `  ${what}`)]),
  ];
  // The head is copied from the screen: one line, whatever the screen's width.
  const headLines =
    findings.length > 0 || head === undefined ? [] : ['Head, to keep elsewhere:', `  ${head}`];
  return [...lines.flatMap((line) => wrapHanging(harmless(line), width, 'keep')), ...headLines.map(harmless)]
    .map((line) => `${line}\n`)
    .join('');
}

/** One line of JSON for scripts. Frozen keys; adding is fine. */
export function verificationJson(verification: Verification, allowGaps: boolean): string {
  const { rootHash, findings, holes, covered, grounds, unproven, notes, notReadAgain, ...facts } =
    verification;
  const { origin, size, head = null, events, records, erased, bytes, filesRead } = facts;
  const object = {
    schema: 1,
    verdict: verdictOf(verification, allowGaps),
    origin,
    size,
    rootHash: Buffer.from(rootHash).toString('base64'),
    head,
    events,
    records,
    erased,
    bytes,
    findings: findings.map(({ code, path = null, leaves = null, events: names = [], text }) => ({
      code,
      path,
      leaves,
      events: names,
      text,
    })),
    covered: covered.map(spanObject),
    holes: holes.map(spanObject),
    restsOn: grounds,
    notProven: unproven,
    notes,
    filesRead,
    filesNotReadAgain: notReadAgain,
  };
  return `${harmlessJson(JSON.stringify(object))}\n`;
}

/** Whether what it has read is all of something: nothing at all is a hole as well. */
export function isWhole({ holes, covered }: Pick<Verification, 'holes' | 'covered'>): boolean {
  return holes.length === 0 && covered.length > 0;
}

function verdictOf(verification: Verification, allowGaps: boolean): string {
  if (verification.findings.length > 0) return 'NOT INTACT';
  if (allowGaps || isWhole(verification)) return 'INTACT';
  return 'INTACT, WITH HOLES';
}

function extentOf({
  findings,
  events,
  records,
  erased,
  bytes,
  filesRead,
  notReadAgain,
}: Verification): string {
  return [
    ...(findings.length > 0 ? [countedText(findings.length, 'finding', 'findings')] : []),
    countedText(events, 'event', 'events'),
    countedText(records, 'record of the archive itself', 'records of the archive itself'),
    ...(erased > 0 ? [`${countText(erased)} erased on record`] : []),
    `${countText(bytes)} bytes`,
    `${countedText(filesRead, 'file', 'files')} read`,
    ...(notReadAgain > 0
      ? [`${countText(notReadAgain)} not read again: nobody has touched them since they were verified here`]
      : []),
  ].join(' · ');
}

function findingText({ code, path, leaves, text }: Finding): string {
  const where = leaves === undefined ? '' : ` (${leavesText(leaves.first, leaves.last)})`;
  return `${code}: ${path === undefined ? '' : `${path}${where}: `}${text}`;
}

function coverageLines({ covered, findings }: Verification, timeZone: string): readonly string[] {
  if (findings.length > 0) return [];
  return covered.length === 0
    ? ['no span of time was read completely']
    : covered.map((span) => `read completely: ${spanText(span, timeZone)}`);
}

function spanText({ sinceMs, untilMs }: Window, timeZone: string): string {
  const show = (ms: number) => formatInstant(ms, timeZone, 'second');
  return `${show(sinceMs)} → ${show(untilMs)} ${timeZone}`;
}

function spanObject({ sinceMs, untilMs }: Window) {
  return { since: isoOf(sinceMs), until: isoOf(untilMs) };
}

function isoOf(ms: number): string {
  return formatInstant(ms, 'UTC', 'iso-utc');
}
