/** An account as its archive remembers it: names, zone and plan as they were last given, and nobody to send a request to. */
import type {
  Account,
  AccountTraffic,
  Calendar,
  Capabilities,
  Location,
  ObjectSchema,
  Pipeline,
  RestorableAccount,
  User,
} from '../../account/account.js';
import type { Clock } from '../../context.js';
import { AccessError, RestoreRefusedError } from '../../errors.js';
import type { ArchivedAccount } from '../store/form.js';
import type { ArchivedNames } from './ledger-book.js';

const noTraffic: AccountTraffic = { requests: 0, retries: 0, refusals: 0 };

/** What the archive was never told is refused as an account refuses what a token may not read. */
export class OfflineAccount implements RestorableAccount {
  readonly apiUrl: string;
  readonly locationId: string;
  readonly traffic = noTraffic;
  readonly parallelism = 1;
  readonly #names: ArchivedNames;
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor({ apiUrl, locationId }: ArchivedAccount, names: ArchivedNames, clock: Pick<Clock, 'nowMs'>) {
    this.apiUrl = apiUrl;
    this.locationId = locationId;
    this.#names = names;
    this.#clock = clock;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  async capabilities(): Promise<Capabilities> {
    const { retentionDays, plan } = this.#names.capabilities ?? {};
    return {
      announced: this.#names.capabilities !== undefined,
      filters: [],
      maxPageSize: 1,
      retentionDays: retentionDays ?? undefined,
      plan: plan ?? undefined,
      restore: false,
    };
  }

  async location(): Promise<Location> {
    const { id, name, timeZone } = this.#told('location');
    return { id, name, companyId: undefined, timeZone: timeZone ?? undefined };
  }

  async users(): Promise<readonly User[]> {
    return this.#told('users').map(({ id, name, email, role, deleted }) => ({
      id,
      name,
      email: email ?? undefined,
      role: role ?? undefined,
      type: undefined,
      scopes: [],
      deleted,
    }));
  }

  async pipelines(): Promise<readonly Pipeline[]> {
    return this.#told('pipelines');
  }

  async objects(): Promise<readonly ObjectSchema[]> {
    return this.#told('objects');
  }

  async calendars(): Promise<readonly Calendar[]> {
    return this.#told('calendars');
  }

  logPage: Account['logPage'] = () => this.#cannot();
  opportunities: Account['opportunities'] = () => this.#cannot();
  opportunity: Account['opportunity'] = () => this.#cannot();
  previewRestore: RestorableAccount['previewRestore'] = () => this.#cannotRestore();
  requestRestore: RestorableAccount['requestRestore'] = () => this.#cannotRestore();
  restoreState: RestorableAccount['restoreState'] = () => this.#cannotRestore();

  #told<Name extends keyof ArchivedNames>(name: Name): NonNullable<ArchivedNames[Name]> {
    const told = this.#names[name];
    if (told !== undefined) return told;
    throw new AccessError('not-archived', `The archive was never told the account's ${name}.`);
  }

  async #cannot(): Promise<never> {
    throw new AccessError('archive-is-offline', 'An archive cannot be asked what only the account knows.', {
      hint: 'Run the command without --archive.',
    });
  }

  async #cannotRestore(): Promise<never> {
    throw new RestoreRefusedError('archive-is-offline', 'Nothing can be restored out of an archive.', {
      hint: 'The account restores, as long as it keeps the deletion: audit restore, without --archive.',
    });
  }
}
