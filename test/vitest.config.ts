import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Much of the time is spent waiting for processes and sockets; the usual would leave a core of two idle.
    maxWorkers: '100%',
    env: { LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham' },
  },
});
