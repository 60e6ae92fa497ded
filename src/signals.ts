/** Ctrl-C and its like as one abort signal; apart because it is the one thing here that outlives every command. */
import { InterruptedError } from './errors.js';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborted by the first such signal, with an InterruptedError; the second ends the process the way the system does.
 * The listeners stay after the first: packages that restore the cursor (signal-exit) kill a process that nobody else listens for.
 */
export function signalOfInterrupts(source: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      controller.abort(new InterruptedError('interrupted', 'Interrupted.'));
      return;
    }
    for (const listened of names) source.off(listened, onSignal);
    source.kill(source.pid, name);
  };
  for (const name of names) source.on(name, onSignal);
  return controller.signal;
}
