/** The flags of `audit restore`, and what their words mean. */
import type { Command } from 'commander';
import { UsageError } from '../errors.js';
import { shortestDigest } from '../restore/plan-digest.js';
import { textOrJson } from './command.js';

/** Declares them; the action is the command's. */
export function declareRestoreFlags(command: Command): Command {
  return (
    command
      .argument('[eventId]', "the deletion's event: its id, enough of its beginning, or the record's name")
      .option('--dry-run', 'show the plan and stop')
      .option('--yes', 'do not ask for the name')
      .addOption(textOrJson(command))
      .addOption(
        command
          .createOption('--plan <digest>', 'only if the plan is still this one (from --dry-run)')
          .argParser(parseDigest),
      )
      .addOption(
        command.createOption('--wait [time]', 'how long to look for it: 90s, 10m, 1h').argParser(parseWait),
      )
      .option('--again', 'ask although the answer to an earlier request was lost')
      .option('--receipts', 'what this tool has restored; asks nobody')
      // Taken only to be refused in words: every command that looks at events has it.
      .addOption(command.createOption('--archive').hideHelp())
  );
}

function parseDigest(text: string): string {
  if (new RegExp(`^[0-9a-f]{${shortestDigest},64}$`).test(text)) return text;
  throw new UsageError('bad-plan-digest', `--plan is “${text}”, which is no plan's digest.`, {
    hint: 'Take it from: audit restore <eventId> --dry-run',
  });
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
/** Nobody watches longer, and nothing may wait without an end. */
const longestWaitMs = 24 * 3_600_000;

function parseWait(text: string): number {
  const [, amount, unit = 'm'] = /^(\d{1,6})(s|m|h)$/.exec(text) ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? Number.NaN);
  if (ms <= longestWaitMs) return ms;
  throw new UsageError('bad-wait', `--wait is “${text}”, which is no length of time up to a day.`, {
    hint: 'With its unit: --wait 90s, --wait 10m, --wait 1h',
  });
}
