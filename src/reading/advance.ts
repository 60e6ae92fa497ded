/** One step of one piece: the next question, what its answer proves, and what to do when it proves nothing. */
import type { AuditEvent } from '../audit/event.js';
import { Acceptance, type Strike } from './accept.js';
import type { Answer, Asker } from './ask.js';
import { isWithin, mirrored, type Span } from './axis.js';
import type { Evidence } from './evidence.js';
import { grainMs } from './grain.js';
import { isTrusted, nothingFollows } from './look.js';
import type { Piece } from './piece.js';
import type { Pieces } from './pieces.js';
import { wireSpan } from './question.js';
import { containsAll } from './repeats.js';
import { judge, type Verdict } from './verdict.js';
import { walk } from './walk.js';

export interface AdvanceOptions {
  readonly pieces: Pieces;
  readonly asker: Asker;
  readonly evidence: Evidence;
  readonly keep: (event: AuditEvent) => boolean;
}

/** Why reading by order cannot go on. */
export type Disorder = 'no-order' | 'reversed';

type Contradiction = (Verdict & { kind: 'contradiction' })['why'];

/** A piece whose answers contradict what is known so often is left to the division. */
const strikesAllowed = 3;

export class Advance {
  /** How many events were told on how much of the axis. */
  readonly told = { events: 0, width: 0 };
  readonly #options: AdvanceOptions;
  readonly #acceptance: Acceptance;

  constructor(options: AdvanceOptions) {
    this.#options = options;
    const onTold = (events: number, width: number) => {
      this.told.events += events;
      this.told.width += width;
    };
    this.#acceptance = new Acceptance({ ...options, onTold });
  }

  /** @throws what `Asker.page` throws */
  async step(piece: Piece): Promise<Disorder | undefined> {
    const { pieces } = this.#options;
    const target = pieces.nextKnown(piece);
    if (target?.first !== undefined && piece.edge >= target.first) {
      if (piece.isUnproven) await this.#proveHead(piece, target);
      else pieces.meet(piece, target, piece.pending);
      return undefined;
    }
    return await this.#seek(piece, this.#spanOf(piece, target));
  }

  async #seek(piece: Piece, span: Span): Promise<Disorder | undefined> {
    const { pieces } = this.#options;
    const known = piece.pending.filter((event) => isWithin(event, span, pieces.axis));
    const answer = await this.#ask(span);
    if (!pieces.has(piece)) return undefined;
    const verdict = await this.#judged(piece, span, known, answer);
    if (!pieces.has(piece)) return undefined;
    switch (verdict.kind) {
      case 'told':
        return this.#strike(piece, this.#acceptance.accept(piece, span, verdict));
      case 'crowded':
        await this.#walk(piece, span, answer);
        return undefined;
      case 'hollow':
        pieces.giveUp(piece);
        return undefined;
      case 'contradiction':
        return await this.#contradicted(piece, span, known, verdict.why);
    }
  }

  async #ask(span: Span, isWidened = this.#options.asker.leavesEndsOut): Promise<Answer> {
    const { asker, pieces } = this.#options;
    return await asker.page({ span: mirrored(span, pieces.axis), page: 1, isWidened });
  }

  /** Up to the next known event, which is then told again; short of it when that has not been enough. */
  #spanOf(piece: Piece, target: Piece | undefined): Span {
    if (target?.first === undefined) return { low: piece.edge, high: this.#options.pieces.high };
    const isShort = piece.isUnproven && piece.strikes > 0;
    return { low: piece.edge, high: isShort ? target.first - 1 : target.first };
  }

  async #judged(piece: Piece, span: Span, known: readonly AuditEvent[], answer: Answer): Promise<Verdict> {
    const { asker, evidence, pieces } = this.#options;
    const seek = { span, known, axis: pieces.axis };
    const whole = answer.hasMore ? undefined : await this.#whole(piece, span, answer);
    return judge(seek, whole ?? answer, whole === undefined, evidence, asker.ledger);
  }

  /** The answer, or a wider one in its place, if the account's word that it is all may be taken. */
  async #whole(piece: Piece, span: Span, answer: Answer): Promise<Answer | undefined> {
    const { asker, pieces } = this.#options;
    const isNothingMore = () => nothingFollows(asker, mirrored(span, pieces.axis), answer);
    const target = pieces.nextKnown(piece);
    if (target?.first !== span.high) {
      // A piece that only begins here, and finds nothing, proves nothing: the one before it will read on to the end.
      const isProbe = piece.first === undefined && !piece.isBound && answer.entries === 0;
      return isProbe || (await isNothingMore()) ? answer : undefined;
    }
    const whole = await this.#withHead(span, answer, target.knownAtFirst(pieces.axis));
    const isWordNeeded = piece.isUnproven && !isTrusted(asker);
    return isWordNeeded && whole !== undefined && !(await isNothingMore()) ? undefined : whole;
  }

  /** The answer that tells the next piece's first events again: this one, or a wider one where the account leaves its ends out. */
  async #withHead(span: Span, answer: Answer, head: readonly AuditEvent[]): Promise<Answer | undefined> {
    const { asker } = this.#options;
    if (containsAll(answer.events, head)) return answer;
    if (asker.leavesEndsOut) return undefined;
    const wider = await this.#ask(span, true);
    if (wider.hasMore || !containsAll(wider.events, head)) return undefined;
    asker.leavesEndsOut = true;
    return wider;
  }

  /** The instant that the next piece begins with, in full: nothing known before it has shown that it began at the first of its events. */
  async #proveHead(piece: Piece, target: Piece): Promise<void> {
    const { pieces } = this.#options;
    const instant = { low: piece.edge, high: piece.edge };
    const events = await this.#walked(instant, target.knownAtFirst(pieces.axis));
    if (pieces.has(piece) && pieces.has(target)) pieces.meet(piece, target, events);
  }

  /** An instant, or the smallest span that the account can tell apart, that holds more than a page. */
  async #walk(piece: Piece, span: Span, answer: Answer): Promise<void> {
    const { pieces } = this.#options;
    const crowd = this.#crowdAt(span, answer);
    const known = [...piece.pending, ...answer.events].filter((event) => isWithin(event, crowd, pieces.axis));
    const events = await this.#walked(crowd, known);
    if (pieces.has(piece)) this.#acceptance.acceptWalk(piece, events, crowd.high + 1);
  }

  async #walked(span: Span, known: readonly AuditEvent[]): Promise<readonly AuditEvent[]> {
    const { asker, pieces } = this.#options;
    const { low, high } = mirrored(span, pieces.axis);
    const { events, problem } = await walk(asker, { low, high }, known);
    if (problem !== undefined) asker.ledger.couldNotRead({ sinceMs: low, untilMs: high + 1 }, problem);
    return events.toSorted(pieces.axis.compare);
  }

  #crowdAt(span: Span, answer: Answer): Span {
    const { axis } = this.#options.pieces;
    const asked = wireSpan({ span: mirrored(span, axis), isWidened: answer.isWidened });
    const grain = grainMs(asked, answer.events);
    const start = Math.floor((span.low * axis.sign) / grain) * grain;
    const unit = mirrored({ low: start, high: start + grain - 1 }, axis);
    return { low: span.low, high: Math.min(span.high, unit.high) };
  }

  #strike(piece: Piece, strike: Strike | undefined): Disorder | undefined {
    const { evidence, pieces } = this.#options;
    if (strike === undefined) return undefined;
    if (strike === 'grave') evidence.contradicted();
    piece.strikes++;
    if (evidence.isAgainst) return 'no-order';
    if (piece.strikes > strikesAllowed) pieces.giveUp(piece);
    return undefined;
  }

  async #contradicted(
    piece: Piece,
    span: Span,
    known: readonly AuditEvent[],
    why: Contradiction,
  ): Promise<Disorder | undefined> {
    if (why === 'reversed' && this.told.width === 0) return 'reversed';
    const isExplained = why === 'lost-known' && (await this.#isExplainedByEnds(span, known));
    if (!isExplained) return this.#strike(piece, 'grave');
    piece.strikes = 0;
    return undefined;
  }

  /** Whether what was lost is told by a wider question: then the account leaves its ends out, and this is how to ask from now on. */
  async #isExplainedByEnds(span: Span, known: readonly AuditEvent[]): Promise<boolean> {
    const { asker, evidence, pieces } = this.#options;
    if (asker.leavesEndsOut) return false;
    const answer = await this.#ask(span, true);
    const verdict = judge({ span, known, axis: pieces.axis }, answer, answer.hasMore, evidence, asker.ledger);
    asker.leavesEndsOut ||= verdict.kind === 'told';
    return verdict.kind === 'told';
  }
}
