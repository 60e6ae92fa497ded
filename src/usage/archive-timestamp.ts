/** How `audit archive timestamp` is typed. */
import type { Command } from 'commander';
import { addCommand, addExamples, type Run } from './command.js';

/** Its argument and its help. */
export function declareTimestamp(archive: Command, run: Run): void {
  const timestamp = addCommand(
    archive,
    'timestamp',
    'have an authority attest when the archive was as it is (RFC 3161)',
  );
  timestamp
    .argument('<tsa-url>', 'the address of the time stamping authority')
    .action((url: string) =>
      run(async (context, globals) =>
        (await import('../commands/archive-timestamp.js')).timestampArchive(url, context, globals),
      ),
    );
  addExamples(timestamp, [
    ['audit archive timestamp https://tsa.example/tsr', 'time, leaves, and the file with the stamp'],
  ]);
}
