/** The page that goes with a proof: what to type, and what each step proves and does not. */
import type { Checkpoint } from '../log/checkpoint.js';
import type { VerifierKey } from '../log/note.js';
import { scriptName } from './python-script.js';
import { sshNamespace } from './ssh-signature.js';

export interface ProvenParts {
  readonly name: string;
  readonly leaf: number;
  readonly checkpoint: Checkpoint;
  readonly keys: readonly VerifierKey[];
  /** What else lies in the folder. */
  readonly files: ReadonlyMap<string, unknown>;
}

/** Markdown. */
export function readmeText(parts: ProvenParts): string {
  return [
    ...introduction(parts),
    ...contentStep(parts),
    ...scriptStep(parts),
    ...signatureSteps(parts),
    ...knownStep(parts),
    ...limits(parts),
    '',
  ].join('\n');
}

function introduction({ name, leaf, checkpoint }: ProvenParts): readonly string[] {
  return [
    `# Proof that ${name} is in the log`,
    '',
    `It is leaf ${leaf} of the first ${checkpoint.size} leaves of the log \`${checkpoint.origin}\`.`,
    'Everything here can be checked with common tools, none of them ours, without a network. Run what follows in this folder.',
    '',
  ];
}

function contentStep({ name, files }: ProvenParts): readonly string[] {
  if (!files.has(name))
    return [
      '## 1. The event',
      '',
      'Its content was erased on record. Only its leaf is left, and only that is proven: `cat leaf`.',
      '',
    ];
  return [
    '## 1. The event is the one of the leaf',
    '',
    '    sha256sum -c leaf',
    '',
    `The leaf names the SHA-256 of the file \`${name}\`: one line, the bytes of the event as the account sent them, and a line feed.`,
    '',
  ];
}

function scriptStep({ keys }: ProvenParts): readonly string[] {
  return [
    '## 2. The leaf is in the tree, and the tree is signed',
    '',
    `    python3 ${scriptName} '${keys.at(-1)?.line ?? ''}'`,
    '',
    'Put the key that you were told elsewhere in the place of this one: that it lies in this folder does not make it the right one.',
    `\`${scriptName}\` is short and uses Python's standard library alone: read it. It hashes the leaf and goes up its path (RFC 6962) to the root that the checkpoint names, and checks the Ed25519 signature.`,
    '`event.tlog-proof` is the same proof in the form of c2sp.org/tlog-proof; Go checks it with golang.org/x/mod/sumdb/note (Open) and tlog (CheckRecord; the record is the file `leaf`).',
    '',
  ];
}

function signatureSteps({ files, checkpoint, keys }: ProvenParts): readonly string[] {
  const openssl = keys.map(({ id }) => {
    const suffix = keys.length === 1 ? '' : `-${id}`;
    return `    openssl pkeyutl -verify -rawin -pubin -inkey key${suffix}.pem -sigfile signature${suffix}.bin -in checkpoint.text`;
  });
  const ssh = files.has('allowed_signers')
    ? [
        '',
        'or, with a signature of the same key over the same text in the form of OpenSSH:',
        '',
        `    ssh-keygen -Y verify -f allowed_signers -I '${checkpoint.origin}' -n ${sshNamespace} -s checkpoint.text.sig < checkpoint.text`,
      ]
    : [];
  return [
    '## 3. The signature, with other tools',
    '',
    ...openssl,
    ...ssh,
    '',
    '`checkpoint.text` is what is signed: the log, the number of leaves, the root of the tree.',
    '',
  ];
}

function knownStep({ files }: ProvenParts): readonly string[] {
  if (!files.has('known-head')) return [];
  return [
    '## 4. Nothing was rewritten since an earlier head',
    '',
    `\`${scriptName}\` also shows that the tree of \`known-head\` is the beginning of this one (RFC 6962, consistency). Compare \`known-head\` with the line that was kept elsewhere.`,
    '',
  ];
}

function limits(_: ProvenParts): readonly string[] {
  return [
    '## What this does not prove',
    '',
    '- That the event is true: it is what the account told the archive.',
    '- When it was archived: only a checkpoint that somebody else has seen or stamped says that.',
    '- That the holder of the private key has not made this log anew: only an earlier head, kept out of his reach, speaks against that.',
  ];
}
