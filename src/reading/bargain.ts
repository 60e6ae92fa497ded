/** The size of a page, bargained with an account that refuses the one that was wished for. */
import type { Account, LogPage, LogPageQuery } from '../account/account.js';
import { RequestRefusedError } from '../account/failure.js';

export interface SizedPage {
  readonly page: LogPage;
  /** What was asked for in the end. */
  readonly pageSize: number;
}

/** Tried in turn when the account refuses a page as too large: 50 and 20 have been seen to work (`account-api.md`). */
const smallerPages = [50, 20, 10, 5, 2, 1];

export class Bargain {
  /** What is asked for as long as nobody says otherwise. */
  pageSize: number;
  readonly #account: Account;
  readonly #signal: AbortSignal;

  constructor(account: Account, pageSize: number, signal: AbortSignal) {
    this.#account = account;
    this.pageSize = pageSize;
    this.#signal = signal;
  }

  /** A further page is of the size of the first: only that is bargained for. @throws what `Account.logPage` throws */
  async page(query: LogPageQuery): Promise<SizedPage> {
    try {
      return { page: await this.#account.logPage(query, this.#signal), pageSize: query.pageSize };
    } catch (error) {
      const mayBargain = query.page === 1 && error instanceof RequestRefusedError;
      if (!mayBargain) throw error;
      return await this.#smaller(query, error);
    }
  }

  async #smaller(query: LogPageQuery, refusal: RequestRefusedError): Promise<SizedPage> {
    let last = refusal;
    for (const pageSize of smallerPages.filter((size) => size < query.pageSize)) {
      try {
        const page = await this.#account.logPage({ ...query, pageSize }, this.#signal);
        if (last.names('pageSize')) this.pageSize = Math.min(this.pageSize, pageSize);
        return { page, pageSize };
      } catch (error) {
        if (!(error instanceof RequestRefusedError)) throw error;
        last = error;
      }
    }
    throw last;
  }
}
