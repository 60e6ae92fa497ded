/** The pieces of a window, side by side along the axis: who follows whom, and what lies between. */
import type { AuditEvent } from '../audit/event.js';
import { type Axis, positionOf } from './axis.js';
import { Piece } from './piece.js';
import { unknownAmong } from './repeats.js';

export class Pieces {
  readonly list: Piece[];
  readonly axis: Axis;
  /** The last position that still belongs to a piece. */
  high: number;

  constructor(low: number, high: number, axis: Axis) {
    this.high = high;
    this.axis = axis;
    this.list = [new Piece(low, true)];
  }

  /** Matching events that are read and wait for delivery. */
  get waiting(): number {
    let sum = 0;
    for (const { waiting } of this.list) sum += waiting;
    return sum;
  }

  has(piece: Piece): boolean {
    return this.list.includes(piece);
  }

  next(piece: Piece): Piece | undefined {
    return this.list[this.list.indexOf(piece) + 1];
  }

  /** The next piece along the axis that has an event of its own. */
  nextKnown(piece: Piece): Piece | undefined {
    for (let index = this.list.indexOf(piece) + 1; index < this.list.length; index++) {
      const next = this.list[index];
      if (next?.first !== undefined) return next;
    }
    return undefined;
  }

  /** Begins one at a position in the gap after another. */
  begin(before: Piece, at: number): Piece {
    const piece = new Piece(at, false);
    piece.gapFactor = before.gapFactor;
    this.list.splice(this.list.indexOf(before) + 1, 0, piece);
    return piece;
  }

  /** Up to where the piece's stretch has been told already, by itself or, where it only begins, by those before it. */
  passedBy(piece: Piece): number {
    let passed = piece.edge;
    for (const earlier of this.list) {
      if (earlier === piece || piece.first !== undefined || piece.isBound) break;
      passed = Math.max(passed, earlier.edge);
    }
    return passed;
  }

  /** Joins a piece to the next one. @param there what was told at the instant with which that one begins */
  meet(piece: Piece, target: Piece, there: readonly AuditEvent[]): void {
    const first = target.first ?? piece.edge;
    const late = unknownAmong(there, target.knownAtFirst(this.axis)).filter(
      (event) => positionOf(event, this.axis) === first,
    );
    if (target.edge > first) target.head.push(...late);
    piece.pending = [];
    piece.confirm();
    piece.state = 'met';
    // What it knew of that instant is the next one's: it has no event of its own by which a seam could be proven.
    if (piece.first !== undefined && piece.first >= first) piece.first = undefined;
    this.#dropBetween(piece, target);
    if (piece.first === undefined && !piece.isBound) this.thin(piece);
  }

  /** Joins a piece to the window's end. */
  finish(piece: Piece): void {
    piece.pending = [];
    piece.confirm();
    piece.state = 'met';
    this.#dropBetween(piece, undefined);
  }

  remove(piece: Piece): void {
    this.thin(piece);
    this.list.splice(this.list.indexOf(piece), 1);
  }

  /** A piece that found nothing: the gap that it was cut from is emptier than was thought. */
  thin(piece: Piece): void {
    const owner = this.#ownerOfGap(piece);
    if (owner !== undefined) owner.gapFactor /= 4;
  }

  /** A piece that found something: the gap that it was cut from may be what it was thought to be. */
  thicken(piece: Piece): void {
    const owner = this.#ownerOfGap(piece);
    if (owner !== undefined) owner.gapFactor = Math.min(1, owner.gapFactor * 4);
  }

  #ownerOfGap(piece: Piece): Piece | undefined {
    return this.list.slice(0, this.list.indexOf(piece)).findLast(({ first }) => first !== undefined);
  }

  /** The division reads on from here. One that has only begun somewhere is not needed for that, nor is another in its place. */
  giveUp(piece: Piece): void {
    if (piece.first !== undefined || piece.isBound) {
      piece.rollBack(this.axis);
      piece.state = 'hole';
      return;
    }
    for (const other of this.list) other.gapFactor = 0;
    this.remove(piece);
  }

  /** Those between have no event of their own: the stretch that they were to read has been told. */
  #dropBetween(piece: Piece, target: Piece | undefined): void {
    const from = this.list.indexOf(piece) + 1;
    const to = target === undefined ? this.list.length : this.list.indexOf(target);
    this.list.splice(from, to - from);
  }
}
