/** A file against the account it came from: what the account holds and the file has not, and the other way round. */
import type { Coverage } from '../audit/coverage.js';
import type { DescribedFilter } from '../audit/filter-clause.js';
import type { Context } from '../context.js';
import { UsageError } from '../errors.js';
import { exportedRows } from '../output/exported-file.js';
import type { Manifest } from '../output/manifest-reader.js';
import type { FilterFlags } from './filters.js';
import { asAsked, type Question, understand } from './question.js';
import type { Session } from './session.js';

export interface ComparedEvent {
  readonly id: string;
  /** Undefined where the file has no timestamps. */
  readonly instantMs: number | undefined;
}

export interface Comparison {
  readonly question: Question;
  readonly coverage: Coverage;
  /** The account holds them, the file does not. */
  readonly notInFile: readonly ComparedEvent[];
  /** The file holds them, the account does not. */
  readonly notInAccount: readonly ComparedEvent[];
  /** Older than the account keeps: nobody can compare them. */
  readonly beforeFloor: number;
}

/**
 * Reads the window of the manifest again, with its filter, and compares the ids.
 *
 * @throws UsageError for another account's file, and for one without ids; what ended the reading early.
 */
export async function compareWithAccount(
  path: string,
  manifest: Manifest,
  session: Session,
  context: Context,
): Promise<Comparison> {
  assertComparable(path, manifest, session);
  const question = await questionOf(manifest, session, context);
  const inFile = await idsOf(path, manifest);
  const notInFile: ComparedEvent[] = [];
  const { matches, push, names } = question.filter;
  const reading = session.log.read({
    window: question.window,
    order: 'oldest-first',
    limit: undefined,
    matches,
    push,
    filterNames: names,
  });
  for await (const batch of reading.batches()) {
    for (const { id, instantMs } of batch) if (!inFile.delete(id)) notInFile.push({ id, instantMs });
  }
  const failure = reading.failure();
  if (failure !== undefined) throw failure;
  const isClipped = question.window.sinceMs > manifest.window.sinceMs;
  const coverage = asAsked(reading.coverage(), isClipped);
  const floorMs = coverage.floor?.ms ?? question.floor.ms;
  const left = [...inFile].map(([id, instantMs]) => ({ id, instantMs }));
  const notInAccount = left.filter(({ instantMs }) => instantMs === undefined || instantMs >= floorMs);
  return { question, coverage, notInFile, notInAccount, beforeFloor: left.length - notInAccount.length };
}

function assertComparable(path: string, { locationId, file }: Manifest, { account }: Session): void {
  if (account.locationId !== locationId) {
    throw new UsageError(
      'other-account',
      `${path} is of account ${locationId}, this is ${account.locationId}.`,
      {
        hint: `Name its account: --location ${locationId}, or its profile.`,
      },
    );
  }
  if (file.columns !== null && !file.columns.includes('id')) {
    throw new UsageError('no-ids', `${path} has no event ids to compare.`, {
      hint: 'Export it with the column id.',
    });
  }
}

async function idsOf(path: string, manifest: Manifest): Promise<Map<string, number | undefined>> {
  const ids = new Map<string, number | undefined>();
  for await (const { id, instantMs } of exportedRows(path, manifest)) {
    if (id !== undefined) ids.set(id, instantMs);
  }
  return ids;
}

/** The account's floor has moved on since: what lies behind it is not asked for. */
async function questionOf(manifest: Manifest, session: Session, context: Context): Promise<Question> {
  const { connection } = session;
  const timeZone = { value: manifest.timeZone, origin: { kind: 'default' } } as const;
  const settings = { ...connection.settings, timeZone };
  const asking = { ...session, connection: { ...connection, settings } };
  const fields = manifest.filters.some(({ name }) => name === 'search') ? (['description'] as const) : [];
  const question = await understand(flagsOf(manifest.filters), fields, asking, context);
  const { sinceMs, untilMs } = manifest.window;
  return {
    ...question,
    window: { sinceMs: Math.max(sinceMs, Math.min(question.floor.ms, untilMs)), untilMs },
  };
}

/** Users may have been renamed since, so what the words were resolved to is asked for, not the words. */
function flagsOf(filters: readonly DescribedFilter[]): FilterFlags {
  const flags: Record<string, readonly string[] | string> = {};
  for (const { name, asked, values } of filters) {
    const key = name.replace(/-(\w)/, (_, letter: string) => letter.toUpperCase());
    if (name === 'search') flags[key] = asked.join(' ');
    else flags[key] = (name === 'record' ? asked : values.map((value) => `raw:${value}`)).map(asItem);
  }
  return flags;
}

/** One item of a comma list, whatever it holds. */
function asItem(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
