/** The look past the end: an account's word that there is no more is taken only when looking on brings nothing new. */
import { RequestRefusedError } from '../account/failure.js';
import type { Answer, Asker } from './ask.js';
import type { Span } from './axis.js';
import type { PageAsk } from './question.js';
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
  const { pageSize, isWidened } = claimed;
  const question = { span, pageSize, isWidened };
  let { cursorToken } = claimed;
  let looks = 0;
  let wantsCursor = false;
  for (let page = 2; page <= lastLook(asker, cursorToken); page++) {
    const { answers, refusals } = await pagesAfter(asker, { ...question, page }, cursorToken);
    wantsCursor ||= refusals.some((refusal) => refusal.names('cursorToken'));
    if (answers.some((answer) => isMore(asker, answer, claimed))) {
      asker.hasDeniedMore = true;
      return false;
    }
    looks += answers.length;
    cursorToken = answers.at(-1)?.cursorToken;
  }
  if (looks > 0) return true;
  return isWordGood(asker, claimed, wantsCursor) && (await isSameInItsOwnSize(asker, span, claimed));
}

/**
 * Where nobody may look, the word counts for a page that is not full, or of an account that has earned belief. A page that is
 * refused for want of a cursor that was never given is an end, too; one that is refused for its depth may hold more.
 */
function isWordGood(asker: Asker, claimed: Answer, wantsCursor: boolean): boolean {
  const { entries, cursorToken } = claimed;
  if (entries < 2 || entries < asker.largestPage || isTrusted(asker)) return true;
  return wantsCursor && isLastByCursor(asker, cursorToken);
}

/**
 * Nobody may look on, and the account is not trusted: then a page of just so many events must hold the same ones. A last page
 * that is shown first, because pages change places, does not.
 */
async function isSameInItsOwnSize(asker: Asker, span: Span, claimed: Answer): Promise<boolean> {
  const { entries, isWidened } = claimed;
  if (entries === 0 || entries >= asker.largestPage || isTrusted(asker)) return true;
  const answer = await answerOrRefusal(asker.page({ span, page: 1, pageSize: entries, isWidened }));
  const isSame = answer instanceof RequestRefusedError || containsAll(answer.events, claimed.events);
  if (!isSame) asker.hasDeniedMore = true;
  return isSame;
}

/** Whether the want of a cursor is an end: of an account that has lied, only where it gives cursors when there is more. */
export function isLastByCursor(asker: Asker, cursorToken: string | undefined): boolean {
  return !asker.hasDeniedMore || (asker.hasGivenCursor && cursorToken === undefined);
}

/** Whether this account's `hasMore: false` has earned belief: it has said `true` where there was more, and never denied it. */
export function isTrusted(asker: Asker): boolean {
  return asker.hasSaidMore && !asker.hasDeniedMore;
}

/** Asks for fewer events than are known to be there: the account must say that there are more. */
async function testWord(asker: Asker, span: Span, { events, isWidened }: Answer): Promise<void> {
  const known = events.length;
  if (known < 2) return;
  const pageSize = known > smallPage ? smallPage : Math.floor(known / 2);
  const answer = await answerOrRefusal(asker.page({ span, page: 1, pageSize, isWidened }));
  if (answer instanceof RequestRefusedError || answer.events.length >= known) return;
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

/** By number, and by cursor where there is one. */
async function pagesAfter(
  asker: Asker,
  question: PageAsk,
  cursorToken: string | undefined,
): Promise<{ readonly answers: readonly Answer[]; readonly refusals: readonly RequestRefusedError[] }> {
  const ways = cursorToken === undefined ? [{}] : [{}, { cursorToken }];
  const answers: Answer[] = [];
  const refusals: RequestRefusedError[] = [];
  for (const cursor of ways) {
    const answer = await answerOrRefusal(asker.page({ ...question, ...cursor }));
    if (answer instanceof RequestRefusedError) refusals.push(answer);
    else answers.push(answer);
  }
  return { answers, refusals };
}

async function answerOrRefusal(asked: Promise<Answer>): Promise<Answer | RequestRefusedError> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RequestRefusedError) return error;
    throw error;
  }
}
