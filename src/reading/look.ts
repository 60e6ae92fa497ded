/** The look past the end: an account's word that there is no more is taken only when looking on brings nothing new. */
import { RequestRefusedError } from '../account/failure.js';
import type { Answer, Asker } from './ask.js';
import type { Span } from './axis.js';
import { containsAll } from './repeats.js';

/**
 * Whether the pages after a first page that claims to be the last hold nothing that it did not. A second page is enough
 * where the account has been seen to say truly that there is more; where it has not, one empty page proves less.
 * @param span in milliseconds since the epoch
 */
export async function nothingFollows(asker: Asker, span: Span, claimed: Answer): Promise<boolean> {
  let { cursorToken } = claimed;
  for (let page = 2; page <= lastLook(asker, cursorToken); page++) {
    const answers = await pagesAfter(asker, span, page, cursorToken);
    if (answers.some((answer) => isMore(answer, claimed))) {
      asker.hasDeniedMore = true;
      return false;
    }
    cursorToken = answers.at(-1)?.cursorToken;
  }
  return true;
}

/** The more doubtful the word, the further the look: a cursor beside `hasMore: false` points to something. */
function lastLook(asker: Asker, cursorToken: string | undefined): number {
  if (isTrusted(asker)) return 2;
  return cursorToken === undefined ? 3 : 12;
}

/** A page that is neither empty nor the first one again is a page of more, even if it only mixes what is known: ties may change places. */
function isMore(answer: Answer, claimed: Answer): boolean {
  if (answer.entries === 0) return answer.hasMore;
  const isEcho = containsAll(answer.events, claimed.events) && containsAll(claimed.events, answer.events);
  return !isEcho;
}

/** Whether this account's `hasMore: false` has earned belief: it has said `true` where there was more, and never denied it. */
export function isTrusted(asker: Asker): boolean {
  return asker.hasSaidMore && !asker.hasDeniedMore;
}

/** By number, and by cursor where there is one; an account that refuses to look past its end brings nothing new either. */
async function pagesAfter(
  asker: Asker,
  span: Span,
  page: number,
  cursorToken: string | undefined,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const cursor of cursorToken === undefined ? [{}] : [{}, { cursorToken }]) {
    try {
      answers.push(await asker.page({ span, page, ...cursor }));
    } catch (error) {
      if (!(error instanceof RequestRefusedError)) throw error;
    }
  }
  return answers;
}
