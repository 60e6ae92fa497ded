/** The proof of one event: everything that a stranger needs to check it with tools that we did not write, and nothing that needs ours. */
import { NotFoundError, ProofFailedError, UsageError } from '../../errors.js';
import type { Checkpoint } from '../log/checkpoint.js';
import type { Head } from '../log/head.js';
import { entryOf, type Leaf, leafOfEvent } from '../log/leaf.js';
import { readNote, readVerifierKey, type SigningKey, signersOf, type VerifierKey } from '../log/note.js';
import { leafHash, provesInclusion } from '../log/tree.js';
import { segmentFiles } from '../store/leaf-files.js';
import type { Archive } from '../store/open.js';
import { readContent } from '../store/segment.js';
import { findLeaves } from './find-leaf.js';
import { proofText } from './proof-text.js';
import { pythonScript, scriptName } from './python-script.js';
import { readmeText } from './readme.js';
import { allowedSigner, sshSignature } from './ssh-signature.js';

export interface Proof {
  readonly leaf: number;
  /** Other leaves of the same event, which came again with other bytes. */
  readonly others: readonly number[];
  /** Whether the event's content is in it: what was erased on record is not. */
  readonly hasContent: boolean;
  /** What the folder holds, by name. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
}

export interface ProofQuestion {
  readonly eventId: string;
  /** Which of its leaves; undefined: the newest. */
  readonly leaf: number | undefined;
  /** A head that was kept earlier, from which the log must be shown to go on. */
  readonly known: Head | undefined;
  /** Where this machine has the private key: for the signature that `ssh-keygen` checks. */
  readonly signingKey: SigningKey | undefined;
}

/**
 * Makes the proof of an event.
 *
 * @throws NotFoundError `no-such-event`; ProofFailedError `event-altered`, `proof-wrong`, `not-consistent`; UsageError `no-such-leaf`
 */
export async function proveEvent(archive: Archive, question: ProofQuestion): Promise<Proof> {
  const { folder, log, description } = archive;
  const checkpoint = log.checkpoint;
  const leaves = checkpoint === undefined ? [] : findLeaves(folder, log.size, question.eventId);
  const leaf = question.leaf ?? leaves.at(-1);
  if (leaf === undefined || checkpoint === undefined)
    throw new NotFoundError('no-such-event', `The archive in ${folder} holds no event ${question.eventId}.`, {
      hint: 'Ids stand in audit list --archive --fields id',
    });
  if (!leaves.includes(leaf))
    throw new UsageError(
      'no-such-leaf',
      `Leaf ${leaf} is not one of ${question.eventId}: it has ${leaves.join(', ')}.`,
    );
  const entry = await leafAt(archive, leaf);
  const line = await lineAt(archive, leaf);
  const isWhole = leafOfEvent(question.eventId, line).sha256 === entry.sha256;
  if (!isWhole && !line.startsWith('{"erased":'))
    throw new ProofFailedError(
      'event-altered',
      `The event ${question.eventId} is not the one that its leaf vouches for.`,
      {
        hint: 'See what else was altered: audit archive verify',
      },
    );
  const path = log.inclusionProof(leaf);
  if (!provesInclusion(leafHash(entryOf(entry)), leaf, log.size, path, checkpoint.rootHash))
    throw new ProofFailedError(
      'proof-wrong',
      `The log does not lead from the leaf ${leaf} to its checkpoint.`,
      {
        hint: 'See what was altered: audit archive verify',
      },
    );
  const keys = signersOf(
    readNote(checkpoint.text),
    description.keys.map(({ publicKey }) => readVerifierKey(publicKey)),
  );
  const files = new Map<string, Uint8Array | string>([
    ...(isWhole ? [[entry.name, `${line}\n`] as const] : []),
    ['leaf', entryOf(entry)],
    ['event.tlog-proof', proofText(leaf, path, checkpoint)],
    ...signatureFiles(checkpoint, keys, question.signingKey),
    ...knownFiles(archive, checkpoint, question.known),
    [scriptName, pythonScript],
  ]);
  files.set('README.md', readmeText({ name: entry.name, leaf, checkpoint, keys, files }));
  return { leaf, others: leaves.filter((other) => other !== leaf), hasContent: isWhole, files };
}

async function leafAt({ log }: Archive, leaf: number): Promise<Leaf> {
  for await (const [entry] of log.leaves(leaf, leaf + 1)) if (entry !== undefined) return entry;
  throw new RangeError(`leaf ${leaf} of ${log.size}`);
}

/** The line of that leaf, without its LF. */
async function lineAt({ folder }: Archive, leaf: number): Promise<string> {
  const file = (await segmentFiles(folder)).find(({ first, last }) => first <= leaf && leaf <= last);
  if (file === undefined)
    throw new ProofFailedError(
      'leaves-missing',
      `The file of the leaf ${leaf} is not in the archive any more.`,
      {
        hint: 'See what else is missing: audit archive verify',
      },
    );
  const lines = (await readContent(folder, file.path)).toString('utf8').split('\n');
  return lines[leaf - file.first] ?? '';
}

/** The checkpoint, what of it is signed, and keys and signatures in the forms that the tools read. */
function signatureFiles(
  checkpoint: Checkpoint,
  keys: readonly VerifierKey[],
  signingKey: SigningKey | undefined,
): readonly (readonly [string, Uint8Array | string])[] {
  const { text, signatures } = readNote(checkpoint.text);
  const perKey = keys.flatMap((key) => {
    const signature = signatures.find(({ id }) => id === key.id)?.signature ?? new Uint8Array(0);
    const suffix = keys.length === 1 ? '' : `-${key.id}`;
    const pem = key.publicKey.export({ format: 'pem', type: 'spki' });
    return [
      [`key${suffix}.pem`, pem.toString()],
      [`signature${suffix}.bin`, signature],
    ] as const;
  });
  const ssh =
    signingKey && keys.some(({ line }) => line === signingKey.verifier.line) ? signingKey : undefined;
  return [
    ['checkpoint', checkpoint.text],
    ['checkpoint.text', text],
    ['keys', keys.map(({ line }) => `${line}\n`).join('')],
    ...perKey,
    ...(ssh === undefined
      ? []
      : ([
          ['allowed_signers', allowedSigner(ssh.verifier)],
          ['checkpoint.text.sig', sshSignature(ssh, Buffer.from(text))],
        ] as const)),
  ];
}

function knownFiles(
  { log }: Archive,
  checkpoint: Checkpoint,
  known: Head | undefined,
): readonly (readonly [string, string])[] {
  if (known === undefined) return [];
  const isSameLog = known.origin === checkpoint.origin && known.size >= 1 && known.size <= log.size;
  if (!isSameLog || Buffer.compare(log.rootAt(known.size), known.rootHash) !== 0)
    throw new ProofFailedError('not-consistent', 'The archive does not go on from the head that you gave.', {
      hint: 'See how it differs: audit archive verify --known …',
    });
  const path = log.consistencyProof(known.size);
  const root = Buffer.from(known.rootHash).toString('base64');
  return [
    ['known-head', `${known.key?.line ?? known.origin} ${known.size} ${root}\n`],
    ['consistency', path.map((sibling) => `${Buffer.from(sibling).toString('base64')}\n`).join('')],
  ];
}
