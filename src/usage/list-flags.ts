/** The flags of `audit list` beside the filters, and what their words mean; apart from its page, which has examples enough. */
import type { Command } from 'commander';
import { usualLimit } from '../commands/list-flags.js';
import { UsageError } from '../errors.js';
import { formatNames } from '../output/formats.js';
import { declareFilters } from './filters.js';

/** Oftener than once a second nothing is gained; more rarely than once an hour, a list from cron does it. */
const intervalBoundsMs = { least: 1_000, most: 3_600_000 };

/** Declares them, filters first. */
export function declareListFlags(command: Command): Command {
  return declareFilters(command)
    .optionsGroup('How many and how:')
    .addOption(
      command
        .createOption('--limit <n>', `at most so many (${usualLimit}); with --follow: so many first`)
        .argParser((text) => parseCount(text))
        .conflicts('all'),
    )
    .option('--all', 'every matching event')
    .addOption(
      command
        .createOption('--order <order>', 'desc: newest first (usual), or asc: oldest first')
        .choices(['desc', 'asc']),
    )
    .option('--fields [names]', 'a comma list, in its order; without a value: which there are')
    .option('--format <format>', `${formatNames.join(', ')}; default: table on a terminal, else tsv`)
    .option('--header', 'tsv: the names of the fields first')
    .optionsGroup('Stay with it:')
    .option('--follow', 'new events as they come, oldest first, until Ctrl-C')
    .option('--interval <time>', 'with --follow: how often to look (5s)', parseInterval)
    .addOption(
      command
        .createOption('--browse', 'walk through the events on the whole screen; ? there for the keys')
        .conflicts(['follow', 'all', 'order', 'fields', 'format', 'header']),
    );
}

/** @throws UsageError for what is no number from 1 on */
export function parseCount(text: string, flag = '--limit'): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError('bad-limit', `${flag} is “${text}”, which is no number of events.`, {
    hint: 'Give a number from 1 on, or --all for every matching event.',
  });
}

const unitsMs: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000 };

function parseInterval(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,5})\s?([smh]?)$/.exec(text.trim()) ?? [];
  const ms = Number(number) * (unitsMs[unit] ?? Number.NaN);
  if (number !== '' && ms >= intervalBoundsMs.least && ms <= intervalBoundsMs.most) return ms;
  throw new UsageError('bad-interval', `--interval is “${text}”, which is no time between two looks.`, {
    hint: 'Give seconds, minutes or an hour: 5s, 2m, 1h.',
  });
}
