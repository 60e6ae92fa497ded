/** How `audit archive` and the commands below it are typed. */
import type { Command } from 'commander';
import { declareErase } from './archive-erase.js';
import { declareHold } from './archive-hold.js';
import { declareRotateKey } from './archive-key.js';
import { declareProve } from './archive-prove.js';
import { declarePublish } from './archive-publish.js';
import { declareRecheck } from './archive-recheck.js';
import { declareReconcile } from './archive-reconcile.js';
import { declareSchedule } from './archive-schedule.js';
import { declareSql } from './archive-sql.js';
import { declareStatus } from './archive-status.js';
import { declareSync } from './archive-sync.js';
import { declareTimestamp } from './archive-timestamp.js';
import { declareHead, declareVerify } from './archive-verify.js';
import type { Run } from './command.js';

/** In the order in which help shows them; each is typed in a file of its own. */
const declarations: readonly ((archive: Command, run: Run) => void)[] = [
  declareSync,
  declareStatus,
  declareSchedule,
  declareVerify,
  declareHead,
  declareProve,
  declareRotateKey,
  declareTimestamp,
  declareRecheck,
  declareReconcile,
  declareErase,
  declareHold,
  declareSql,
  declarePublish,
];

/** One command below it for each thing that can be done with an archive. */
export function declare(command: Command, run: Run): void {
  for (const declareBelow of declarations) declareBelow(command, run);
}
