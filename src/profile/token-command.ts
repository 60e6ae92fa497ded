/** A token from a vault: the command that a profile names is run, and what it writes is the token. Nothing of it touches the disk. */
import { execFile } from 'node:child_process';
import { AccessError } from '../errors.js';

/** A vault may ask a person to touch a key or to look into a telephone. */
const limitMs = 60_000;
const mostBytes = 64 * 1024;

export interface TokenCommandOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly signal: AbortSignal;
}

/**
 * The first line that the command writes; run by the system's shell, as it was typed at `audit login --token-command`. What it says
 * on stderr is not shown: nobody knows what a vault says there.
 *
 * @throws AccessError when it fails, writes nothing, or does not end within a minute; the signal's reason when it is aborted.
 */
export function tokenFromCommand(command: string, options: TokenCommandOptions): Promise<string> {
  const { environment, platform, signal } = options;
  const { AUDIT_TOKEN: _token, ...rest } = environment;
  const [shell, args] =
    platform === 'win32' ? ['cmd.exe', ['/d', '/s', '/c', command]] : ['/bin/sh', ['-c', command]];
  return new Promise((resolve, reject) => {
    const child = execFile(
      shell,
      args,
      { env: rest, timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: mostBytes, signal },
      (error, stdout) => {
        const token = stdout.trim().split(/\r?\n/)[0] ?? '';
        if (signal.aborted) reject(signal.reason);
        else if (error?.killed) reject(failed('did not end within a minute'));
        else if (error) reject(failed(`failed (${error.code ?? error.signal})`));
        else if (token === '') reject(failed('wrote nothing'));
        else resolve(token);
      },
    );
    child.stdin?.on('error', () => {});
    child.stdin?.end();
  });
}

/** Without its cause, which repeats what the command wrote, and without the command itself, which may hold what opens the vault. */
function failed(how: string): AccessError {
  return new AccessError('token-command-failed', `The profile’s token command ${how}.`, {
    hint: 'Run it by itself: it must write the token, and nothing else, on standard output. Another: audit login --token-command …',
  });
}
