/** How `audit archive publish` is typed. */
import type { Command } from 'commander';
import type { PublishFlags } from '../commands/archive-publish.js';
import { addCommand, addExamples, type Run } from './command.js';

/** Its argument, its flags and its help. */
export function declarePublish(archive: Command, run: Run): void {
  const command = addCommand(
    archive,
    'publish',
    'the events as Parquet, by account and month, for DuckDB, Spark, Trino, Athena and their like',
  );
  command
    .argument('<target>', 'a folder, or s3://bucket/prefix (keys from the AWS_… variables)')
    .addOption(command.createOption('--format <format>', 'text (usual) or json').choices(['text', 'json']))
    .action((target: string, flags: PublishFlags) =>
      run(async (context, globals) =>
        (await import('../commands/archive-publish.js')).publishArchive(target, flags, context, globals),
      ),
    );
  addExamples(command, [
    [
      'audit archive publish ./lake',
      'location=…/month=2026-10/part-00000.parquet, and so on; again for what is new',
    ],
    [
      'AWS_ENDPOINT_URL=https://store.acme.example audit archive publish s3://audit/lake',
      'the same into a bucket',
    ],
  ]);
}
