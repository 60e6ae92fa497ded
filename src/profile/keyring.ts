/** The system's keyring, asked through a process that is killed when it does not answer; apart, because nothing else here may hang. */
import { execFile } from 'node:child_process';
import type { KeyringAnswer, KeyringQuestion } from './keyring-process.js';

/** The name under which a person finds our entries in the keyring. */
const service = 'hoopai-audit';

/** `silent`: no answer within the limit; `lost`: an answer that is none; `off`: nobody wants it asked. */
export type KeyringTrouble = 'missing' | 'refused' | 'silent' | 'lost' | 'off';

/** What the keyring could not do. Its message is a clause: `this machine has no keyring`. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
  readonly trouble: KeyringTrouble;

  constructor(trouble: KeyringTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

/** Each method throws a KeyringError, and none takes longer than the limit. */
export interface Keyring {
  get(profileName: string): Promise<string | undefined>;
  set(profileName: string, token: string): Promise<void>;
  remove(profileName: string): Promise<void>;
}

export interface KeyringOptions {
  /** The program that answers, and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The settings folder: two of them may hold profiles of one name. */
  readonly folder: string;
  readonly limitMs: number;
}

/** A keyring that starts nothing before it is asked. `AUDIT_KEYRING=off`: it is never asked. */
export function createKeyring(options: KeyringOptions): Keyring {
  const ask = async (act: KeyringQuestion['act'], profileName: string, secret?: string) => {
    const account = `${profileName} in ${options.folder}`;
    const answer = await answerOf(
      { act, service, account, ...(secret !== undefined && { secret }) },
      options,
    );
    if (answer.kind === 'done') return answer.secret ?? undefined;
    if (answer.kind === 'missing') throw new KeyringError('missing', 'this machine has no keyring');
    throw new KeyringError('refused', `the system’s keyring refuses (${answer.word})`);
  };
  return {
    get: (profileName) => ask('get', profileName),
    async set(profileName, token) {
      await ask('set', profileName, token);
    },
    async remove(profileName) {
      await ask('remove', profileName);
    },
  };
}

function answerOf(question: KeyringQuestion, options: KeyringOptions): Promise<KeyringAnswer> {
  const { command, environment, limitMs } = options;
  if (environment['AUDIT_KEYRING'] === 'off') {
    throw new KeyringError('off', 'AUDIT_KEYRING is off');
  }
  const [program, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      // Nothing gentler than SIGKILL ends a process that is stuck in a call of the system's.
      { env: withoutOurs(environment), timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024 },
      (error, stdout) => {
        const answer = error?.killed ? undefined : readAnswer(stdout);
        if (answer !== undefined) resolve(answer);
        else if (error?.killed) reject(silent(limitMs));
        else reject(new KeyringError('lost', 'the system’s keyring gave no answer'));
      },
    );
    // It may end before it has read the question; what it then answers, or not, is told above.
    child.stdin?.on('error', () => {});
    child.stdin?.end(JSON.stringify(question));
  });
}

function silent(limitMs: number): KeyringError {
  return new KeyringError('silent', `the system’s keyring did not answer within ${limitMs / 1000} seconds`);
}

/** Our own token is none of its business; the rest would only make its start slower, or make it write. */
function withoutOurs(environment: KeyringOptions['environment']): NodeJS.ProcessEnv {
  const {
    AUDIT_TOKEN: _token,
    NODE_OPTIONS: _options,
    NODE_EXTRA_CA_CERTS: _certificates,
    ...rest
  } = environment;
  return rest;
}

function readAnswer(text: string): KeyringAnswer | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof KeyringAnswer | 'secret' | 'word', unknown>>;
    const { kind, secret, word } = value;
    if (kind === 'done' && (secret === null || typeof secret === 'string')) return { kind, secret };
    return (kind === 'missing' || kind === 'refused') && typeof word === 'string'
      ? { kind, word }
      : undefined;
  } catch {
    return undefined;
  }
}
