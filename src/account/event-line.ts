/** An event that was kept as it came, one line of JSON, read again as if it came just now. */
import type { MalformedEvent } from '../audit/coverage.js';
import type { AuditEvent } from '../audit/event.js';
import { readWireEvent } from './wire-event.js';

/** The event of a line of JSON; a line that is no JSON is malformed like any other that is no event. */
export function readEventLine(line: string): AuditEvent | MalformedEvent {
  const text = { eventText: () => line };
  try {
    return readWireEvent(JSON.parse(line), text, 0);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: 'the line is no JSON', rawText: line };
  }
}
