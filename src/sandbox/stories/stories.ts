/** Every told case by name, and how one is told: its steps taken through the services, now. */

import { type AccountSettings, placeCalled } from '../account-settings.js';
import type { Database } from '../database.js';
import { openLog } from '../event-counter.js';
import { lifeOf } from '../first-use.js';
import { SandboxError } from '../sandbox-error.js';
import { takeSteps } from '../simulation/live.js';
import { deletionStories } from './deletion-stories.js';
import { everythingOnce } from './everything-once.js';
import { oddStories } from './odd-stories.js';
import { peopleStories } from './people-stories.js';
import type { Story } from './story.js';

/** In the order in which they are listed. */
export const stories: readonly Story[] = [
  everythingOnce,
  ...deletionStories,
  ...peopleStories,
  ...oddStories,
];

/** @throws SandboxError `sandbox-not-found` with the names of all. */
export function storyCalled(name: string): Story {
  const found = stories.find((story) => story.name === name.toLowerCase());
  if (found !== undefined) return found;
  throw new SandboxError(
    'sandbox-not-found',
    `No story is called “${name}”.`,
    `There is ${stories.map((story) => story.name).join(', ')}.`,
  );
}

/**
 * Tells a story in one transaction, ended at `nowMs`; gives how many events came of it. In another location than the first its own staff stand in.
 * @throws SandboxError for a location that is none.
 * The same account told the same story at the same instant is the same, byte for byte.
 */
export function tell(
  database: Database,
  settings: AccountSettings,
  { story, locationId }: { readonly story: Story; readonly locationId: string | undefined },
  nowMs: number,
): number {
  return database.transaction(() => {
    const place = placeCalled(settings, locationId);
    const before = openLog(database, place).last();
    const stream = `${settings.seed}/${story.name}/${before}`;
    takeSteps(lifeOf(database, settings, place), story.steps(nowMs), stream);
    return openLog(database, place).last() - before;
  });
}
