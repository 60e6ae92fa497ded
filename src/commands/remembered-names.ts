/** The names that an account gave when an export began, for its later runs: the same words from the first row to the last. */
import type {
  Calendar,
  Location,
  ObjectSchema,
  Pipeline,
  RestorableAccount,
  User,
} from '../account/account.js';
import { AccessError } from '../errors.js';

/** What was asked for and given; what is absent was not asked for, or refused. */
export interface RememberedNames {
  location?: Location;
  users?: readonly User[];
  pipelines?: readonly Pipeline[];
  calendars?: readonly Calendar[];
  objects?: readonly ObjectSchema[];
}

type NameRoute = keyof RememberedNames;

const routes: ReadonlySet<string> = new Set<NameRoute>([
  'location',
  'users',
  'pipelines',
  'calendars',
  'objects',
]);

/** The account, and a note of every name that it gives. */
export function rememberNames(account: RestorableAccount): {
  readonly account: RestorableAccount;
  readonly names: RememberedNames;
} {
  const names: Record<string, unknown> = {};
  const asking = withRoutes(account, async (route) => {
    const given = await account[route]();
    names[route] = given;
    return given;
  });
  return { account: asking, names };
}

/** The account as it was: what it gave then it gives again, what it refused then it refuses again. */
export function withNames(account: RestorableAccount, names: RememberedNames): RestorableAccount {
  return withRoutes(account, async (route) => {
    const given = names[route];
    if (given !== undefined) return given;
    throw new AccessError('names-not-read', 'the account gave none when the export began');
  });
}

function withRoutes(
  account: RestorableAccount,
  answer: (route: NameRoute) => Promise<unknown>,
): RestorableAccount {
  return new Proxy(account, {
    get(target, key) {
      if (typeof key === 'string' && routes.has(key)) return () => answer(key as NameRoute);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
