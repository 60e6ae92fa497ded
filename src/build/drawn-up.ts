/** What the short way answers from, as plain data; loaded once, when the program is built. */
import { grammarOf } from '../commands/grammar.js';
import { pagesOf } from '../help.js';
import { declareWhole } from '../program.js';

const program = await declareWhole();

export const grammar = grammarOf(program);
export const help = pagesOf(program);
