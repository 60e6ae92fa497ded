/** The examples in `fixtures/examples`: answers written by us, never captured. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Answer } from './contract.js';

export interface Example {
  /** The file's name without its ending, e.g. `search-log.page`. */
  readonly name: string;
  /** The contract's operation whose answer this is. */
  readonly operation: string;
  readonly about: string;
  /** Whether it keeps the contract; one that does not is what an account should never send and a client must survive. */
  readonly fits: boolean;
  readonly answer: Answer;
}

interface ExampleFile {
  readonly operation: string;
  readonly about: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly fits: boolean;
  /** The answer as JSON, or as text where its bytes matter. */
  readonly body?: unknown;
  readonly text?: string;
}

const folder = new URL('../../fixtures/examples/', import.meta.url);

/** Every example, by name. */
export function readExamples(): readonly Example[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const { operation, about, status, headers, fits, body, text } = JSON.parse(
        readFileSync(new URL(file, folder), 'utf8'),
      ) as ExampleFile;
      const answer = { status, headers, text: text ?? JSON.stringify(body) };
      return { name: file.replace(/\.json$/, ''), operation, about, fits, answer };
    });
}

/** One example. @throws where there is none of that name. */
export function readExample(name: string): Example {
  const example = readExamples().find((candidate) => candidate.name === name);
  if (example === undefined) throw new Error(`no example ${name}`);
  return example;
}
