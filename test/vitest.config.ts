import { defineConfig } from 'vitest/config';

const usual = {
  root: new URL('..', import.meta.url).pathname,
  testTimeout: 20_000,
  hookTimeout: 30_000,
  env: { LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Chatham' },
};
// Files that put something else in a module's place, or change what belongs to the process, and those that only
// start processes; all others keep nothing beyond a call and may share what they have loaded.
const apart = [
  'test/{end-to-end,house}/**/*.test.ts',
  'test/archive/erasure/erasure.test.ts',
  'test/archive/store/death.test.ts',
  'test/archive/store/many-syncs.test.ts',
  'test/signals.test.ts',
];

export default defineConfig({
  test: {
    // Much of the time is spent waiting for processes and sockets; the usual would leave a core of two idle.
    maxWorkers: '100%',
    projects: [
      { test: { ...usual, name: 'each in a world of its own', include: apart } },
      {
        test: {
          ...usual,
          name: 'in one world',
          include: ['test/**/*.test.ts'],
          exclude: apart,
          isolate: false,
        },
      },
    ],
  },
});
