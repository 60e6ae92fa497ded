import { defineConfig } from 'vitest/config';

const usual = {
  root: new URL('..', import.meta.url).pathname,
  testTimeout: 20_000,
  hookTimeout: 30_000,
  env: { LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham' },
};
const apart = ['test/{account,audit,journal,restore,terminal}/**/*.test.ts'];

export default defineConfig({
  test: {
    // Much of the time is spent waiting for processes and sockets; the usual would leave a core of two idle.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...usual,
          name: 'each in a world of its own',
          include: ['test/**/*.test.ts'],
          exclude: apart,
        },
      },
      // These rooms keep nothing beyond a call, so their files may share what they have loaded: 20 s of CPU instead of 33.
      { test: { ...usual, name: 'in one world', include: apart, isolate: false } },
    ],
  },
});
