/**
 * Which piece of the window is asked for next, and where another begins. Apart from the seeking because it is a judgement of
 * speed and cost: nothing that is right depends on it.
 */
import type { Asker } from './ask.js';
import type { Budget, Room } from './budget.js';
import type { Evidence } from './evidence.js';
import type { Piece } from './piece.js';
import type { Pieces } from './pieces.js';
import { cutOf, type Gap, pagesIn, shareOf } from './plan.js';

export interface ChoiceOptions {
  readonly pieces: Pieces;
  readonly asker: Asker;
  readonly evidence: Evidence;
  readonly budget: Budget;
  /** How many events were told on how much of the axis. */
  readonly told: { readonly events: number; readonly width: number };
  /** Whether the output goes along the axis. */
  readonly isForward: boolean;
}

/** A piece that is not yet done, as it stands in the way of the output. */
interface Place {
  readonly piece: Piece;
  readonly gap: Gap;
  /** About so many pages are still to be read in its gap. */
  readonly pages: number;
  /** Whether everything before it has been delivered. */
  readonly isHead: boolean;
  /** How many pages may still be begun here. */
  readonly room: number;
  /** How far it lies from the head of the output, in pages. */
  readonly distance: number;
}

export class Choice {
  readonly #options: ChoiceOptions;

  constructor(options: ChoiceOptions) {
    this.#options = options;
  }

  /** The piece to ask for next, nearest to the head of the output first; a new one where a gap is worth cutting. */
  next(inFlight: number): Piece | undefined {
    const { isForward, budget, pieces } = this.#options;
    const room = budget.room(pieces.waiting);
    const share = this.#share(room);
    const idle: Place[] = [];
    for (const place of this.#places(room, inFlight)) {
      const { piece, isHead, distance } = place;
      if (!this.#isUrgent(place) && (place.room <= 0 || distance >= room.reach)) break;
      const isFree = piece.state === 'open' && !piece.isBusy;
      if (isFree && isForward) return piece;
      const isWithinReach = distance + share <= room.reach;
      const cut = this.#cut(place, share, false);
      if (isFree && cut === undefined) return piece;
      // Against the axis the head of the output may lie in a piece that is yet to begin.
      const isDue = isHead && !isForward && !piece.isBusy;
      if (cut !== undefined && ((place.room > 1 && isWithinReach) || isDue)) return pieces.begin(piece, cut);
      if (isWithinReach) idle.push(place);
    }
    return this.#cutAnywhere(idle, share, room.ahead - inFlight > 1);
  }

  /** Whatever waits, the head of the output must move; and until there is evidence nothing can be delivered. */
  #isUrgent({ piece, isHead }: Place): boolean {
    const { isForward, evidence } = this.#options;
    return !evidence.isEnough || (isHead && (!isForward || piece.body.length === 0));
  }

  /** The one that is delivered first comes first. */
  inOrder(): readonly Piece[] {
    const { list } = this.#options.pieces;
    return this.#options.isForward ? list : list.toReversed();
  }

  *#places({ ahead, reserve }: Room, inFlight: number): Generator<Place> {
    const { asker, isForward } = this.#options;
    let isHead = true;
    let before = 0;
    let distance = 0;
    for (const piece of this.inOrder()) {
      isHead &&= piece.state !== 'met' || piece.body.length === 0;
      const room = Math.max(ahead - inFlight, ahead <= inFlight ? reserve - before : 0);
      const read = isHead && isForward ? 0 : piece.pages;
      before += piece.waiting / asker.pageSize + (piece.isBusy ? 1 : 0);
      if (piece.state === 'met') {
        distance += read;
        continue;
      }
      const gap = this.#gap(piece);
      const pages = pagesIn(gap, asker.pageSize);
      yield { piece, gap, pages, isHead, room, distance: isForward ? distance + read : distance };
      distance += read + pages;
      isHead = false;
    }
  }

  /** Work for a request that would otherwise not be made: in the largest gap, or where not all may be read, in the first. */
  #cutAnywhere(places: readonly Place[], share: number, isAnywhere: boolean): Piece | undefined {
    const { pieces } = this.#options;
    let best: { readonly place: Place; readonly at: number } | undefined;
    for (const place of places) {
      const at = place.room > 1 ? this.#cut(place, share, true) : undefined;
      if (at !== undefined && (best === undefined || place.pages > best.place.pages)) best = { place, at };
      if (best !== undefined && !isAnywhere) break;
    }
    return best && pieces.begin(best.place.piece, best.at);
  }

  /** Against the axis a piece is delivered only when all of it has been read: near a limit it must be small. */
  #share({ reach }: Room): number {
    const { isForward, budget } = this.#options;
    const share = shareOf(budget.room(0).ahead, budget.readers);
    return isForward ? share : Math.min(share, Math.max(1, Math.ceil(reach / 4)));
  }

  #gap(piece: Piece): Gap {
    const { isForward, pieces, told } = this.#options;
    const next = pieces.next(piece);
    const high = next?.first ?? next?.start ?? pieces.high + 1;
    const usual = told.events / told.width;
    return {
      low: piece.edge,
      high,
      lowDensity: (piece.latestDensity || usual) * piece.gapFactor,
      highDensity: (pieces.nextKnown(piece)?.firstDensity || usual) * piece.gapFactor,
      isForward,
    };
  }

  #cut({ piece, gap }: Place, share: number, isIdle: boolean): number | undefined {
    const { asker } = this.#options;
    if (piece.state === 'dividing' || !this.#mayCut(piece)) return undefined;
    return cutOf(gap, asker.pageSize, share, isIdle);
  }

  /** Guesses may only be built on guesses while one piece in three knows where it is. */
  #mayCut(piece: Piece): boolean {
    const { pieces } = this.#options;
    const { list } = pieces;
    const isGuess = (other: Piece | undefined) =>
      other !== undefined && other.first === undefined && other.isBusy;
    if (piece.gapFactor < 1 && isGuess(pieces.next(piece))) return false;
    if (piece.first !== undefined) return true;
    return isGuess(piece) && !piece.isBound && list.filter(isGuess).length * 3 < list.length * 2;
  }
}
