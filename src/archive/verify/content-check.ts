/** Whether each line that lies in the archive is the one that its leaf vouches for, and none is missing; the fast way, as long as all is well. */
import { hash } from 'node:crypto';
import { type LeafFile, missingRanges } from '../store/leaf-files.js';
import { diagnose, isLedgerFile } from './diagnose.js';
import type { ExpectedLeaves } from './expected.js';
import { type Finding, leavesText, mostNamed } from './finding.js';
import { checkPlace } from './place-check.js';
import { type SizedFile, type Unpacked, unpackAll } from './unpack.js';

/** What was found in a file that was read. */
export interface ReadFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly contentBytes: number;
}

export interface ContentCheck {
  readonly findings: readonly Finding[];
  readonly read: ReadonlyMap<string, ReadFile>;
}

export interface ContentQuestion {
  readonly archiveFolder: string;
  /** Those to read. */
  readonly files: readonly SizedFile[];
  readonly expected: ExpectedLeaves;
  /** Of the archive's account; undefined where its log does not say. */
  readonly locationId: string | undefined;
  /** The line that stands in for an erased leaf, by the leaf's number. */
  readonly erasedLines: ReadonlyMap<number, string>;
  /** Told after each file. */
  readonly progress: (file: LeafFile) => void;
}

/** Judges each of the files. */
export async function checkContent(question: ContentQuestion): Promise<ContentCheck> {
  const findings: Finding[] = [];
  const read = new Map<string, ReadFile>();
  for await (const unpacked of unpackAll(question.archiveFolder, question.files)) {
    const { file, content, sha256, bytes, damage } = unpacked;
    read.set(file.path, { sha256, bytes, contentBytes: content.length });
    const judged = judge(unpacked, question);
    findings.push(...judged.findings, ...checkKind(file, question.expected));
    const isWhole = damage === undefined && judged.findings.length === 0;
    if (isWhole && question.locationId !== undefined && !isLedgerFile(file))
      findings.push(...checkPlace(file, content, question.locationId));
    if (damage !== undefined) findings.push(damaged(unpacked, judged.firstWrong, question.expected));
    question.progress(file);
  }
  return { findings, read };
}

/** Leaves that no file holds, and files that hold leaves that others hold already. */
export function checkRanges(
  files: readonly LeafFile[],
  size: number,
  expected: ExpectedLeaves,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { first, last } of missingRanges(files, size)) {
    const events = namesOf(first, last, expected);
    const text = `${leavesText(first, last)} lie in no file: ${nameList(events, last - first + 1)}`;
    findings.push({ code: 'file-missing', leaves: { first, last }, events, text });
  }
  let held = -1;
  for (const { path, first, last } of files) {
    if (first <= held)
      findings.push({ code: 'file-foreign', path, text: 'holds leaves that another file holds as well' });
    held = Math.max(held, last);
  }
  return findings;
}

/** Records lie among records, events among events: a record that was packed away with the events would not be seen any more. */
function checkKind(file: LeafFile, expected: ExpectedLeaves): readonly Finding[] {
  const strange = expected.countRecords(file.first, file.last, !isLedgerFile(file));
  if (strange === 0) return [];
  const what = isLedgerFile(file)
    ? 'holds events among its records'
    : 'holds records of the archive among its events';
  return [{ code: 'file-foreign', path: file.path, text: what }];
}

interface Judged {
  readonly findings: readonly Finding[];
  /** The first leaf that is not as it should be. */
  readonly firstWrong: number | undefined;
}

function judge(unpacked: Unpacked, question: ContentQuestion): Judged {
  const { file, content, damage } = unpacked;
  const { expected, erasedLines } = question;
  let [at, leaf] = [0, file.first];
  for (; leaf <= file.last && at < content.length; leaf += 1) {
    const end = endOfLine(content, at);
    const digest = hash('sha256', content.subarray(at, end), 'hex');
    if (expected.isVouchedFor(leaf, digest) === false) {
      if (content.toString('utf8', at, end) !== `${erasedLines.get(leaf)}\n`) break;
    } else if (erasedLines.has(leaf)) break;
    at = end;
  }
  if (leaf > file.last && at === content.length) return { findings: [], firstWrong: undefined };
  // Behind the first bad byte of a damaged file nothing is to be learnt of what was done to it.
  const findings = damage?.startsWith('cannot') ? [] : diagnose(file, content, expected, erasedLines);
  return { findings, firstWrong: leaf };
}

/** Behind the LF. */
function endOfLine(content: Buffer, from: number): number {
  const end = content.indexOf(10, from);
  return end < 0 ? content.length : end + 1;
}

function damaged(
  { file, damage = '' }: Unpacked,
  firstWrong: number | undefined,
  expected: ExpectedLeaves,
): Finding {
  const { path, first, last } = file;
  const [event] = firstWrong === undefined ? [] : expected.names(firstWrong, firstWrong);
  return {
    code: 'file-damaged',
    path,
    leaves: { first: firstWrong ?? first, last },
    events: event === undefined ? [] : [event],
    text: `${damage}${event === undefined ? '' : `; from about ${event} on it is lost`}`,
  };
}

function namesOf(first: number, last: number, expected: ExpectedLeaves): readonly string[] {
  const names = expected.names(first, Math.min(last, first + mostNamed - 1));
  return names.filter((name) => name !== undefined);
}

function nameList(names: readonly string[], count: number): string {
  const more = count > names.length ? ` and ${count - names.length} more` : '';
  return `${names.join(', ')}${more}`;
}
