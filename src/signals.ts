/** Ctrl-C and its like as one abort signal; apart because it is the one thing here that outlives every command. */
import { InterruptedError } from './errors.js';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborted by the first such signal, with an InterruptedError; the second ends the process the way the system does. */
export function signalOfInterrupts(source: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    for (const name of names) source.off(name, onSignal);
    controller.abort(new InterruptedError('interrupted', 'Interrupted.'));
  };
  for (const name of names) source.on(name, onSignal);
  return controller.signal;
}
