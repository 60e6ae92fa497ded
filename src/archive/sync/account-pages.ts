/** An account whose pages somebody looks at before the engine has them: the engine keeps only the first of the rows that nobody can read, an archive all. */
import type { Account, LogPage } from '../../account/account.js';

/** The same account; `see` is shown each page, as often as it comes. */
export function watchingPages(account: Account, see: (page: LogPage) => void): Account {
  return {
    locationId: account.locationId,
    apiUrl: account.apiUrl,
    get traffic() {
      return account.traffic;
    },
    get parallelism() {
      return account.parallelism;
    },
    nowMs: () => account.nowMs(),
    capabilities: () => account.capabilities(),
    async logPage(query, signal) {
      const page = await account.logPage(query, signal);
      see(page);
      return page;
    },
    location: () => account.location(),
    users: () => account.users(),
    pipelines: () => account.pipelines(),
    objects: () => account.objects(),
    calendars: () => account.calendars(),
    opportunities: (pipelineId) => account.opportunities(pipelineId),
    opportunity: (id) => account.opportunity(id),
  };
}
