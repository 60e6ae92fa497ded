/** What the doctor finds of one thing: whether it works, in what words, and what to type next. */
import { AuditError, type ExitCode, exitCodes, InterruptedError, NetworkFailure } from '../errors.js';

export interface Finding {
  readonly what: string;
  /** `limited`: it works, and something is to be known of it. */
  readonly state: 'works' | 'limited' | 'fails';
  readonly text: string;
  /** What to type or do next; lines. */
  readonly next?: string | undefined;
  /** How a command would end for it; only of what fails. */
  readonly exitCode?: ExitCode;
}

/**
 * Looks, and makes a finding of what an account or a machine answers when it does not work.
 *
 * @throws InterruptedError at Ctrl-C; what is a bug of ours.
 */
export async function look(what: string, examine: () => Promise<Omit<Finding, 'what'>>): Promise<Finding> {
  try {
    return { what, ...(await examine()) };
  } catch (error) {
    return failing(what, error);
  }
}

/** An error as a finding; anything that is no error of the outside world is thrown on. */
export function failing(what: string, error: unknown): Finding {
  if (error instanceof InterruptedError) throw error;
  if (error instanceof NetworkFailure) {
    return { what, state: 'fails', text: error.message, exitCode: exitCodes.unreachable };
  }
  if (!(error instanceof AuditError)) throw error;
  const { message, hint, exitCode } = error;
  return { what, state: 'fails', text: message, next: hint, exitCode };
}
