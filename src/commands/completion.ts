/** `audit completion`: what a shell has to be told so that it completes our lines. */
import { completionScripts } from '../completion/script.js';
import type { Shell } from '../completion/shell.js';
import type { Context } from '../context.js';
import { type ExitCode, exitCodes } from '../errors.js';

/** Writes the shell's script. */
export async function writeScript(shell: Shell, { stdout }: Context): Promise<ExitCode> {
  await stdout.write(completionScripts[shell]);
  return exitCodes.done;
}
