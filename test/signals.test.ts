import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { signalOfInterrupts } from '../src/signals.js';

class FakeProcess extends EventEmitter {
  readonly pid = 7;
  readonly killed: string[] = [];
  kill(pid: number, signal: string) {
    this.killed.push(`${pid} ${signal}`);
  }
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('the first %s asks to end, the second ends at once', (name) => {
  const fake = new FakeProcess();
  const signal = signalOfInterrupts(fake as unknown as NodeJS.Process);
  expect(signal.aborted).toBe(false);
  fake.emit(name, name);
  expect(signal.reason).toMatchObject({ code: 'interrupted', exitCode: 130 });
  expect([fake.killed, fake.listenerCount(name)]).toEqual([[], 1]);
  fake.emit(name, name);
  expect([fake.killed, fake.listenerCount(name)]).toEqual([[`7 ${name}`], 0]);
});
