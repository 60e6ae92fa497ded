/** `audit list`: matching events, newest first. */
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { fieldNames, parseFields } from '../output/fields.js';
import { parseFormat } from '../output/formats.js';
import { answer } from './answer.js';
import { withChosenLog } from './chosen-log.js';
import type { GlobalFlags } from './command.js';
import { type ListFlags, usualLimit } from './list-flags.js';
import { understand } from './question.js';

/**
 * Lists the matching events, follows the log, or lets a person walk through it.
 *
 * @throws UsageError for flags that mean nothing; what ended the reading early
 */
export async function list(flags: ListFlags, context: Context, globals: GlobalFlags): Promise<ExitCode> {
  if (flags.fields === true) {
    await context.stdout.write(fieldNames.map((name) => `${name}\n`).join(''));
    return exitCodes.done;
  }
  if (flags.follow) return (await import('./follow-list.js')).followList(flags, context, globals);
  if (flags.browse) return (await import('./browse-list.js')).browseList(flags, context, globals);
  if (flags.interval !== undefined) {
    throw new UsageError('interval-alone', '--interval says how often to look, which only --follow does.', {
      hint: 'Add --follow, or leave --interval out.',
    });
  }
  const fields = flags.fields === undefined ? undefined : parseFields(flags.fields);
  const format = parseFormat(flags.format ?? (context.stdout.isTerminal ? 'table' : 'tsv'));
  return withChosenLog(flags, globals, context, async (session) => {
    const question = await understand(flags, fields ?? fieldNames, session, context);
    const limit = flags.all ? undefined : (flags.limit ?? usualLimit);
    const order = flags.order === 'asc' ? 'oldest-first' : 'newest-first';
    const header = flags.header ?? false;
    return answer(
      question,
      {
        order,
        limit,
        isLimitChosen: flags.limit !== undefined,
        format,
        fields,
        header,
        requireComplete: false,
        isPaged: true,
      },
      session,
      context,
    );
  });
}
