/** What the short way answers from, as plain data; loaded once, when the program is built. */
import { grammarOf } from '../src/commands/grammar.js';
import { pagesOf } from '../src/help.js';
import { declareWhole } from '../src/program.js';

const program = await declareWhole();

export const grammar = grammarOf(program);
export const help = pagesOf(program);
