/** How much may be read at once and ahead of what has been delivered: limits in events, so that memory stays flat whatever the density. */

/** About 70 MB of events: what twenty readers side by side need. */
const mostEventsAhead = 20_000;
/**
 * An account that answers at once keeps a few readers busier than we can parse. More than they need would only fill memory, and be
 * copied by each collection of garbage: 4,000 ahead cost an export 4 % more time than 1,500.
 */
const promptMs = 40;
const readersOfPromptAccount = 3;
const mostEventsAheadOfPromptAccount = 1_500;
/** Kept for what lies next before the head of the output, when all else that may be read ahead has been: a quarter more. */
const reserveShare = 0.25;
/** With a limit: of the pages that were seen, and of those that are thought to lie before it. */
const carefulShare = 0.25;

/** How many questions to keep under way. @param answerMs what an answer has taken lately; undefined before any */
export function readersFor(parallelism: number, answerMs: number | undefined): number {
  const most = Math.max(1, parallelism);
  return isPrompt(answerMs) ? Math.min(most, readersOfPromptAccount) : most;
}

function isPrompt(answerMs: number | undefined): boolean {
  return answerMs !== undefined && answerMs < promptMs;
}

export interface Standing {
  readonly limit: number | undefined;
  readonly delivered: number;
  /** Matching events that are read and wait for delivery. */
  readonly waiting: number;
  /** Pages whose events have been delivered or found not to match. */
  readonly pagesSeen: number;
  readonly pageSize: number;
  /** What an answer has taken lately. */
  readonly answerMs: number | undefined;
}

/** In pages. */
export interface Room {
  /** How many may be under way or waiting beyond the head of the output. */
  readonly ahead: number;
  /** How many more, where nothing else lies between them and the head. */
  readonly reserve: number;
  /** How far from the head a page may lie; infinite without a limit. */
  readonly reach: number;
}

/**
 * Without a limit as much as memory bears. With one, no further than the matches so far let expect that it lies, less what
 * chance makes of such an expectation (a root's worth), and a quarter of that at once: a reading that stops must not have
 * asked for much more than it showed.
 */
export function roomFor({ limit, delivered, waiting, pagesSeen, pageSize, answerMs }: Standing): Room {
  const most = isPrompt(answerMs) ? mostEventsAheadOfPromptAccount : mostEventsAhead;
  const ahead = Math.floor((most - waiting) / pageSize);
  if (limit === undefined) {
    return { ahead, reserve: Math.floor((most * reserveShare) / pageSize), reach: Number.POSITIVE_INFINITY };
  }
  const found = delivered + waiting;
  if (found >= limit) return { ahead: 0, reserve: 0, reach: 0 };
  const wanted = limit - delivered;
  const perMatch = (pagesSeen + 1) / (found + 1);
  const reach = Math.max(0, wanted - Math.sqrt(wanted)) * perMatch;
  const careful = Math.min(Math.ceil(pagesSeen * carefulShare) + 1, Math.ceil(reach * carefulShare));
  return { ahead: Math.min(ahead, careful), reserve: 0, reach };
}

export interface BudgetOptions {
  readonly limit: number | undefined;
  readonly account: { readonly parallelism: number };
  readonly asker: {
    readonly answers: number;
    readonly pageSize: number;
    readonly answerMs: number | undefined;
  };
  readonly ledger: { readonly delivered: number };
}

/** The same of a reading as it stands. */
export class Budget {
  readonly #options: BudgetOptions;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** How many questions to keep under way. */
  get readers(): number {
    const { account, asker } = this.#options;
    return readersFor(account.parallelism, asker.answerMs);
  }

  /** @param waiting matching events that are read and wait for delivery */
  room(waiting: number): Room {
    const { limit, asker, ledger } = this.#options;
    const { answers, pageSize, answerMs } = asker;
    return roomFor({ limit, delivered: ledger.delivered, waiting, pagesSeen: answers, pageSize, answerMs });
  }
}
