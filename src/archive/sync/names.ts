/** What the account calls users, objects, pipelines and calendars at the time of a sync: frozen, because what is deleted later has no name any more. */
import type { Account } from '../../account/account.js';
import { AccessError, NotFoundError, UnreachableError } from '../../errors.js';
import type { LedgerRecord, NamesRecord } from '../store/ledger.js';

type Names = Omit<NamesRecord, 'ledger' | 'kind' | 'at'>;

/** The newest word of each kind that the records hold. */
export class NamesLedger {
  #names: Names = {};

  /** Takes in a record of the archive. */
  add(record: LedgerRecord): void {
    if (record.kind !== 'names') return;
    const { ledger, kind, at, ...names } = record;
    this.#names = { ...this.#names, ...names };
  }

  /** What is not as it was; undefined where all is. */
  changesIn(now: Names): Names | undefined {
    const changed = Object.entries(now).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(this.#names[key as keyof Names]),
    );
    return changed.length === 0 ? undefined : Object.fromEntries(changed);
  }
}

/** What the account says now; what it will not or cannot say is left out, for events are worth more than names. */
export async function askNames(account: Account): Promise<Names> {
  const [users, objects, pipelines, calendars, location, capabilities] = await Promise.all([
    ifTold(() => account.users()),
    ifTold(() => account.objects()),
    ifTold(() => account.pipelines()),
    ifTold(() => account.calendars()),
    ifTold(() => account.location()),
    ifTold(() => account.capabilities()),
  ]);
  return {
    ...(users && {
      users: byId(users).map(({ id, name, email, role, deleted }) => ({
        id,
        name,
        email: email ?? null,
        role: role ?? null,
        deleted,
      })),
    }),
    ...(objects && {
      objects: byId(objects).map(({ id, key, standard, singular, plural }) => ({
        id,
        key,
        standard,
        singular,
        plural,
      })),
    }),
    ...(pipelines && {
      pipelines: byId(pipelines).map(({ id, name, stages }) => ({
        id,
        name,
        stages: stages.map((stage) => ({ id: stage.id, name: stage.name, position: stage.position })),
      })),
    }),
    ...(calendars && { calendars: byId(calendars).map(({ id, name }) => ({ id, name })) }),
    ...(location && {
      location: { id: location.id, name: location.name, timeZone: location.timeZone ?? null },
    }),
    ...(capabilities && {
      capabilities: { retentionDays: capabilities.retentionDays ?? null, plan: capabilities.plan ?? null },
    }),
  };
}

async function ifTold<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    const isPassedOver =
      error instanceof AccessError || error instanceof NotFoundError || error instanceof UnreachableError;
    if (isPassedOver) return undefined;
    throw error;
  }
}

function byId<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
