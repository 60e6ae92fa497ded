/** The roots that an archive's tree must have: those of its checkpoints, and those that are known elsewhere. */
import { countedText, countText } from '../../audit/phrase.js';
import type { Head } from '../log/head.js';
import { type FoundCheckpoint, newestPath } from './checkpoints.js';
import type { Finding } from './finding.js';
import type { VouchedRoot } from './tree-check.js';

/** A root and who vouches for it. */
export interface KnownRoot extends VouchedRoot {
  /** A checkpoint's file; undefined for a head that is kept elsewhere. */
  readonly path?: string;
  /** In words: "the head that you gave". */
  readonly whose: string;
}

export interface HeadsCheck {
  readonly findings: readonly Finding[];
  readonly roots: readonly KnownRoot[];
}

/** Heads that are kept elsewhere, as far as the archive reaches; one that it does not reach is a finding. */
export function checkHeads(
  given: Head | undefined,
  remembered: Head | undefined,
  newest: FoundCheckpoint,
): HeadsCheck {
  const heads = [
    ...(given === undefined ? [] : [{ ...given, whose: 'the head that you gave' }]),
    ...(remembered === undefined ? [] : [{ ...remembered, whose: 'the head that this machine remembers' }]),
  ];
  const findings: Finding[] = [];
  const roots: KnownRoot[] = [];
  for (const { origin, size, rootHash, whose } of heads) {
    if (origin !== newest.origin)
      findings.push({ code: 'not-consistent', text: `${whose} is that of another log: ${origin}` });
    else if (size > newest.size)
      findings.push({
        code: 'rolled-back',
        path: newestPath,
        text: `the log ends at ${countText(newest.size)} leaves, and ${whose} has ${countText(size)}: its end was cut off, or an older copy put in its place`,
      });
    else roots.push({ size, rootHash, whose });
  }
  return { findings, roots };
}

/** Roots of checkpoints; all have been signed. */
export function checkpointRoots(checkpoints: readonly FoundCheckpoint[]): readonly KnownRoot[] {
  return checkpoints.map(({ size, rootHash, path }) => ({ size, rootHash, path, whose: 'its checkpoint' }));
}

/** What the roots that are not the tree's mean; of checkpoints the first one is told, for all behind it follow. */
export function rootFindings(roots: readonly KnownRoot[], wrong: readonly KnownRoot[]): readonly Finding[] {
  const [first] = wrong.filter(({ path }) => path !== undefined);
  const right = roots.filter(
    ({ path, size }) =>
      path !== undefined && size < (first?.size ?? 0) && !wrong.some((root) => root.size === size),
  );
  const from = right.at(-1)?.size ?? 0;
  const heads = wrong.filter(({ path }) => path === undefined);
  return [
    ...(first === undefined
      ? []
      : [
          {
            code: 'tree-altered',
            path: first.path,
            leaves: { first: from, last: first.size - 1 },
            text: 'its leaves are not those that were signed',
          } as const,
        ]),
    ...heads.map(
      ({ size, whose }): Finding => ({
        code: 'not-consistent',
        text: `the first ${countText(size)} leaves are not those of ${whose}: the log was written anew`,
      }),
    ),
  ];
}

/** The heads that were found to be the tree's, as grounds of the word. */
export function headGrounds(roots: readonly KnownRoot[], wrong: readonly KnownRoot[]): readonly string[] {
  return roots
    .filter((root) => root.path === undefined && !wrong.includes(root))
    .map(({ size, whose }) => `consistent with ${whose} (${countedText(size, 'leaf', 'leaves')})`);
}
