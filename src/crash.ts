/** The end after a failure outside of every command, as Node would make it, but that Node itself would show whatever the error holds. */
import { writeSync } from 'node:fs';
import { Secrets } from './account/secrets.js';
import { errorText } from './output/error-text.js';

/** Says the error with its place in the program, without the tokens that the process knows, and ends the process with Node's code. */
export function crash(error: unknown, tokens: Iterable<string>): void {
  try {
    writeSync(2, new Secrets(tokens).without(errorText(error, { isVerbose: true })));
  } finally {
    process.exit(1);
  }
}
