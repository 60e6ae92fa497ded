/** Seeded numbers: apart because a failure is worth nothing unless its seed brings it back. */

/** Spreads 32 bits so that neighbours look unrelated; one to one, so that `unmix` can undo it. */
export function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The number that `mix` turned into this one. */
export function unmix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 15) ^ (x >>> 30), 0x97132227);
  x = Math.imul(x ^ (x >>> 15) ^ (x >>> 30), 0x333c4925);
  return (x ^ (x >>> 16)) >>> 0;
}

/** 32 bits that depend on all of the given numbers and on their order. */
export function hashOf(...numbers: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const number of numbers) hash = mix(hash ^ mix(number + 0x7f4a7c15));
  return hash;
}

/** A fraction in [0, 1) that depends on all of the given numbers. */
export function fractionOf(...numbers: readonly number[]): number {
  return hashOf(...numbers) / 2 ** 32;
}

export interface Random {
  /** In [0, 1). */
  fraction(): number;
  /** A whole number, both ends inclusive. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** An endless, repeatable row of numbers. */
export function createRandom(seed: number): Random {
  let state = hashOf(seed);
  const fraction = () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(fraction() * (high - low + 1));
  return {
    fraction,
    between,
    chance: (probability) => fraction() < probability,
    pick: (choices) => choices[between(0, choices.length - 1)] ?? choices[0],
  };
}
