/** The hostile texts of `fixtures/hostile-texts.json`, written out; apart, because every format and every command is shown them. */
import { readFileSync } from 'node:fs';

export interface HostileText {
  readonly id: string;
  /** What it attacks: a key of the fixture's `attacks`. */
  readonly attack: string;
  readonly text: string;
}

interface HostileTextsFile {
  readonly attacks: Readonly<Record<string, string>>;
  readonly texts: readonly {
    readonly id: string;
    readonly attack: string;
    readonly text: string;
    readonly repeat?: number;
  }[];
}

/** Where they are kept. */
export const hostileTextsFile = new URL('../../fixtures/hostile-texts.json', import.meta.url);

/** All of them, in the fixture's order. */
export function readHostileTexts(): readonly HostileText[] {
  return readFile().texts.map(({ id, attack, text, repeat = 1 }) => ({
    id,
    attack,
    text: text.repeat(repeat),
  }));
}

/** The kinds of attack, each with a sentence. */
export function readAttacks(): Readonly<Record<string, string>> {
  return readFile().attacks;
}

function readFile(): HostileTextsFile {
  return JSON.parse(readFileSync(hostileTextsFile, 'utf8')) as HostileTextsFile;
}
