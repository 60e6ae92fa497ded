/** How `audit archive sql` is typed. */
import type { Command } from 'commander';
import type { SqlFlags } from '../commands/archive-sql.js';
import { rowsFormats } from '../output/rows-format.js';
import { addCommand, addExamples, type Run } from './command.js';

/** Its argument, its flags and its help. */
export function declareSql(archive: Command, run: Run): void {
  const command = addCommand(archive, 'sql', 'a SELECT over the archived events, where DuckDB is installed');
  command
    .argument('<select>', 'one SELECT from events and users')
    .option('--format <format>', `${rowsFormats.join(', ')}; default: table on a terminal, else tsv`)
    .action((sql: string, flags: SqlFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-sql.js')).sqlArchive(sql, flags, context, globals),
      ),
    );
  addExamples(command, [
    [
      'audit archive sql "select type, count(*) from events group by all order by 2 desc"',
      'what happened how often',
    ],
    [
      'audit archive sql "select user_name, count(*) n from events where timestamp >= \'2026-10-01\' group by all order by n desc limit 10"',
      'who did most since October (instants are UTC)',
    ],
    [
      "audit archive sql \"select record_name, before->>'$.status', after->>'$.status' from events where module = 'OPPORTUNITY'\" --format csv",
      'values before and after',
    ],
  ]);
}
