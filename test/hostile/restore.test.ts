import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NetworkRequest, NetworkResponse } from '../../src/context.js';
import { InterruptedError, NetworkFailure } from '../../src/errors.js';
import {
  answer,
  dropPipeline,
  isAct,
  isStateLook,
  jsonOf,
  type Meddler,
  onItsOwn,
  openStage as openUsualStage,
  type Stage,
} from '../restore/stage.js';

const recordName = 'Roofs of the north';
const restoreRoofs = ['restore', recordName, '--yes', '--format', 'json'];

/** An account with a pipeline that fell, small enough to be restored hundreds of times, and the event of that. */
async function openStage(opportunities = 24): Promise<Stage & { readonly eventId: string }> {
  const stage = await openUsualStage();
  return { ...stage, eventId: dropPipeline(stage, recordName, opportunities) };
}

async function recordId(stage: Stage): Promise<string> {
  const row = stage.business.database
    .statement(
      `SELECT record_id FROM event WHERE module = 'PIPELINE' AND type = 'DELETED' ORDER BY seq DESC LIMIT 1`,
    )
    .row();
  return String(row?.[0]);
}

const actsOf = ({ requests }: Stage) => requests.filter((request) => request.startsWith('POST')).length;

/** Lets everything through but the act, which is answered so. */
function actAnswered(by: (pass: () => Promise<NetworkResponse>) => Promise<NetworkResponse>): Meddler {
  return (request, pass) => (isAct(request) ? by(() => pass(request)) : pass(request));
}

const reset = () => new NetworkFailure('reset', 'the connection was reset');

describe('an answer that is lost after the account has acted', () => {
  test.each<[how: string, spoil: (answer: NetworkResponse) => NetworkResponse]>([
    [
      'by a reset',
      () => {
        throw reset();
      },
    ],
    [
      'by a cut',
      () => {
        throw new NetworkFailure('truncated', 'the answer was cut short');
      },
    ],
    [
      'by a silence',
      () => {
        throw new NetworkFailure('timeout', 'no answer came in 60 s');
      },
    ],
    ['behind a gateway’s page', () => answer(502, '<html>Bad Gateway</html>')],
    ['as an error of the server', () => answer(500, { statusCode: 500, message: 'Internal error' })],
    ['as a 401 that is none', () => answer(401, { statusCode: 401, message: 'Command timed out' })],
    ['as a success that nobody can read', () => answer(200, 'OK')],
    [
      'as a success about another restore',
      (real) => answer(202, { ...jsonOf(real), idempotencyKey: 'another-key-altogether' }),
    ],
    ['as a redirect', () => ({ ...answer(303, ''), headers: { location: 'https://elsewhere.example/' } })],
  ])('%s is looked for, and nothing is asked twice', async (_how, spoil) => {
    const stage = await openStage();
    stage.meddle(actAnswered(async (pass) => spoil(await pass())));
    const { exitCode, stdout, stderr } = await stage.run(restoreRoofs);
    expect(stderr).toContain('looking instead of asking twice');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'restored', claim: { word: 'done' } });
    expect([actsOf(stage), await stage.restoresOf(await recordId(stage))]).toEqual([1, 1]);
  });
});

test('an answer lost on a route that nobody can ask about is settled by what the published routes show', async () => {
  const stage = await openStage();
  stage.meddle(async (request, pass) => {
    if (isStateLook(request)) throw reset();
    const real = await pass(request);
    if (isAct(request)) throw reset();
    return real;
  });
  const { exitCode, stdout } = await stage.run(restoreRoofs, { env: { AUDIT_MAX_WAIT: '5s' } });
  expect([exitCode, actsOf(stage)]).toEqual([0, 1]);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'restored', claim: { word: 'silent' } });
});

test('a request that never arrived is not known to have failed; the same command looks, then asks under the same key', async () => {
  const stage = await openStage();
  const keys: (string | undefined)[] = [];
  stage.meddle(async (request, pass) => {
    if (!isAct(request)) return pass(request);
    keys.push(request.headers['idempotency-key']);
    if (keys.length === 1) throw reset();
    return pass(request);
  });
  const first = await stage.run(['restore', recordName, '--yes']);
  expect([first.exitCode, actsOf(stage)]).toEqual([3, 1]);
  expect(first.stdout.split('\n')[0]).toBe(
    "Not known: the account's answer about the pipeline “Roofs of the north” was lost, and nothing shows that it was restored.",
  );
  expect(first.stderr).toContain(
    `To look once more: audit restore ${stage.eventId}. It looks before it asks.\n`,
  );
  const second = await stage.run(['restore', recordName, '--yes']);
  expect(second.stderr).toContain(
    'An earlier run was at this restore; looking at what came of it…\nNothing of it has come back.\n',
  );
  expect([second.exitCode, keys.length, keys[0]]).toEqual([0, 2, keys[1]]);
  expect(await stage.restoresOf(await recordId(stage))).toBe(1);
});

test('a request that is still on its way is given its time before anybody asks again', async () => {
  const stage = await openStage();
  let late: NetworkRequest | undefined;
  stage.meddle(async (request, pass) => {
    if (isAct(request)) {
      late = onItsOwn(request);
      throw reset();
    }
    // It arrives a minute after it was sent, while the second run is looking.
    if (late !== undefined && stage.clock.nowMs() > sentMs + 60_000) {
      const arrived = late;
      late = undefined;
      await pass(arrived);
    }
    return pass(request);
  });
  const sentMs = stage.clock.nowMs();
  const first = await stage.run([...restoreRoofs, '--wait', '10s']);
  expect([first.exitCode, JSON.parse(first.stdout).outcome]).toEqual([3, 'unknown']);
  const second = await stage.run(restoreRoofs);
  expect([second.exitCode, JSON.parse(second.stdout).outcome]).toEqual([0, 'restored']);
  expect([actsOf(stage), await stage.restoresOf(await recordId(stage))]).toEqual([1, 1]);
});

test('an account that answers late is waited for', async () => {
  const stage = await openStage();
  let asked: NetworkRequest | undefined;
  let looks = 0;
  const running = (key: unknown) =>
    answer(202, {
      idempotencyKey: key,
      state: looks === 0 ? 'accepted' : 'running',
      result: null,
      failure: null,
    });
  stage.meddle(async (request, pass) => {
    if (isAct(request)) {
      asked = request;
      return running(request.headers['idempotency-key']);
    }
    if (!isStateLook(request) || asked === undefined) return pass(request);
    looks += 1;
    if (looks === 4) await pass(asked);
    return looks < 4 ? running(asked.headers['idempotency-key']) : pass(request);
  });
  const { exitCode, stdout } = await stage.run(restoreRoofs);
  expect([exitCode, JSON.parse(stdout).outcome, looks, actsOf(stage)]).toEqual([0, 'restored', 4, 1]);
});

test('an account that stays at it is no success, and the same command goes on looking', async () => {
  const stage = await openStage();
  let held: NetworkRequest | undefined;
  stage.meddle(async (request, pass) => {
    const key = held?.headers['idempotency-key'] ?? request.headers['idempotency-key'];
    if (isAct(request)) held = onItsOwn(request);
    const isAbout = isAct(request) || isStateLook(request);
    return isAbout
      ? answer(200, { idempotencyKey: key, state: 'running', result: null, failure: null })
      : pass(request);
  });
  const first = await stage.run(['restore', recordName, '--yes']);
  expect(first.exitCode).toBe(3);
  expect(first.stdout.split('\n')[0]).toBe(
    'Not done yet: the account has accepted the restore of the pipeline “Roofs of the north” and is still at it.',
  );
  const asked = held;
  stage.meddle(async (request, pass) => {
    if (held !== undefined && asked !== undefined) await pass(asked);
    held = undefined;
    return pass(request);
  });
  const second = await stage.run(restoreRoofs);
  expect([second.exitCode, JSON.parse(second.stdout).outcome, actsOf(stage)]).toEqual([0, 'restored', 1]);
});

test('an account that says yes and does nothing is not believed', async () => {
  const stage = await openStage();
  const done = (key: unknown) =>
    answer(202, {
      idempotencyKey: key,
      state: 'done',
      result: { restored: [], skipped: [], restoreEventId: '6b0231709ba3b3e6000fffff' },
      failure: null,
    });
  stage.meddle(async (request, pass) =>
    isAct(request) ? done(request.headers['idempotency-key']) : pass(request),
  );
  const { exitCode, stdout, stderr } = await stage.run(['restore', recordName, '--yes']);
  expect(exitCode).toBe(3);
  expect(stdout.split('\n')[0]).toBe(
    'Not seen: the account says that the pipeline “Roofs of the north” is restored, and nothing shows it.',
  );
  expect(stdout).toContain('The account names event 6b0231709ba3b3e6000fffff; it was not seen in the log.\n');
  expect(stderr).toContain('If it stays away, contact the service’s support with this receipt.\n');
});

test('an account that restores half is reported with what is missing', async () => {
  const stage = await openStage();
  let isDone = false;
  stage.meddle(async (request, pass) => {
    const real = await pass(request);
    isDone ||= isAct(request);
    if (!isDone || !request.url.includes('/opportunities/search')) return real;
    const { opportunities, meta } = jsonOf(real) as { opportunities: object[]; meta: object };
    return answer(200, { opportunities: opportunities.slice(0, 20), meta });
  });
  const { exitCode, stdout } = await stage.run(['restore', recordName, '--yes']);
  expect(exitCode).toBe(3);
  const lines = stdout.split('\n');
  expect(lines[0]).toBe('Done, but different from the plan: the pipeline “Roofs of the north”.');
  expect(lines).toContain('As planned: 26 records of 30.');
  expect(stdout).toMatch(/\nMissing: 4 opportunities: “/);
});

test('an account that brings things back otherwise is reported field by field', async () => {
  const stage = await openStage();
  let isDone = false;
  stage.meddle(async (request, pass) => {
    const real = await pass(request);
    isDone ||= isAct(request);
    if (!isDone) return real;
    if (request.url.includes('/opportunities/search')) {
      const { opportunities, meta } = jsonOf(real) as {
        opportunities: Record<string, unknown>[];
        meta: object;
      };
      return answer(200, {
        opportunities: opportunities.map((one, at) =>
          at === 0 ? { ...one, status: 'abandoned', monetaryValue: 1 } : one,
        ),
        meta,
      });
    }
    if (!request.url.includes('/opportunities/pipelines')) return real;
    const { pipelines } = jsonOf(real) as {
      pipelines: { name: string; stages: { name: string; position: number }[] }[];
    };
    return answer(200, {
      pipelines: pipelines.map((pipeline) =>
        pipeline.name === recordName
          ? {
              ...pipeline,
              stages: pipeline.stages.map((stage) => ({ ...stage, position: 9 - stage.position })),
            }
          : pipeline,
      ),
    });
  });
  const { exitCode, stdout } = await stage.run(restoreRoofs);
  const { outcome, seen } = JSON.parse(stdout);
  expect([exitCode, outcome]).toEqual([3, 'different']);
  expect(
    seen.different.map(({ kind, differences }: { kind: string; differences: { field: string }[] }) => [
      kind,
      differences.map(({ field }) => field),
    ]),
  ).toEqual([
    ['stage', ['position']],
    ['stage', ['position']],
    ['stage', ['position']],
    ['stage', ['position']],
    ['opportunity', ['status', 'monetaryValue']],
  ]);
  const text = await stage.run('restore --receipts');
  expect(text.stdout).toMatch(
    /\nDifferent: “[^”]+”: status is “abandoned”, planned was “(open|won|lost|abandoned)”\.\n/,
  );
});

test('an account that restores twice when asked twice is asked once, and a second copy is noticed', async () => {
  const stage = await openStage();
  let isDone = false;
  stage.meddle(async (request, pass) => {
    // The state is never told, so that a careless client would ask again.
    if (isStateLook(request)) return answer(404, { statusCode: 404, message: 'Not Found' });
    const real = await pass(request);
    if (isAct(request)) {
      isDone = true;
      throw reset();
    }
    if (!isDone || !request.url.includes('/opportunities/pipelines')) return real;
    const { pipelines } = jsonOf(real) as { pipelines: { id: string; name: string }[] };
    const twins = pipelines.filter(({ name }) => name === recordName).map((one) => ({ ...one, id: 'TWIN' }));
    return answer(200, { pipelines: [...pipelines, ...twins] });
  });
  const { exitCode, stdout } = await stage.run(restoreRoofs);
  expect([exitCode, JSON.parse(stdout).outcome]).toEqual([3, 'different']);
  expect(JSON.parse(stdout).seen.unexpected).toEqual([{ kind: 'pipeline', id: 'TWIN', name: recordName }]);
  const again = await stage.run(restoreRoofs);
  expect([again.exitCode, actsOf(stage)]).toEqual([3, 1]);
});

test('an account that makes a new pipeline in place of the old one is reported', async () => {
  const stage = await openStage();
  const id = await recordId(stage);
  const renamed = (real: NetworkResponse) => ({
    ...real,
    body: new TextEncoder().encode(new TextDecoder().decode(real.body).replaceAll(id, 'BRAND-NEW')),
  });
  stage.meddle(async (request, pass) => {
    if (!request.url.includes('/opportunities/')) return pass(request);
    return renamed(await pass({ ...request, url: request.url.replace('BRAND-NEW', id) }));
  });
  const { exitCode, stdout } = await stage.run(restoreRoofs);
  const { outcome, seen } = JSON.parse(stdout);
  expect([exitCode, outcome]).toEqual([3, 'different']);
  expect(seen.different[0]).toEqual({
    kind: 'pipeline',
    id,
    name: recordName,
    differences: [{ field: 'id', expected: id, found: 'BRAND-NEW' }],
  });
});

test('what could not be looked at is never called seen', async () => {
  const stage = await openStage();
  let isDone = false;
  stage.meddle(async (request, pass) => {
    isDone ||= isAct(request);
    const isHidden = isDone && request.url.includes('/opportunities/');
    return isHidden
      ? answer(401, { statusCode: 401, message: 'The token is not authorized for this scope.' })
      : pass(request);
  });
  const { exitCode, stdout } = await stage.run(['restore', recordName, '--yes']);
  expect(exitCode).toBe(3);
  expect(stdout.split('\n')[0]).toBe(
    'Not checked: the account says that the pipeline “Roofs of the north” is restored, and it could not be looked at.',
  );
  expect(stdout).toContain('A route could not be read: ');
});

test('a restore that the account begins and fails is refused in its words, and may be asked for anew', async () => {
  const stage = await openStage();
  const keys: (string | undefined)[] = [];
  stage.meddle(async (request, pass) => {
    if (!isAct(request)) return pass(request);
    keys.push(request.headers['idempotency-key']);
    if (keys.length > 1) return pass(request);
    return answer(202, {
      idempotencyKey: keys[0],
      state: 'failed',
      result: null,
      failure: { reason: 'name-taken', message: 'Taken.', takenBy: { id: 'P2', name: recordName } },
    });
  });
  const first = await stage.run(['restore', recordName, '--yes']);
  expect([first.exitCode, first.stderr]).toEqual([
    7,
    "audit: A live pipeline bears the name “Roofs of the north” (P2).\nRename that pipeline on the service's screen, then run the same command again.\n",
  ]);
  const second = await stage.run(['restore', recordName, '--yes']);
  expect([second.exitCode, keys.length, new Set(keys).size]).toEqual([0, 2, 2]);
});

test('an account that says that it failed, and did it, is not believed either', async () => {
  const stage = await openStage();
  const failed = (key: unknown) => ({
    idempotencyKey: key,
    state: 'failed',
    result: null,
    failure: { reason: 'name-taken', message: 'Taken.' },
  });
  stage.meddle(
    actAnswered(async (pass) => {
      const real = await pass();
      return answer(202, failed(jsonOf(real)['idempotencyKey']));
    }),
  );
  const { exitCode, stdout } = await stage.run(restoreRoofs);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([
    0,
    { outcome: 'restored', claim: { word: 'failed' } },
  ]);
});

test('a receipt that cannot be kept is shown all the same, and takes nothing back', async () => {
  const stage = await openStage();
  await mkdir(join(stage.folder, 'data', 'restores'), { recursive: true });
  await writeFile(join(stage.folder, 'data', 'restores', 'receipts'), 'a file where a folder should be');
  const { exitCode, stdout, stderr } = await stage.run(restoreRoofs);
  expect([exitCode, JSON.parse(stdout).outcome]).toEqual([3, 'restored']);
  expect(stderr).toContain('The receipt could not be kept: ');
});

describe('an answer that proves that nothing was begun', () => {
  test.each<[what: string, by: () => NetworkResponse, exitCode: number, code: string]>([
    [
      'no administrator',
      () =>
        answer(403, {
          statusCode: 403,
          message: 'No.',
          refusal: { reason: 'not-permitted', message: 'No.', requires: 'admin' },
        }),
      4,
      'not-an-administrator',
    ],
    [
      'an expired token',
      () => answer(401, { statusCode: 401, message: 'The token has expired' }),
      4,
      'token-expired',
    ],
    [
      'a wrong location',
      () => answer(403, { statusCode: 403, message: 'The token does not have access to this location.' }),
      4,
      'wrong-location',
    ],
    [
      'an expired deletion',
      () =>
        answer(409, {
          statusCode: 409,
          message: 'Over.',
          refusal: { reason: 'expired', message: 'Over.', expiredAt: '2026-11-20T00:00:00.000Z' },
        }),
      7,
      'expired',
    ],
    [
      'a change since the plan',
      () =>
        answer(409, {
          statusCode: 409,
          message: 'Changed.',
          refusal: { reason: 'changed', message: 'Changed.' },
        }),
      7,
      'changed',
    ],
    [
      'another run',
      () =>
        answer(409, {
          statusCode: 409,
          message: 'Busy.',
          refusal: { reason: 'in-progress', message: 'Busy.' },
        }),
      7,
      'in-progress',
    ],
    [
      'a reason that nobody knows',
      () =>
        answer(409, {
          statusCode: 409,
          message: 'Moon phase.',
          refusal: { reason: 'moon', message: 'Moon phase.' },
        }),
      7,
      'restore-refused',
    ],
    [
      'a refused connection',
      () => {
        throw new NetworkFailure('refused', 'nobody listens');
      },
      6,
      'network-refused',
    ],
    [
      'a bad certificate',
      () => {
        throw new NetworkFailure('tls', 'self-signed');
      },
      6,
      'network-tls',
    ],
    [
      'a refused request',
      () => answer(422, { statusCode: 422, message: ['property digest should not exist'] }),
      6,
      'request-refused',
    ],
  ])('%s leaves no note behind, and the next run is free to ask', async (_what, by, exitCode, code) => {
    const stage = await openStage();
    stage.meddle(actAnswered(async () => by()));
    const refused = await stage.run(restoreRoofs);
    expect([
      refused.exitCode,
      refused.stdout,
      JSON.parse(refused.stderr.trim().split('\n').at(-1) ?? '').error.code,
    ]).toEqual([exitCode, '', code]);
    expect(await readdir(join(stage.folder, 'data', 'restores', 'attempts'))).toEqual([]);
    stage.meddle((request, pass) => pass(request));
    expect((await stage.run(restoreRoofs)).exitCode).toBe(0);
  });
});

test('a refusal for the rate is no answer: the request is sent again, and acts once', async () => {
  const stage = await openStage();
  let refusals = 0;
  stage.meddle(
    actAnswered(async (pass) => {
      refusals += 1;
      return refusals < 4 ? answer(429, { statusCode: 429, message: 'Too Many Requests' }) : pass();
    }),
  );
  expect((await stage.run(restoreRoofs)).exitCode).toBe(0);
  expect([actsOf(stage), await stage.restoresOf(await recordId(stage))]).toEqual([4, 1]);
});

test('two runs at once restore once', async () => {
  const stage = await openStage();
  const [one, other] = await Promise.all([stage.run(restoreRoofs), stage.run(restoreRoofs)]);
  const codes = [one.exitCode, other.exitCode].sort();
  expect(codes[0]).toBe(0);
  expect([0, 7]).toContain(codes[1]);
  expect([actsOf(stage), await stage.restoresOf(await recordId(stage))]).toEqual([1, 1]);
});

/** Of a run that has few requests: by its id, of few opportunities. */
const openSmallStage = () => openStage(4);
const byId = ({ eventId }: { readonly eventId: string }) => ['restore', eventId, '--yes', '--format', 'json'];

/** Every request of such a run, from 1. */
async function momentsOfARun(): Promise<readonly number[]> {
  const stage = await openSmallStage();
  expect((await stage.run(byId(stage))).exitCode).toBe(0);
  const act = stage.requests.findIndex((request) => request.startsWith('POST')) + 1;
  expect(act).toBeGreaterThan(5);
  return stage.requests.map((_request, index) => index + 1);
}

test('a crash at any request is picked up by the same command, and the pipeline comes back once', async () => {
  for (const crashAt of await momentsOfARun()) {
    // What was under way may still have arrived, or not.
    for (const isArrived of [false, true]) {
      const stage = await openSmallStage();
      let count = 0;
      stage.meddle(async (request, pass) => {
        count += 1;
        if (count < crashAt) return pass(request);
        if (isArrived && count === crashAt) await pass(request);
        throw new Error('the process died');
      });
      await stage.run(byId(stage));
      const isAsked = actsOf(stage) > 0;
      stage.meddle((request, pass) => pass(request));
      const next = await stage.run(byId(stage));
      expect([crashAt, isArrived, next.exitCode, JSON.parse(next.stdout).outcome]).toEqual([
        crashAt,
        isArrived,
        0,
        'restored',
      ]);
      expect(await stage.restoresOf(await recordId(stage))).toBe(1);
      if (isAsked) expect(next.stderr).toContain('An earlier run was at this restore');
    }
  }
}, 60_000);

test('Ctrl-C at any request: before the act nothing has happened, after it is said how to look', async () => {
  for (const stopAt of await momentsOfARun()) {
    const stage = await openSmallStage();
    const stop = new AbortController();
    let count = 0;
    stage.meddle(async (request, pass) => {
      count += 1;
      if (count === stopAt) stop.abort(new InterruptedError('interrupted', 'Interrupted.'));
      request.signal?.throwIfAborted();
      return pass(request);
    });
    const stopped = await stage.run(byId(stage), { signal: stop.signal });
    expect([stopAt, stopped.exitCode, stopped.stdout]).toEqual([stopAt, 130, '']);
    const { error } = JSON.parse(stopped.stderr);
    if (actsOf(stage) > 0) {
      expect([error.message, error.hint]).toEqual([
        'Interrupted after the restore was asked for: whether it was done is not known yet.',
        `To look, and go on: audit restore ${stage.eventId}`,
      ]);
    } else {
      expect(error.message).toBe('Interrupted.');
      expect(await stage.restoresOf(await recordId(stage))).toBe(0);
    }
    stage.meddle((request, pass) => pass(request));
    expect((await stage.run(byId(stage))).exitCode).toBe(0);
    expect(await stage.restoresOf(await recordId(stage))).toBe(1);
  }
}, 60_000);

test('where nothing can be noted nothing is asked', async () => {
  const stage = await openStage();
  await writeFile(join(stage.folder, 'data'), 'a file where a folder should be');
  const { exitCode, stderr } = await stage.run(restoreRoofs);
  expect([exitCode, actsOf(stage)]).toEqual([4, 0]);
  expect(stderr).toContain('{"error":{"code":"data-folder-not-writable","exitCode":4,');
});
