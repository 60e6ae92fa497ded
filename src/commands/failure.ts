/** How a command's failure ends: words or JSON on stderr, and the exit code. */
import { withoutSecrets } from '../account/token.js';
import type { Context } from '../context.js';
import { AuditError, type ExitCode, exitCodes, NetworkFailure } from '../errors.js';
import { diskFailure } from '../files/file-failure.js';
import { errorJson, errorText } from '../output/error-text.js';

/** Says what went wrong, in the form that the line asked for, and gives the exit code. */
export async function reportFailure(
  thrown: unknown,
  argv: readonly string[],
  context: Context,
): Promise<ExitCode> {
  const { stderr, signal, terminal, environment } = context;
  // What was cut off by Ctrl-C fails in many ways; the reason is one.
  const error =
    signal.aborted && !(thrown instanceof AuditError) ? signal.reason : (diskFailure(thrown) ?? thrown);
  const text = wantsJson(argv)
    ? errorJson(error)
    : errorText(error, {
        // A stack is no prose; and what is broken into lines cannot be recognised as a token any more.
        width: stderr.isTerminal && error instanceof AuditError ? stderr.columns : undefined,
        palette: await terminal.palette(stderr),
        isVerbose: argv.includes('--verbose'),
      });
  // The last belt: an error of ours, or a library's, may repeat what it was handed.
  await stderr.write(withoutSecrets(text, environment['AUDIT_TOKEN'] ?? ''));
  return exitCodeOf(error);
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof AuditError) return error.exitCode;
  return error instanceof NetworkFailure ? exitCodes.unreachable : exitCodes.bug;
}

/** Read off the words themselves: the line may be the very thing that nobody could parse. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) => word === '--format=json' || (word === '--format' && argv[index + 1] === 'json'),
  );
}
