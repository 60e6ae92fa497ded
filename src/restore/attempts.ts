/**
 * The intents: what was about to be asked of an account, noted on disk before it is asked. After a crash or a lost answer the tool
 * finds them and looks, instead of asking twice.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RestorePlan } from '../audit/restore-plan.js';
import { AccessError } from '../errors.js';
import { readIfThere } from '../files/whole-file.js';
import { createFile, namesIn, replaceFile } from './data-folder.js';
import type { RestoreMeans } from './plan-digest.js';

export interface Attempt {
  readonly schema: 1;
  /** From 1 on, one file each. */
  readonly number: number;
  readonly key: string;
  readonly means: RestoreMeans;
  readonly plan: RestorePlan;
  readonly planDigest: string;
  /** When it was noted, by the account's clock. */
  readonly notedMs: number;
  /** Open: it may have been done or not. Settled: a receipt tells. Failed: the account said so, and its key is used up. */
  readonly phase: 'open' | 'settled' | 'failed';
}

export interface Attempts {
  /** All of one deletion, oldest first. @throws AccessError when a note cannot be read */
  of(locationId: string, eventId: string): Promise<readonly Attempt[]>;
  /** False: another run has noted the attempt of this number just now. @throws AccessError when nothing can be noted */
  note(attempt: Attempt): Promise<boolean>;
  close(attempt: Attempt, phase: 'settled' | 'failed'): Promise<void>;
  /** For an attempt of which it is certain that nothing was begun. */
  withdraw(attempt: Attempt): Promise<void>;
}

/** Those in the data folder. */
export function openAttempts(dataFolder: string): Attempts {
  const folder = join(dataFolder, 'restores', 'attempts');
  const pathOf = ({ plan, number }: Attempt) =>
    join(folder, `${nameOf(plan.locationId, plan.eventId)}.${number}.json`);
  return {
    async of(locationId, eventId) {
      const name = nameOf(locationId, eventId);
      const files = (await namesIn(folder)).filter(
        (file) => file.startsWith(`${name}.`) && file.endsWith('.json'),
      );
      const attempts = await Promise.all(files.map((file) => readAttempt(join(folder, file))));
      return attempts.filter((attempt) => attempt !== undefined).sort((a, b) => a.number - b.number);
    },
    note: (attempt) => createFile(pathOf(attempt), toText(attempt)),
    close: (attempt, phase) => replaceFile(pathOf(attempt), toText({ ...attempt, phase })),
    withdraw: (attempt) => rm(pathOf(attempt), { force: true }),
  };
}

/** Ids come from the log and may hold anything; a file's name must not. */
function nameOf(locationId: string, eventId: string): string {
  return createHash('sha256').update(`${locationId}\n${eventId}`).digest('hex').slice(0, 24);
}

function toText(attempt: Attempt): string {
  return `${JSON.stringify(attempt)}\n`;
}

async function readAttempt(path: string): Promise<Attempt | undefined> {
  try {
    const bytes = await readIfThere(path);
    if (bytes === undefined) return undefined;
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (isAttempt(value)) return value;
  } catch {
    // Said below.
  }
  throw new AccessError(
    'restore-note-unreadable',
    `The note of an earlier restore in ${path} cannot be read.`,
    {
      hint: 'It may have been done or not. Look: audit list --type restored. Then remove the file and run the command again.',
    },
  );
}

/** Our own file; only what a hand could have broken is looked at. */
function isAttempt(value: unknown): value is Attempt {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, number, key, plan, notedMs, phase } = value as Partial<Attempt>;
  return (
    schema === 1 &&
    typeof number === 'number' &&
    typeof key === 'string' &&
    typeof notedMs === 'number' &&
    (phase === 'open' || phase === 'settled' || phase === 'failed') &&
    typeof plan === 'object' &&
    Array.isArray(plan.restores)
  );
}
