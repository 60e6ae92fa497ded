/**
 * How far an account's order may be trusted. A page that comes sorted by luck is rare, and the rarity can be counted:
 * d different instants are sorted by chance once in d! times. The engine relies on order only beyond 2^40 to 1, and
 * each contradiction costs more than a small page can give.
 */

/** Bits of evidence before anything that rests on order may be delivered. */
const enough = 40;
const contradictionCost = 100;
/** One page can be sorted for another reason than luck, such as every tenth event: so it takes two that fit together. */
const mostOfAPage = 25;
/** Two sorted lists in one page can also be every other event, told in two rounds: that takes several pages to rule out. */
const mostOfTwoLists = 15;
const contradictionsBeforeJudgement = 2;

export class Evidence {
  /** Whether anything read so far rests on the account's order. */
  isNeeded = false;
  #bits = 0;
  #contradictions = 0;

  /** A page came sorted; `runs` of 2 when it was two sorted lists, one after the other. */
  sorted(distinctInstants: number, runs: number): void {
    const most = runs === 1 ? mostOfAPage : mostOfTwoLists;
    this.#bits += Math.min(
      most,
      Math.max(0, log2Factorial(distinctInstants) - (runs - 1) * distinctInstants),
    );
  }

  contradicted(): void {
    this.#contradictions++;
    this.#bits -= contradictionCost;
  }

  get isEnough(): boolean {
    return !this.isNeeded || this.#bits >= enough;
  }

  /** The account has no order to rely on. */
  get isAgainst(): boolean {
    return this.#contradictions >= contradictionsBeforeJudgement && this.#bits < 0;
  }
}

const factorials: number[] = [0, 0];

function log2Factorial(n: number): number {
  for (let next = factorials.length; next <= n; next++) {
    factorials.push((factorials[next - 1] ?? 0) + Math.log2(next));
  }
  return factorials[n] ?? 0;
}
