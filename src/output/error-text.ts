/** An error as text for people and as JSON for scripts: what happened, to what, and what to type next. */
import type { Palette } from '../context.js';
import { AuditError, type ExitCode, exitCodes, NetworkFailure } from '../errors.js';
import { wrapHanging } from './hanging.js';
import { harmlessJson, harmlessLines } from './harmless.js';
import { plainPalette } from './tone.js';
import { wrap } from './width.js';

export interface ErrorWords {
  /** Columns of the screen; undefined: lines are left as long as they are. */
  readonly width?: number | undefined;
  readonly palette?: Palette;
  /** With the error's facts, and the stack where it is a bug of ours. */
  readonly isVerbose?: boolean;
}

/** Lines for stderr, each with its end. */
export function errorText(error: unknown, words: ErrorWords = {}): string {
  const { palette = plainPalette, width = Number.POSITIVE_INFINITY, isVerbose = false } = words;
  const { message, hint, facts } = errorParts(error);
  const [first = '', ...rest] = wrap(`audit: ${harmlessLines(message)}`, width);
  const lines = [
    palette.bad(first),
    ...rest.map(palette.bad),
    ...(hint === undefined ? [] : wrapHanging(harmlessLines(hint), width)),
    ...(isVerbose ? details(error, facts).flatMap((line) => wrap(line, width).map(palette.faint)) : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The same as one line of JSON: `{"error":{"code","exitCode","message","hint"}}`. Frozen keys. */
export function errorJson(error: unknown): string {
  const { code, exitCode, message, hint = null } = errorParts(error);
  return `${harmlessJson(JSON.stringify({ error: { code, exitCode, message, hint } }))}\n`;
}

interface ErrorParts {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly facts: AuditError['facts'];
}

function errorParts(error: unknown): ErrorParts {
  if (error instanceof AuditError) return error;
  if (error instanceof NetworkFailure) {
    const { message, kind } = error;
    return { code: `network-${kind}`, exitCode: exitCodes.unreachable, message, facts: {} };
  }
  return {
    code: 'bug',
    exitCode: exitCodes.bug,
    message: `This is a bug of ours: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'Please report it with what you typed; --verbose shows where it happened.',
    facts: {},
  };
}

function details(error: unknown, facts: AuditError['facts']): readonly string[] {
  const lines = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  const stack = error instanceof AuditError || !(error instanceof Error) ? undefined : error.stack;
  return harmlessLines([...lines, ...(stack === undefined ? [] : [stack])].join('\n'))
    .split('\n')
    .filter((line) => line !== '');
}
