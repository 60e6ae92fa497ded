/** The journal beside a `.partial` file: what the export is, and how far it is proven to have come; all that `--resume` goes by. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Coverage, Window } from '../audit/coverage.js';
import type { JsonObject } from '../audit/event.js';
import { isObject } from '../audit/json-value.js';
import { ProofFailedError, UsageError } from '../errors.js';
import { systemCode } from '../files/file-failure.js';
import { replaceFile } from '../files/whole-file.js';
import type { Position } from '../output/partial-file.js';
import type { ExportSettings } from './export-settings.js';
import type { FilterFlags } from './filters.js';
import type { RememberedNames } from './remembered-names.js';

/** What an export is, settled when it begins. Plain values only. */
export interface Begun {
  /** The flags that choose events, as they were typed. */
  readonly words: FilterFlags;
  readonly settings: ExportSettings;
  readonly account: { readonly locationId: string; readonly apiUrl: string; readonly name: string | null };
  readonly tool: { readonly version: string; readonly format: number };
  readonly window: Window;
  readonly isFromFloor: boolean;
  readonly timeZone: string;
  readonly names: RememberedNames;
  /** Who ran it: for the manifest. */
  readonly by: JsonObject;
  readonly atMs: number;
}

/** How far it is proven to have come. */
export interface Reached {
  readonly position: Position;
  readonly events: number;
  readonly rows: number;
  /** The instant of the last event written, and the ids of all that were written at that instant. */
  readonly instantMs: number;
  readonly ids: readonly string[];
  readonly coverage: Coverage;
}

export interface Journal {
  readonly journal: 1;
  readonly begun: Begun;
  /** Runs before this one. */
  readonly resumes: number;
  readonly reached?: Reached | undefined;
  /** Set when all was written and only the renaming is left. */
  readonly finished?: { readonly position: Position; readonly isWhole: boolean } | undefined;
}

/** The name of an export among others: the same for all its files and all its runs. */
export function exportIdOf(begun: Begun): string {
  return createHash('sha256').update(JSON.stringify(begun)).digest('hex').slice(0, 32);
}

/**
 * The journal at a path; undefined where there is none.
 *
 * @throws ProofFailedError for one that nobody can read.
 */
export async function readJournal(path: string): Promise<Journal | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isObject(value) && value['journal'] === 1 && isObject(value['begun']))
      return value as unknown as Journal;
    throw new TypeError('not a journal');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new ProofFailedError('journal-unreadable', `${path} is no journal of an export that can be read.`, {
      hint: 'Begin again: the same command without --resume.',
      cause: error,
    });
  }
}

/** Replaces the journal in one stroke: after a crash there is the old one or the new one. */
export async function writeJournal(path: string, journal: Journal): Promise<void> {
  await replaceFile(path, `${JSON.stringify(journal)}\n`);
}

/**
 * Whether what is typed now is what was begun then.
 *
 * @throws UsageError that names what has changed.
 */
export function assertSame(begun: Begun, now: Pick<Begun, 'words' | 'settings' | 'account' | 'tool'>): void {
  const { locationId, apiUrl } = now.account;
  const changes: readonly (readonly [string, boolean])[] = [
    ['the query', isSame(begun.words, now.words)],
    ['the columns or the form', isSame(begun.settings, now.settings)],
    ['the account', begun.account.locationId === locationId && begun.account.apiUrl === apiUrl],
    ['the version of this tool', isSame(begun.tool, now.tool)],
  ];
  const changed = changes.filter(([, same]) => !same).map(([name]) => name);
  if (changed.length === 0) return;
  const was = changed.includes('the version of this tool')
    ? `It was begun by audit ${begun.tool.version}.`
    : 'With -o and --resume alone it goes on as it was begun.';
  throw new UsageError(
    'resume-refused',
    `The export cannot be gone on with: ${changed.join(', ')} changed.`,
    {
      hint: `${was}\nTo begin again: the same command without --resume.`,
    },
  );
}

/** By what is written: an absent key and an undefined one are the same. */
function isSame(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
