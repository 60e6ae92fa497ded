/** A walk through the log on the whole screen, run: reads ahead as far as is wished, draws, and hands over what is typed. */
import type { AuditEvent } from '../audit/event.js';
import { type FrameSetting, frame } from '../browse/frame.js';
import { helpLines } from '../browse/help.js';
import { beginning, type Model } from '../browse/model.js';
import { type Input, type Surroundings, step, wantsMore } from '../browse/step.js';
import type { Screen, ScreenInput } from '../context.js';
import type { Reading } from '../reading/reading.js';

export interface WalkOptions {
  readonly reading: Reading;
  readonly setting: FrameSetting;
  /** How the reading ended, in words, once it has. */
  readonly endingOf: (reading: Reading) => string;
  /** Opens the screen; again after what needed it has given it back. */
  readonly openScreen: () => Screen;
  /** Does with the screen given back what was wished of this event. */
  readonly restore: (event: AuditEvent) => Promise<void>;
}

export class Walk {
  readonly #options: WalkOptions;
  readonly #around: Surroundings;
  readonly #batches: AsyncIterator<readonly AuditEvent[]>;
  #screen: Screen;
  #model: Model;
  #typing: Promise<Input> | undefined;
  #reading: Promise<Input> | undefined;

  /** Takes the screen over at once. */
  constructor(options: WalkOptions) {
    const { reading, setting, openScreen } = options;
    this.#options = options;
    this.#batches = reading.batches()[Symbol.asyncIterator]();
    this.#around = {
      names: setting.view.names,
      detailLength: (event, width) => setting.detailLines(event, width).length,
      helpLength: (width) => helpLines(width, setting.palette).length,
    };
    this.#screen = openScreen();
    this.#model = beginning(sizeOf(this.#screen));
  }

  /** Whether the reading came to its end. */
  get isWhole(): boolean {
    return this.#model.isWhole;
  }

  /**
   * Until the person leaves, by which way.
   *
   * @throws InterruptedError when a signal, or the terminal's end, ends it.
   */
  async run(): Promise<'leave' | 'interrupt'> {
    for (;;) {
      this.#draw();
      this.#take(await this.#next());
      const { wish } = this.#model;
      if (wish === undefined) continue;
      if (wish.kind !== 'restore') return wish.kind;
      this.#model = { ...this.#model, wish: undefined };
      await this.#aside(() => this.#options.restore(wish.event));
    }
  }

  /** A word to the person, said from outside. */
  say(text: string): void {
    this.#take({ kind: 'message', text });
    this.#draw();
  }

  /** Gives the screen back; safe to call twice. */
  close(): void {
    this.#screen.close();
  }

  #take(input: Input): void {
    this.#model = step(this.#model, input, this.#around);
  }

  #draw(): void {
    this.#screen.draw(frame(this.#model, this.#options.setting));
  }

  /** What comes first. The other one is kept: it may have come already, and would be lost with its promise. */
  async #next(): Promise<Input> {
    const typing = this.#typed();
    const reading = this.#read();
    const input = await Promise.race(reading === undefined ? [typing] : [typing, reading]);
    if (input.kind === 'key' || input.kind === 'resize') this.#typing = undefined;
    else this.#reading = undefined;
    return input;
  }

  #typed(): Promise<Input> {
    this.#typing ??= this.#screen.next().then((input) => this.#asInput(input));
    return this.#typing;
  }

  #asInput(input: ScreenInput): Input {
    return input.kind === 'key' ? input : { kind: 'resize', size: sizeOf(this.#screen) };
  }

  /** One batch at a time, and only where it is wished: nobody reads a year to look at yesterday. */
  #read(): Promise<Input> | undefined {
    if (wantsMore(this.#model)) this.#reading ??= this.#readBatch();
    return this.#reading;
  }

  async #readBatch(): Promise<Input> {
    const result = await this.#batches.next();
    if (result.done !== true) return { kind: 'events', events: result.value };
    return { kind: 'end', words: this.#options.endingOf(this.#options.reading) };
  }

  async #aside(work: () => Promise<void>): Promise<void> {
    this.close();
    this.#typing = undefined;
    await work();
    this.#screen = this.#options.openScreen();
    this.#take({ kind: 'resize', size: sizeOf(this.#screen) });
  }
}

function sizeOf({ columns, rows }: Screen): { readonly columns: number; readonly rows: number } {
  return { columns, rows };
}
