/** One question and one answer of HTTP as plain values: no socket, and none of the fetch classes, whose first use costs 20 ms. */

export interface Ask {
  readonly method: string;
  /** Path and query, e.g. `/calendars/?locationId=x`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Set: the connection is dropped after so many bytes of the body; 0: before anything is sent. */
  readonly cutAfterBytes?: number;
}

/** Answers one question; never rejects. */
export type Answer = (ask: Ask) => Promise<Reply>;

/** The same account for callers that speak fetch. */
export async function throughFetch(answer: Answer, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const { status, headers, body } = await answer({
    method: request.method,
    target: url.pathname + url.search,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  });
  return new Response(body, { status, headers });
}
