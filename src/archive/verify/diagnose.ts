/** What was done to a file whose lines are not those of its leaves: which were edited, taken out, put in or moved. */
import { hash } from 'node:crypto';
import { readEventLine } from '../../account/event-line.js';
import { countText } from '../../audit/phrase.js';
import { ProofFailedError } from '../../errors.js';
import { nameOfEvent } from '../log/leaf.js';
import { ledgerFolder } from '../store/form.js';
import type { LeafFile } from '../store/leaf-files.js';
import { readRecord } from '../store/ledger.js';
import type { ExpectedLeaves } from './expected.js';
import { type Finding, mostNamed } from './finding.js';

/** A line that lies there. */
interface FoundLine {
  readonly digest: string;
  /** As its leaf would bear it. */
  readonly name: string;
  /** Counted from 1. */
  readonly number: number;
}

/** A line that should lie there. */
interface WantedLine {
  readonly digest: string | undefined;
  readonly name: string;
  readonly leaf: number;
  /** The line that stands in its place since it was erased. */
  readonly erasedDigest: string | undefined;
}

/** One finding for each kind of thing that was done to the file. */
export function diagnose(
  file: LeafFile,
  content: Buffer,
  expected: ExpectedLeaves,
  erasedLines: ReadonlyMap<number, string>,
): readonly Finding[] {
  const wanted = wantedLines(file, expected, erasedLines);
  const found = linesOf(content, isLedgerFile(file));
  const unclaimed = new Map<string, FoundLine[]>();
  for (const line of found) unclaimed.set(line.digest, [...(unclaimed.get(line.digest) ?? []), line]);
  const lost: WantedLine[] = [];
  const unerased: WantedLine[] = [];
  const inPlace: { readonly line: WantedLine; readonly place: number }[] = [];
  for (const line of wanted) {
    const claimed = claim(unclaimed, line.erasedDigest ?? line.digest);
    if (claimed !== undefined) inPlace.push({ line, place: claimed.number });
    else if (line.erasedDigest !== undefined && claim(unclaimed, line.digest) !== undefined)
      unerased.push(line);
    else lost.push(line);
  }
  const strange = [...unclaimed.values()].flat();
  const strangeNames = new Set(strange.map(({ name }) => name));
  const edited = lost.filter(({ name }) => strangeNames.has(name));
  const editedNames = new Set(edited.map(({ name }) => name));
  const deleted = lost.filter(({ name }) => !strangeNames.has(name));
  const inserted = strange.filter(({ name }) => !editedNames.has(name));
  const moved = inPlace.filter(({ place }, at) => place < (inPlace[at - 1]?.place ?? 0));
  const of = (code: Finding['code'], lines: readonly { readonly name: string }[], what: string) =>
    lines.length === 0 ? [] : [findingOf(file, code, lines, what)];
  return [
    ...of('edited', edited, 'edited'),
    ...of('deleted', deleted, 'taken out'),
    ...of('inserted', inserted, 'put in'),
    ...of(
      'reordered',
      moved.map(({ line }) => line),
      'moved',
    ),
    ...of('erasure-unfinished', unerased, 'erased, and still there'),
  ];
}

/** Whether a file holds the archive's own records, and not events. */
export function isLedgerFile({ path }: LeafFile): boolean {
  return path.startsWith(`${ledgerFolder}/`);
}

function claim(unclaimed: Map<string, FoundLine[]>, digest: string | undefined): FoundLine | undefined {
  const lines = unclaimed.get(digest ?? '');
  const line = lines?.shift();
  if (lines?.length === 0) unclaimed.delete(digest ?? '');
  return line;
}

function wantedLines(
  { first, last }: LeafFile,
  expected: ExpectedLeaves,
  erasedLines: ReadonlyMap<number, string>,
): readonly WantedLine[] {
  const digests = expected.digests(first, last);
  const names = expected.names(first, last);
  return digests.map((digest, at) => {
    const erased = erasedLines.get(first + at);
    return {
      digest,
      name: names[at] ?? 'unknown',
      leaf: first + at,
      erasedDigest: erased === undefined ? undefined : hash('sha256', `${erased}\n`, 'hex'),
    };
  });
}

function linesOf(content: Buffer, isLedger: boolean): readonly FoundLine[] {
  const lines: FoundLine[] = [];
  for (let at = 0; at < content.length; ) {
    const lf = content.indexOf(10, at);
    const end = lf < 0 ? content.length : lf + 1;
    const name = nameOf(content.toString('utf8', at, lf < 0 ? end : lf), isLedger);
    lines.push({ digest: hash('sha256', content.subarray(at, end), 'hex'), name, number: lines.length + 1 });
    at = end;
  }
  return lines;
}

/** The name of the leaf that such a line would have; of what is neither event nor record, a word. */
function nameOf(line: string, isLedger: boolean): string {
  if (isLedger) return recordName(line);
  const event = readEventLine(line);
  return 'problem' in event ? 'malformed' : nameOfEvent(event.id);
}

function recordName(line: string): string {
  try {
    return `ledger:${readRecord(line).kind}`;
  } catch (error) {
    if (error instanceof ProofFailedError) return 'malformed';
    throw error;
  }
}

function findingOf(
  { path, first, last }: LeafFile,
  code: Finding['code'],
  lines: readonly { readonly name: string }[],
  what: string,
): Finding {
  const events = lines.slice(0, mostNamed).map(({ name }) => name);
  const more = lines.length > events.length ? ` and ${countText(lines.length - events.length)} more` : '';
  return { code, path, leaves: { first, last }, events, text: `${what}: ${events.join(', ')}${more}` };
}
