/** `audit export -o`: which files there will be, who holds them, what is left of an earlier run, and one export after the other. */
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { withLock } from '../files/lock.js';
import { readManifest } from '../output/manifest-reader.js';
import { discard, isThere } from '../output/publication.js';
import { companionsOf } from '../output/target.js';
import { withChosenLog } from './chosen-log.js';
import type { GlobalFlags } from './command.js';
import { beginExport, goOnWith, type Meant, type Started } from './export-begin.js';
import { exportToFile } from './export-file.js';
import { exportIdOf, type Journal, readJournal, writeJournal } from './export-journal.js';
import type { Split } from './export-settings.js';
import type { Session } from './session.js';

export interface FilesAsked {
  /** As typed. */
  readonly output: string;
  /** Absolute, links followed. */
  readonly target: string;
  /** What the command line asks for; `isBare`: nothing but to go on. */
  readonly meant: Meant;
  readonly isBare: boolean;
  readonly resume: boolean;
  readonly requireComplete: boolean;
  readonly allowGaps: boolean;
}

/** Exports into one file, or one for each day or month, while nobody else writes there. */
export async function exportFiles(
  asked: FilesAsked,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const files = companionsOf(asked.target);
  return withLock(files.lock, asked.output, context, async () => {
    const left = asked.resume ? await readJournal(files.journal) : undefined;
    if (asked.resume && asked.isBare && left === undefined) return nothingLeft(asked);
    const { archive } = (asked.isBare ? left?.begun : undefined)?.settings ?? asked.meant.settings;
    return withChosenLog({ ...(archive && { archive }) }, globals, context, async (session) => {
      const started =
        left === undefined
          ? await beginExport(asked.meant, session, context)
          : await goOn(left, asked, { session, context, globals });
      const exporter = new FilesExporter(asked, started, session, context);
      const { split } = started.begun.settings;
      return split === null ? exporter.one(left) : exporter.parts(split);
    });
  });
}

async function goOn(
  left: Journal,
  asked: FilesAsked,
  around: { readonly session: Session; readonly context: Context; readonly globals: GlobalFlags },
): Promise<Started> {
  const isAtItsBeginning = left.reached === undefined;
  return goOnWith(left.begun, asked.isBare ? undefined : asked.meant, isAtItsBeginning, around);
}

/** With `--resume` alone there must be something to go on with; a file that is finished is fine. */
async function nothingLeft({ output, target }: FilesAsked): Promise<ExitCode> {
  if ((await readManifest(companionsOf(target).manifest)) !== undefined && (await isThere(target))) {
    return exitCodes.done;
  }
  throw new UsageError('nothing-to-resume', `There is no interrupted export of ${output}.`, {
    hint: 'Say what to export, e.g. audit export --since 7d -o report.csv',
  });
}

class FilesExporter {
  readonly #asked: FilesAsked;
  readonly #started: Started;
  readonly #session: Session;
  readonly #context: Context;

  constructor(asked: FilesAsked, started: Started, session: Session, context: Context) {
    this.#asked = asked;
    this.#started = started;
    this.#session = session;
    this.#context = context;
  }

  one(left: Journal | undefined): Promise<ExitCode> {
    return this.#export(this.#asked.target, this.#started, left);
  }

  /** The journal under the pattern's own name keeps the window and the names for all parts. */
  async parts(split: Split): Promise<ExitCode> {
    const { calendarParts } = await import('../audit/calendar-part.js');
    const { begun, question } = this.#started;
    const { journal } = companionsOf(this.#asked.target);
    await writeJournal(journal, { journal: 1, begun, resumes: 0 });
    let exitCode: ExitCode = exitCodes.done;
    for (const { label, window } of calendarParts(begun.window, split, begun.timeZone)) {
      const started = { begun: { ...begun, window }, question: { ...question, window } };
      const partCode = await this.#part(this.#asked.target.replaceAll(`{${split}}`, label), started);
      if (partCode !== exitCodes.done) exitCode = partCode;
    }
    if (exitCode === exitCodes.done) await discard(companionsOf(this.#asked.target));
    return exitCode;
  }

  async #part(target: string, started: Started): Promise<ExitCode> {
    const files = companionsOf(target);
    return withLock(files.lock, target, this.#context, async () => {
      if (this.#asked.resume && (await isFinished(target, started))) return exitCodes.done;
      const left = this.#asked.resume ? await readJournal(files.journal) : undefined;
      const isOurs = left !== undefined && exportIdOf(left.begun) === exportIdOf(started.begun);
      return this.#export(target, started, isOurs ? left : undefined);
    });
  }

  async #export(target: string, { begun, question }: Started, left: Journal | undefined): Promise<ExitCode> {
    const { output, requireComplete, allowGaps } = this.#asked;
    const files = companionsOf(target);
    if (left === undefined) await discard(files);
    return exportToFile(
      {
        begun,
        question,
        target,
        files,
        left,
        requireComplete,
        allowGaps,
        resumeLine: `audit export --resume -o ${shellWord(output)}`,
      },
      this.#session,
      this.#context,
    );
  }
}

/** A part that an earlier run of the same export has put in its place. */
async function isFinished(target: string, { begun }: Started): Promise<boolean> {
  const manifest = await readManifest(companionsOf(target).manifest);
  return manifest?.exportId === exportIdOf(begun) && (await isThere(target));
}

/** A word that a shell takes as it is. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
