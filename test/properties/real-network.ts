/** Lets a real network live under a virtual clock: silence is cut short, and no virtual wait ends while bytes are under way. */
import type { Network } from '../../src/context.js';
import type { VirtualClock } from '../hostile/virtual-clock.js';

/** @param silenceMs the longest real silence that a stalled answer may cost */
export function underVirtualClock(network: Network, clock: VirtualClock, silenceMs: number): Network {
  return {
    close: () => network.close(),
    request: async (asked) => {
      const release = clock.hold();
      try {
        return await network.request({ ...asked, timeoutMs: Math.min(asked.timeoutMs, silenceMs) });
      } finally {
        release();
      }
    },
  };
}
