/** The look past the end: an account's word that there is no more is taken only when looking on brings nothing new. */
import { RequestRefusedError } from '../account/failure.js';
import type { Answer, Asker } from './ask.js';
import type { Span } from './axis.js';
import { containsAll } from './repeats.js';

/** A page size that has been seen to work (`account-api.md`). */
const smallPage = 20;

/**
 * Whether the pages after a first page that claims to be the last hold nothing that it did not. One look is enough where
 * the account has been seen to say truly that there is more; where it has not, it is first put to the test, and then one empty
 * page proves less.
 * @param span in milliseconds since the epoch
 */
export async function nothingFollows(asker: Asker, span: Span, claimed: Answer): Promise<boolean> {
  if (!asker.hasSaidMore && !asker.hasDeniedMore) await testWord(asker, span, claimed);
  let { cursorToken } = claimed;
  let looks = 0;
  for (let page = 2; page <= lastLook(asker, cursorToken); page++) {
    const answers = await pagesAfter(asker, span, page, cursorToken);
    if (answers.some((answer) => isMore(asker, answer, claimed))) {
      asker.hasDeniedMore = true;
      return false;
    }
    looks += answers.length;
    cursorToken = answers.at(-1)?.cursorToken;
  }
  // Where nobody may look, the word of an account that has lied counts for a page that is not full.
  return looks > 0 || !asker.hasDeniedMore || claimed.entries < asker.largestPage;
}

/** Whether this account's `hasMore: false` has earned belief: it has said `true` where there was more, and never denied it. */
export function isTrusted(asker: Asker): boolean {
  return asker.hasSaidMore && !asker.hasDeniedMore;
}

/** Asks for fewer events than are known to be there: the account must say that there are more. */
async function testWord(asker: Asker, span: Span, claimed: Answer): Promise<void> {
  const known = claimed.events.length;
  if (known < 2) return;
  const pageSize = known > smallPage ? smallPage : Math.floor(known / 2);
  const answer = await refusable(asker.page({ span, page: 1, pageSize }));
  if (answer === undefined || answer.events.length >= known) return;
  if (answer.hasMore) asker.hasSaidMore = true;
  else asker.hasDeniedMore = true;
}

/** The more doubtful the word, the further the look: a cursor beside `hasMore: false` points to something. */
function lastLook(asker: Asker, cursorToken: string | undefined): number {
  if (isTrusted(asker)) return 2;
  return cursorToken === undefined ? 3 : 12;
}

/**
 * A page that is neither empty nor the first one again is a page of more, even if it only mixes what is known: ties may
 * change places. So may those of a full page that comes again: of an account that has lied, that proves nothing.
 */
function isMore(asker: Asker, answer: Answer, claimed: Answer): boolean {
  if (answer.entries === 0) return answer.hasMore;
  const isEcho = containsAll(answer.events, claimed.events) && containsAll(claimed.events, answer.events);
  return !isEcho || (asker.hasDeniedMore && claimed.entries >= asker.largestPage);
}

/** By number, and by cursor where there is one; without those that the account refuses. */
async function pagesAfter(
  asker: Asker,
  span: Span,
  page: number,
  cursorToken: string | undefined,
): Promise<Answer[]> {
  const { pageSize } = asker;
  const ways = cursorToken === undefined ? [{}] : [{}, { cursorToken }];
  const answers: Answer[] = [];
  for (const cursor of ways) {
    const answer = await refusable(asker.page({ span, page, pageSize, ...cursor }));
    if (answer !== undefined) answers.push(answer);
  }
  return answers;
}

async function refusable(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RequestRefusedError) return undefined;
    throw error;
  }
}
