/** How `audit archive schedule` is typed. */
import type { Command } from 'commander';
import type { ScheduleFlags } from '../commands/archive-schedule.js';
import { addCommand, addExamples, type Run } from './command.js';

const kinds = ['cron', 'systemd', 'launchd'] as const satisfies readonly ScheduleFlags['print'][];
const rates = ['hour', 'day'] as const satisfies readonly ScheduleFlags['every'][];

/** Its flags and its help. */
export function declareSchedule(archive: Command, run: Run): void {
  const command = addCommand(
    archive,
    'schedule',
    'what makes cron, systemd or launchd sync it regularly, to look at and put in place',
  );
  command
    .addOption(command.createOption('--print [kind]', 'cron (usual), systemd or launchd').choices(kinds))
    .addOption(command.createOption('--every <time>', 'day (usual) or hour').choices(rates))
    .option('--all-profiles', 'the archives of all connected accounts in one job')
    .action((flags: ScheduleFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-schedule.js')).printSchedule(flags, context, globals),
      ),
    );
  addExamples(command, [
    ['audit archive schedule --print', 'a line for crontab -e'],
    [
      'audit archive schedule --print systemd --every hour',
      'a service, a timer, and what tells you when it fails',
    ],
  ]);
}
