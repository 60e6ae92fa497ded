/** Foretells that a token will not live as long as a reading needs it: session tokens live for about an hour. */
import { tokenExpiresAtMs } from '../account/token.js';
import type { Clock } from '../context.js';
import { spanInWords } from '../output/span.js';
import type { Session } from './session.js';

/** Before that, how long it will take is a guess. */
const leastElapsedMs = 5_000;
const leastPart = 0.01;

export interface Course {
  readonly elapsedMs: number;
  /** Part of the window that has been read, 0 to 1. */
  readonly part: number;
  /** Until the token says that it expires; undefined where it says nothing. */
  readonly leftMs: number | undefined;
}

/** The warning, once the rest takes longer than the token lives; undefined where it does not, or nobody can say yet. */
export function foretoldExpiry({ elapsedMs, part, leftMs }: Course): string | undefined {
  if (leftMs === undefined || leftMs <= 0 || part < leastPart || elapsedMs < leastElapsedMs) return undefined;
  const neededMs = (elapsedMs * (1 - part)) / part;
  if (neededMs <= leftMs) return undefined;
  return `Warning: the token expires in ${spanInWords(leftMs)}, and this needs about ${spanInWords(neededMs)} more. What is read by then stays; a new token goes on from there.`;
}

/** To be told, as the reading goes on, which part of the window has been read; warns once at most. */
export function watchTokenLife(
  { connection, account, voice }: Pick<Session, 'connection' | 'account' | 'voice'>,
  clock: Pick<Clock, 'nowMs'>,
): (part: number) => Promise<void> {
  const expiresAtMs = connection.isSandbox ? undefined : tokenExpiresAtMs(connection.token);
  const begunMs = clock.nowMs();
  let hasWarned = expiresAtMs === undefined;
  return async (part) => {
    if (hasWarned || expiresAtMs === undefined) return;
    const elapsedMs = clock.nowMs() - begunMs;
    const warning = foretoldExpiry({ elapsedMs, part, leftMs: expiresAtMs - account.nowMs() });
    if (warning === undefined) return;
    hasWarned = true;
    await voice.warn(warning);
  };
}
