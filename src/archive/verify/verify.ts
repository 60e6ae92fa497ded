/** The verification of an archive, from its files alone: every line against its leaf, every leaf against the signed tree, the tree against what is known of it elsewhere. */
import { countText } from '../../audit/phrase.js';
import { headLine } from '../log/head.js';
import { tileWidth } from '../log/tile.js';
import { keptApartFolderOf } from '../store/form.js';
import type { LeafFile } from '../store/leaf-files.js';
import { rememberHead } from '../store/remembered-head.js';
import { checkAnchors } from './anchors-check.js';
import { checkCheckpoints, newestPath } from './checkpoints.js';
import { checkContent, checkRanges } from './content-check.js';
import { checkDescription, readableKeys } from './description-check.js';
import { isLedgerFile } from './diagnose.js';
import { ExpectedLeaves } from './expected.js';
import type { Finding } from './finding.js';
import { checkManifest } from './manifest-check.js';
import { checkHeads, checkpointRoots, headGrounds, rootFindings } from './roots.js';
import { lookAt, originOf, type Scene } from './scene.js';
import { compareTiles } from './tile-inventory.js';
import { checkTree, type VouchedRoot } from './tree-check.js';
import { type GivenTrust, judgeKeys, type KeptTrust, keptTrust } from './trust.js';
import { unprovenOf } from './unproven.js';
import type { Verification } from './verification.js';
import { keepVerified, readVerifiedBefore, tilesMark, type VerifiedBefore } from './verified-before.js';

export interface VerifyQuestion {
  readonly folder: string;
  readonly configFolder: string;
  readonly given: GivenTrust;
  /** Whether what nobody has touched since it was last verified here is taken as it was found then. */
  readonly isIncremental: boolean;
  /** Told how many leaves of how many have been looked at; may throw to end the work. */
  readonly progress: (leaves: number, of: number) => void;
}

/** What one part of the work has come to. */
interface Part {
  readonly findings: readonly Finding[];
  readonly grounds?: readonly string[];
  readonly notes?: readonly string[];
}

/** All parts, and what is worth remembering where they found nothing. */
interface Examined {
  readonly parts: readonly Part[];
  readonly prefix: VouchedRoot;
  readonly files: VerifiedBefore['files'];
  readonly filesRead: number;
}

/**
 * Verifies the archive in a folder. What is found to be right is remembered on this machine: the head, and the files.
 *
 * @throws ProofFailedError `nothing-to-verify`
 */
export async function verifyArchive(question: VerifyQuestion): Promise<Verification> {
  const scene = lookAt(question.folder);
  const { newest, leafFiles, records, leftovers } = scene;
  const origin = originOf(scene);
  const keptFolder = keptApartFolderOf(question.configFolder, origin);
  const kept = await keptTrust(keptFolder, origin);
  const before = question.isIncremental ? await readVerifiedBefore(keptFolder) : undefined;
  const examined = await examine(scene, question, kept, before);
  const parts: readonly Part[] = [judgeKeys(records.keys, question.given, kept), ...examined.parts];
  const findings = parts.flatMap((part) => part.findings);
  const key = readableKeys(scene).at(-1);
  const coverage = findings.length === 0 ? records.coverage() : undefined;
  if (findings.length === 0 && key !== undefined) {
    await rememberHead(keptFolder, newest, key);
    await keepVerified(keptFolder, {
      ...examined,
      tiles: tilesMark(scene.inventory.tiles, examined.prefix.size),
    });
  }
  return {
    origin,
    size: newest.size,
    rootHash: newest.rootHash,
    head: key === undefined ? undefined : headLine(newest, key),
    events: leafFiles.filter((file) => !isLedgerFile(file)).reduce(countLeaves, 0),
    records: records.count,
    erased: records.erasedLines.size,
    bytes: leafFiles.reduce((sum, file) => sum + file.bytes, 0),
    findings,
    holes: coverage?.holes ?? [],
    covered: coverage?.covered ?? [],
    grounds: parts.flatMap((part) => part.grounds ?? []),
    unproven: unprovenOf(newest.size, question.given, kept),
    notes: [...parts.flatMap((part) => part.notes ?? []), ...leftoverNotes(leftovers)],
    filesRead: examined.filesRead,
    notReadAgain: leafFiles.length - examined.filesRead,
  };
}

async function examine(
  scene: Scene,
  question: VerifyQuestion,
  kept: KeptTrust,
  before: VerifiedBefore | undefined,
): Promise<Examined> {
  const { folder, newest, leafFiles, inventory } = scene;
  const expected = new ExpectedLeaves(folder, newest.size);
  let looked = 0;
  const lookedAt = (leaves: number) => {
    looked += leaves;
    question.progress(looked, newest.size);
  };
  const [log, content] = await Promise.all([
    examineLog(scene, question, kept, before, () => lookedAt(0)),
    examineContent(scene, expected, before, lookedAt),
  ]);
  const segments = leafFiles.filter((file) => !isLedgerFile(file));
  const manifest = {
    archiveFolder: folder,
    keys: readableKeys(scene),
    segments,
    read: content.files,
    size: newest.size,
  };
  const parts: readonly Part[] = [
    checkDescription(scene),
    ...log.parts,
    {
      findings: inventory.foreign.map((path) => ({
        code: 'file-foreign',
        path,
        text: 'does not belong to an archive',
      })),
    },
    { findings: checkRanges(leafFiles, newest.size, expected) },
    { findings: content.findings.filter((finding) => !restsOn(finding, log.alteredBundles)) },
    await checkManifest(manifest),
  ];
  return { parts, prefix: log.prefix, files: content.files, filesRead: content.filesRead };
}

/** The tree, the checkpoints, and the heads that are known elsewhere. */
async function examineLog(
  { folder, newest, leafFiles, records, inventory, checkpoints }: Scene,
  { given }: VerifyQuestion,
  kept: KeptTrust,
  before: VerifiedBefore | undefined,
  look: () => void,
) {
  const paths = checkpoints.map(({ path }) => path);
  const signed = await checkCheckpoints(folder, newest, paths, leafFiles, records.keys, look);
  const heads = checkHeads(given.head, kept.head, newest);
  const roots = [...checkpointRoots(signed.signed), ...heads.roots].sort((a, b) => a.size - b.size);
  const isUntouched = before !== undefined && tilesMark(inventory.tiles, before.prefix.size) === before.tiles;
  const whole = { size: newest.size, rootHash: newest.rootHash, path: newestPath, whose: 'its checkpoint' };
  const tree = await checkTree(folder, [...roots, whole], isUntouched ? before.prefix : undefined, look);
  const anchorPaths = inventory.anchors.map(({ path }) => path);
  const tiles = compareTiles(inventory.tiles, newest.size);
  const parts: readonly Part[] = [
    signed,
    heads,
    {
      findings: rootFindings([...roots, whole], tree.wrongRoots),
      grounds: headGrounds(roots, tree.wrongRoots),
    },
    tree,
    checkAnchors(folder, anchorPaths, records.anchors, signed.signed),
    {
      findings: tiles.missing.map((path) => ({ code: 'file-missing', path, text: 'is not there any more' })),
    },
  ];
  return { parts, prefix: tree.prefix, alteredBundles: tree.alteredBundles };
}

/** The segments and the ledger: those that somebody may have touched since they were verified. */
async function examineContent(
  { folder, newest, leafFiles, records }: Scene,
  expected: ExpectedLeaves,
  before: VerifiedBefore | undefined,
  lookedAt: (leaves: number) => void,
) {
  const unread = leafFiles.filter(({ path, mark }) => before?.files.get(path)?.mark !== mark);
  lookedAt(newest.size - unread.reduce(countLeaves, 0));
  const { findings, read } = await checkContent({
    archiveFolder: folder,
    files: unread,
    expected,
    locationId: records.about?.account.locationId,
    erasedLines: records.erasedLines,
    progress: (file) => lookedAt(countLeaves(0, file)),
  });
  const files = new Map(
    leafFiles.flatMap(({ path, mark }) => {
      const found = read.get(path) ?? before?.files.get(path);
      return found === undefined ? [] : [[path, { ...found, mark }] as const];
    }),
  );
  return { findings, files, filesRead: read.size };
}

/** Whether a finding was made against leaves that are not those that were signed: of the file nothing is known then. */
function restsOn({ leaves }: Finding, alteredBundles: ReadonlySet<number>): boolean {
  if (leaves === undefined) return false;
  const [first, last] = [Math.floor(leaves.first / tileWidth), Math.floor(leaves.last / tileWidth)];
  return [...alteredBundles].some((index) => index >= first && index <= last);
}

function countLeaves(sum: number, { first, last }: Pick<LeafFile, 'first' | 'last'>): number {
  return sum + last - first + 1;
}

function leftoverNotes(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    `${countText(count)} ${count === 1 ? 'file lies' : 'files lie'} behind the newest checkpoint: a run is adding to the archive, or was killed; they are no part of it`,
  ];
}
