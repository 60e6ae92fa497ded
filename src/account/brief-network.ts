/**
 * HTTP over Node's own client, which is there in a tenth of the time that undici takes to load: for a run that asks a few questions.
 * It promises what the other one does: follows no redirect, repeats nothing, and takes no answer for whole unless its framing proves it.
 */
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import type { Network, NetworkRequest, NetworkResponse } from '../context.js';
import { NetworkFailure } from '../errors.js';
import type { AnswerCollector } from './answer-collector.js';
import { decodeBody } from './content-encoding.js';
import { exchange } from './exchange.js';
import { connections, connectTimeoutMs, largestBodyBytes, type NetworkOptions } from './network-limits.js';

/** A socket that has been idle so long may be closed at the other end while it is taken up again; undici draws the line there too. */
const idleSocketMs = 4_000;
/** RFC 9110 §15.2.2: the only answer below 200 after which no other follows. */
const switchingProtocols = 101;

/** Knows no proxy; opens nothing before the first request. */
export function createBriefNetwork({ maxBodyBytes = largestBodyBytes }: NetworkOptions = {}): Network {
  return new BriefNetwork(maxBodyBytes);
}

/** Of `node:http` and `node:https` what is used: they are told apart by the address, and loaded with the first request. */
interface Speaker {
  readonly request: (url: URL, options: object) => ClientRequest;
  readonly agent: Agent;
}

class BriefNetwork implements Network {
  readonly #maxBodyBytes: number;
  readonly #speakers = new Map<string, Promise<Speaker>>();
  readonly #underWay = new Set<AnswerCollector>();

  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  async request(request: NetworkRequest): Promise<NetworkResponse> {
    request.signal?.throwIfAborted();
    const url = new URL(request.url);
    const speaker = await this.#speaker(url.protocol);
    let underWay: AnswerCollector | undefined;
    try {
      const answer = await exchange(request, this.#maxBodyBytes, (collector) => {
        underWay = collector;
        this.#underWay.add(collector);
        send(speaker, url, request, collector);
      });
      return await decodeBody(answer, this.#maxBodyBytes);
    } finally {
      if (underWay !== undefined) this.#underWay.delete(underWay);
    }
  }

  /** Ends what is under way: whoever ends the run waits for no answer any more. */
  async close(): Promise<void> {
    for (const collector of this.#underWay)
      collector.stop(new NetworkFailure('other', 'the network was closed'));
    const speakers = [...this.#speakers.values()];
    this.#speakers.clear();
    for (const { agent } of await Promise.all(speakers)) agent.destroy();
  }

  #speaker(protocol: string): Promise<Speaker> {
    const known = this.#speakers.get(protocol);
    if (known !== undefined) return known;
    const speaker = openSpeaker(protocol);
    this.#speakers.set(protocol, speaker);
    return speaker;
  }
}

async function openSpeaker(protocol: string): Promise<Speaker> {
  const { request, Agent } = await (protocol === 'https:' ? import('node:https') : import('node:http'));
  return { request, agent: new Agent({ keepAlive: true, maxSockets: connections, timeout: idleSocketMs }) };
}

/** Sends a request; what comes of it is the collector's. */
function send(
  { request, agent }: Speaker,
  url: URL,
  { method, headers, body, timeoutMs }: NetworkRequest,
  collector: AnswerCollector,
): void {
  try {
    const asked = request(url, {
      agent,
      method,
      headers: { ...headers, 'accept-encoding': 'gzip' },
      timeout: timeoutMs,
    });
    listen(asked, collector);
    asked.end(body);
  } catch (error) {
    // What cannot be sent at all: a header with a line break.
    collector.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
  }
}

function listen(asked: ClientRequest, collector: AnswerCollector): void {
  const controller = { abort: () => void asked.destroy() };
  const stop = (): void => collector.stop(new NetworkFailure('timeout', 'no answer in time'));
  let answered: IncomingMessage | undefined;
  const fail = (error: Error): void => {
    // What comes after a whole answer, and is no HTTP, takes nothing from it.
    if (answered?.complete !== true) collector.onResponseError(controller, error);
  };
  collector.onRequestStart(controller);
  asked.on('timeout', stop);
  asked.on('error', fail);
  // Node ends some exchanges without a word, as one that wants to go on in another protocol.
  const vanish = (): void => collector.stop(new NetworkFailure('reset', 'the connection was given up'));
  asked.on('close', vanish);
  asked.on('socket', (socket) => {
    if (!socket.connecting) return;
    const deadline = setTimeout(stop, connectTimeoutMs);
    const settle = (): void => clearTimeout(deadline);
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', settle);
    socket.once('close', settle);
  });
  asked.on('response', (answer) => {
    if (answer.statusCode === switchingProtocols) return vanish();
    answered = answer;
    asked.off('close', vanish);
    collector.onResponseStart(controller, answer.statusCode ?? 0, answer.headersDistinct);
    answer.on('data', (chunk: Buffer) => collector.onResponseData(controller, chunk));
    answer.on('end', () => collector.onResponseEnd());
    answer.on('error', fail);
  });
}
