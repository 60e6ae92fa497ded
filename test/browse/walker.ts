/** Somebody who walks: a model that keys are pressed on, and the screen that they would see. */

import type { AuditEvent } from '../../src/audit/event.js';
import { createDetailLines } from '../../src/browse/detail-pane.js';
import { type FrameSetting, frame } from '../../src/browse/frame.js';
import { helpLines } from '../../src/browse/help.js';
import { beginning, type Model, type Size } from '../../src/browse/model.js';
import { type Input, step } from '../../src/browse/step.js';
import { plainPalette } from '../../src/output/tone.js';
import { exampleEvent } from '../audit/example-event.js';
import { usualNowMs } from '../support/virtual-clock.js';

const nobody = () => undefined;
const view = {
  timeZone: 'America/Chicago',
  names: { user: nobody, stage: nobody, pipeline: nobody, calendar: nobody, objectLabel: nobody },
};

/** So many events, a minute apart, newest first: `Record 0` is the newest. */
export function eventsOfMinutes(count: number, from = 0): readonly AuditEvent[] {
  return Array.from({ length: count }, (_, index) =>
    exampleEvent({
      id: `event-${from + index}`,
      instantMs: usualNowMs - (from + index) * 60_000,
      type: 'CREATED',
      recordName: `Record ${from + index}`,
    }),
  );
}

export class Walker {
  readonly setting: FrameSetting = {
    view,
    palette: plainPalette,
    asked: '',
    detailLines: createDetailLines({
      view,
      palette: plainPalette,
      nowMs: () => usualNowMs,
      retentionDays: 60,
    }),
  };
  model: Model;

  constructor(size: Size, events: readonly AuditEvent[] = [], isWhole = true) {
    this.model = beginning(size);
    if (events.length > 0) this.gets({ kind: 'events', events });
    if (isWhole) this.gets({ kind: 'end', words: 'That was all.' });
  }

  gets(input: Input): this {
    this.model = step(this.model, input, {
      names: view.names,
      detailLength: (event, width) => this.setting.detailLines(event, width).length,
      helpLength: (width) => helpLines(width, plainPalette).length,
    });
    return this;
  }

  /** Keys by name; what has none is what it types. */
  presses(...names: readonly string[]): this {
    for (const name of names)
      this.gets({ kind: 'key', key: { name, text: Array.from(name).length === 1 ? name : '' } });
    return this;
  }

  types(text: string): this {
    return this.presses(...Array.from(text));
  }

  sees(): readonly string[] {
    return frame(this.model, this.setting);
  }

  /** The name of the record on which they stand. */
  get stands(): string | undefined {
    return this.model.events[this.model.selected]?.recordName;
  }
}
