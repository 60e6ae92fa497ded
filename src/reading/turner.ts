/** How the pages of a span are turned: by number as long as that leads on, by cursor where it does not, and by number alone where the cursor leads nowhere. */
import { RequestRefusedError } from '../account/failure.js';
import type { Answer, Asker } from './ask.js';
import type { Span } from './axis.js';
import type { Pass } from './pass.js';

export class Turner {
  readonly #asker: Asker;
  readonly #span: Span;
  #by: 'number' | 'cursor' | 'number-alone' = 'number';

  /** @param span in milliseconds since the epoch */
  constructor(asker: Asker, span: Span) {
    this.#asker = asker;
    this.#span = span;
  }

  get isByCursor(): boolean {
    return this.#by === 'cursor';
  }

  /** Where numbers bring nothing, and there is a cursor that was not tried: turn by that, from the beginning. */
  tryCursor({ cursorToken }: Pass): boolean {
    const isNew = cursorToken !== undefined && this.#by === 'number';
    if (isNew) this.#by = 'cursor';
    return isNew;
  }

  forgetCursor(): boolean {
    const wasTried = this.#by === 'cursor';
    if (wasTried) this.#by = 'number-alone';
    return wasTried;
  }

  /** The page, or the first refusal when the account refuses it both ways. @throws what `Asker.page` throws, but for refusals */
  async turn(pass: Pass, page: number): Promise<Answer | RequestRefusedError> {
    const { pageSize, isWidened } = pass;
    let refusal: RequestRefusedError | undefined;
    for (const cursor of this.#ways(pass, page)) {
      try {
        const answer = await this.#asker.page({ span: this.#span, page, pageSize, isWidened, ...cursor });
        if (cursor.cursorToken !== undefined && this.#by === 'number') this.#by = 'cursor';
        if (refusal !== undefined && !refusal.names('cursorToken')) pass.refusal ??= refusal;
        pass.pageSize = answer.pageSize;
        return answer;
      } catch (error) {
        if (!(error instanceof RequestRefusedError)) throw error;
        refusal ??= error;
      }
    }
    if (refusal === undefined) throw new Error('a page was asked for in no way');
    return refusal;
  }

  #ways({ cursorToken }: Pass, page: number): readonly { readonly cursorToken?: string }[] {
    if (page === 1 || cursorToken === undefined || this.#by === 'number-alone') return [{}];
    return this.#by === 'cursor' ? [{ cursorToken }, {}] : [{}, { cursorToken }];
  }
}
