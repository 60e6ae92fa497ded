/** `audit export`: every matching event, oldest first, to stdout or into files that one can hand over. */
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { findTarget, type Target } from '../output/target.js';
import { answer } from './answer.js';
import { withChosenLog } from './chosen-log.js';
import type { GlobalFlags } from './command.js';
import { meantBy } from './export-begin.js';
import { exportFiles } from './export-files.js';
import {
  columnWords,
  type ExportFlags,
  type ExportSettings,
  fieldsWritten,
  formatOptions,
  readSettings,
} from './export-settings.js';
import { understand } from './question.js';

/**
 * Exports what the flags choose, to where they say.
 *
 * @throws UsageError for flags that mean nothing together; what ended the reading early
 */
export async function exportEvents(
  flags: ExportFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  if (flags.columns === true || flags.fields === true) {
    await context.stdout.write(
      columnWords(flags)
        .map((name) => `${name}\n`)
        .join(''),
    );
    return exitCodes.done;
  }
  const settings = readSettings(flags);
  const { output } = flags;
  assertTogether(flags);
  const target: Target = output === undefined ? { kind: 'stdout' } : await findTarget(output);
  if (target.kind !== 'file' || output === undefined) {
    assertStream(flags, target);
    return toStream(flags, settings, target, context, globals);
  }
  const meant = meantBy(flags, settings, context.version);
  const { resume = false, requireComplete = false, allowGaps = false } = flags;
  return exportFiles(
    { output, target: target.path, meant, isBare: isBare(flags), resume, requireComplete, allowGaps },
    context,
    globals,
  );
}

async function toStream(
  flags: ExportFlags,
  settings: ExportSettings,
  target: Target,
  outside: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { openDevice } = await import('../output/device.js');
  const device = target.kind === 'device' ? await openDevice(target.path) : undefined;
  const context = device === undefined ? outside : { ...outside, stdout: device };
  if (settings.gzip && context.stdout.isTerminal) throw packedOnTerminal();
  try {
    return await withChosenLog(flags, globals, context, async (session) => {
      const question = await understand(flags, fieldsWritten(settings), session, context);
      const { fields, ...csv } = formatOptions(settings);
      const { format, order, gzip } = settings;
      const requireComplete = flags.requireComplete ?? false;
      const how = { order, limit: undefined, isLimitChosen: false, header: true, requireComplete };
      return answer(question, { ...how, format, fields, csv, gzip }, session, context);
    });
  } finally {
    await device?.close();
  }
}

/** Whether the line says nothing of what to export: it is to go on with what was begun. */
function isBare(flags: ExportFlags): boolean {
  const { output, resume, requireComplete, allowGaps, ...what } = flags;
  return Object.keys(what).length === 0;
}

function assertTogether({ output, split, resume }: ExportFlags): void {
  if (output === undefined && (split !== undefined || resume)) {
    throw new UsageError('output-missing', `${resume ? '--resume' : '--split'} needs a file.`, {
      hint: `Name it: -o ${split === undefined ? 'report.csv' : `audit-{${split}}.csv`}`,
    });
  }
  if (output !== undefined && split !== undefined && !output.includes(`{${split}}`)) {
    throw new UsageError('pattern-missing', `With --split ${split} there is more than one file.`, {
      hint: `Say with {${split}} where their names differ: -o audit-{${split}}.csv`,
    });
  }
}

function assertStream({ resume, split }: ExportFlags, target: Target): void {
  if (!resume && split === undefined) return;
  const place = target.kind === 'device' ? target.path : 'stdout';
  throw new UsageError(
    'not-a-file',
    `${place} is no file that could be ${resume ? 'gone on with' : 'split'}.`,
    {
      hint: 'Name a file: -o report.csv',
    },
  );
}

function packedOnTerminal(): UsageError {
  return new UsageError('packed-on-terminal', 'A terminal cannot show packed data.', {
    hint: 'Name a file: -o report.csv.gz, or leave out --gzip.',
  });
}
