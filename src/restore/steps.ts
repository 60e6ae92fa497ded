/** What to do on the service's own screen, where no restore route is known: names and times to look for. */
import { formatInstant } from '../audit/instant.js';
import { oneLine, quoted } from '../audit/phrase.js';
import type { RestorableKind, RestorePlan } from '../audit/restore-plan.js';
import { labelOfModule } from '../audit/vocabulary.js';

const modules: Readonly<Record<RestorableKind, string>> = {
  pipeline: 'PIPELINE',
  opportunity: 'OPPORTUNITY',
  calendar: 'CALENDAR',
};

/**
 * The steps, numbered by whoever prints them. From the help pages (account-api.md: Settings > Audit Logs, its filters and columns,
 * "from the deletion event"); the service itself was never reached from this project, so that labels may differ a little.
 */
export function screenSteps(plan: RestorePlan, timeZone: string): readonly string[] {
  const { kind, recordName, deletedMs, deletedBy } = plan;
  const day = formatInstant(deletedMs, timeZone, 'day');
  return [
    'Log in to the account in a browser as an administrator.',
    'Open Settings, then Audit Logs.',
    `Filter: date ${day}, module ${quoted(labelOfModule(modules[kind]))}, event type “Deleted”.`,
    `Find the row of ${formatInstant(deletedMs, timeZone, 'second')} (${timeZone}), user ${quoted(oneLine(deletedBy))}, record ${quoted(recordName)}.`,
    `Open it and choose Restore. Look at the name once more, ${quoted(recordName)}, and confirm.`,
  ];
}
