/** What a following lacks: spans that could not be read, events that cannot be placed; each said once, and counted to the end. */
import type { Coverage } from '../audit/coverage.js';
import { countedText } from '../audit/phrase.js';
import type { Gap } from '../reading/watermark.js';
import { gapWords } from './follow-words.js';
import type { Voice } from './voice.js';

export class Losses {
  readonly #voice: Voice;
  readonly #timeZone: string;
  #open: readonly Gap[] = [];
  #lost = 0;
  /** Raw texts of the last look: the next one reaches back over the same time, and sees them again. */
  #malformed: ReadonlySet<string> = new Set();
  #malformedCount = 0;

  constructor(voice: Voice, timeZone: string) {
    this.#voice = voice;
    this.#timeZone = timeZone;
  }

  /** After a look: the gaps that are asked for again, those that no look reaches any more, and what the look itself left out. */
  async note(open: readonly Gap[], lost: readonly Gap[], { malformed }: Coverage): Promise<void> {
    const wasWhole = this.#open.length === 0;
    this.#open = open;
    this.#lost += lost.length;
    for (const gap of lost) await this.#voice.warn(gapWords(gap, this.#timeZone, true));
    if (wasWhole) for (const gap of open) await this.#voice.warn(gapWords(gap, this.#timeZone, false));
    else if (open.length === 0 && lost.length === 0)
      await this.#voice.note('What could not be read has been read after all.');
    await this.#noteMalformed(malformed.map(({ rawText }) => rawText));
  }

  /** In words, for the end; empty where nothing is missing. */
  words(): readonly string[] {
    const spans = this.#lost + this.#open.length;
    return [
      ...(spans > 0 ? [`${countedText(spans, 'span', 'spans')} could not be read`] : []),
      ...(this.#malformedCount > 0 ? [malformedWords(this.#malformedCount)] : []),
    ];
  }

  async #noteMalformed(texts: readonly string[]): Promise<void> {
    const fresh = texts.filter((text) => !this.#malformed.has(text)).length;
    this.#malformed = new Set(texts);
    this.#malformedCount += fresh;
    if (fresh > 0) await this.#voice.warn(`INCOMPLETE: ${malformedWords(fresh)}.`);
  }
}

function malformedWords(count: number): string {
  return `${countedText(count, 'event', 'events')} came without a usable id or time`;
}
