/** Bringing back what an event deleted: look first, ask once under a key, look again. Our own routes; the one write of the API. */

import { requireLocation, requireLogAccess, requireRestoreRight } from '../access.js';
import { placeCalled } from '../account-settings.js';
import { json, Refusal } from '../answer.js';
import { openLog } from '../event-counter.js';
import type { Reply } from '../exchange.js';
import { findEvent, type LogEntry } from '../log-entry.js';
import { randomOfTheMoment } from '../random.js';
import { findRestore, noteRestore, type RestoreState } from '../restore-ledger.js';
import type { RestoreRefusal } from '../restore-preview.js';
import { previewRestore } from '../restore-rules.js';
import { floorMs } from '../retention.js';
import { restore } from '../services/restoration.js';
import { userActor } from '../services/users.js';
import { enter, type Route, type Visit } from './route.js';

const version = '2021-07-28';
const path = '/audit/logs/{eventId}/restore';

/** Preview, act, look. */
export const restoreRoutes: readonly Route[] = [
  { method: 'GET', path, version, answer: preview },
  { method: 'POST', path, version, answer: act },
  { method: 'GET', path: `${path}/{idempotencyKey}`, version, answer: look },
];

function preview(visit: Visit): Reply {
  requireLogAccess(visit.caller);
  const locationId = readLocation(visit);
  return json(200, previewRestore(sceneOf(visit, locationId), requireEvent(visit, locationId)));
}

function look(visit: Visit): Reply {
  requireLogAccess(visit.caller);
  const locationId = readLocation(visit);
  const known = findRestore(visit.database, locationId, visit.parts['idempotencyKey'] ?? '');
  if (known === undefined || known.state.eventId !== visit.parts['eventId']) {
    throw new Refusal(404, 'No restore of this event was asked for under this key');
  }
  return json(200, known.state);
}

function act(visit: Visit): Reply {
  const user = requireRestoreRight(visit.caller);
  const locationId = readLocation(visit);
  const key = readKey(visit.ask.headers['idempotency-key']);
  const digest = readDigest(visit.ask.body);
  return visit.database.transaction(() => {
    const known = findRestore(visit.database, locationId, key);
    if (known !== undefined) {
      if (known.state.eventId !== visit.parts['eventId'] || known.digest !== digest) throw refused(keyReused);
      return json(200, known.state, { 'idempotency-replayed': 'true' });
    }
    const deletion = requireEvent(visit, locationId);
    const change = {
      ...sceneOf(visit, locationId),
      log: openLog(visit.database, placeCalled(visit.settings, locationId)),
      atMs: visit.nowMs,
      actor: userActor(user),
      random: randomOfTheMoment,
    };
    const plan = previewRestore(change, deletion);
    if (plan.refusal !== null) throw refused(plan.refusal);
    if (digest !== undefined && digest !== plan.digest) throw refused(changed);
    const { id: restoreEventId } = restore(change, deletion, plan);
    const instant = new Date(visit.nowMs).toISOString();
    const state: RestoreState = {
      idempotencyKey: key,
      eventId: deletion.id,
      locationId,
      state: 'done',
      acceptedAt: instant,
      finishedAt: instant,
      result: { restored: plan.restores, skipped: plan.skips, restoreEventId },
      failure: null,
    };
    noteRestore(visit.database, deletion.seq, { digest, state });
    return json(202, state);
  });
}

const keyReused: RestoreRefusal = {
  reason: 'key-reused',
  message: 'This idempotency key was used for another event or another digest.',
};

const changed: RestoreRefusal = {
  reason: 'changed',
  message: 'What would come back is no longer what the digest stands for. Look again before restoring.',
};

function refused(refusal: RestoreRefusal): Refusal {
  return new Refusal(409, refusal.message, { refusal });
}

/** May be left out: then it is the token's own account. */
function readLocation({ caller, parameters, settings }: Visit): string {
  const locationId = parameters.text('locationId') ?? settings.locationId;
  parameters.finish();
  requireLocation(caller, locationId);
  return locationId;
}

function sceneOf(visit: Visit, locationId: string) {
  const { database, nowMs } = visit;
  return { database, records: enter(visit, locationId), locationId, nowMs };
}

function requireEvent({ database, settings, parts, nowMs }: Visit, locationId: string): LogEntry {
  const floor = floorMs(settings.retentionDays, nowMs);
  const event = findEvent(database, locationId, parts['eventId'] ?? '', floor);
  if (event === undefined) throw new Refusal(404, 'Audit log not found');
  return event;
}

function readKey(key: string | undefined): string {
  if (key === undefined) throw new Refusal(400, 'idempotency-key header was not found');
  if (!/^[A-Za-z0-9_-]{16,128}$/u.test(key)) throw new Refusal(400, 'idempotency-key header is invalid');
  return key;
}

/** The body may be empty, or hold the digest of a preview and nothing else. */
function readDigest(body: string): string | undefined {
  if (body.trim() === '') return undefined;
  const parsed = parse(body);
  const faults = Object.keys(parsed)
    .filter((name) => name !== 'digest')
    .map((name) => `property ${name} should not exist`);
  const digest = parsed['digest'];
  if (digest !== undefined && !(typeof digest === 'string' && /^[0-9a-f]{64}$/u.test(digest))) {
    faults.push('digest must be a SHA-256 in lower-case hex');
  }
  if (faults.length > 0) throw new Refusal(422, faults);
  return digest as string | undefined;
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Said below, in the service's shape.
  }
  throw new Refusal(400, 'The body is not a JSON object');
}
