/** `audit values`: what the filters accept, with names, ids and, for a window, how many events each has. */
import type { Coverage } from '../audit/coverage.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes, UsageError } from '../errors.js';
import { coverageObject } from '../output/coverage-object.js';
import { listingText } from '../output/listing.js';
import { type ListingFormat, parseListingFormat } from '../output/listing-format.js';
import { withChosenLog } from './chosen-log.js';
import type { GlobalFlags } from './command.js';
import { asksFilter, type FilterFlags } from './filters.js';
import { paged } from './paged.js';
import { type Question, understand } from './question.js';
import { conclude, readThrough } from './read-through.js';
import { type ValueKind, valueKinds } from './value-kind.js';
import { type ValueListing, valueListings } from './value-listing.js';
import { createVoice } from './voice.js';

/** As they are typed. */
export interface ValuesFlags extends FilterFlags {
  readonly format?: string;
  readonly header?: true;
}

/**
 * Lists a kind of values, counted where the flags choose events.
 *
 * @throws UsageError for a kind that there is not; what ended the reading
 */
export async function values(
  word: string,
  flags: ValuesFlags,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const kind = parseKind(word);
  const format = parseListingFormat(flags.format, context.stdout.isTerminal);
  const listing = valueListings[kind]();
  const isCounted = asksFilter(flags);
  if (!listing.asksAccount && !isCounted) return write(listing, { flags, format }, context, globals);
  return withChosenLog(flags, globals, context, async (session) => {
    await listing.ask(session.account);
    if (!isCounted) return write(listing, { flags, format }, context, globals);
    const question = await understand(flags, [], session, context);
    const { matches, push, names: filterNames } = question.filter;
    const { window, isFromFloor } = question;
    const through = await readThrough({ window, matches, push, filterNames, isFromFloor }, session, (event) =>
      listing.see(event),
    );
    await write(listing, { flags, format, coverage: through.coverage, question }, context, globals);
    return conclude(through, question, session, context);
  });
}

function parseKind(word: string): ValueKind {
  const found = valueKinds.find((kind) => kind === word.trim().toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError('unknown-kind', `There are no values called “${word}”.`, {
    hint: `There are: ${valueKinds.join(', ')}`,
  });
}

interface Shown {
  readonly flags: ValuesFlags;
  readonly format: ListingFormat;
  readonly coverage?: Coverage;
  readonly question?: Question;
}

async function write(
  listing: ValueListing,
  { flags, format, coverage, question }: Shown,
  context: Context,
  globals: GlobalFlags,
): Promise<ExitCode> {
  const { stdout, terminal } = context;
  const counted = coverage !== undefined && question !== undefined;
  const rest = {
    kind: listing.kind,
    coverage: counted ? coverageObject(coverage, question.view.timeZone) : null,
  };
  const shown = listing.show(counted, rest);
  const options = {
    width: stdout.columns,
    palette: await terminal.palette(stdout),
    header: flags.header ?? false,
  };
  await paged(context, (screen) => screen.write(listingText(shown, format, options)));
  if (shown.rows.length === 0)
    await createVoice(context, globals).note(`The account has no ${listing.kind}.`);
  return exitCodes.done;
}
