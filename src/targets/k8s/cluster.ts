// Questions to one API server, with the words of every refusal kept.
import type { IncomingMessage } from "node:http";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { parsed } from "../json.ts";
import { accessOf, type Access, type ClusterPlace } from "./kubeconfig.ts";
import { brokenFault, refusalOf } from "./refusals.ts";
import { chunksOf, sent, textOf, type Request, type Way } from "./request.ts";

export type { Request, Way } from "./request.ts";

export type Answer = {
  readonly status: number;
  readonly text: string;
  /** As JSON; null: it is none. */
  readonly body: unknown;
};

export type Flow = Pick<Answer, "status"> & {
  readonly chunks: AsyncIterable<Uint8Array>;
};

/** A server that is gone would hold a question for minutes. */
const PATIENCE_MS = 10_000;
/** A login in a browser takes its time; one that takes longer is begun anew. */
const LOGIN_MS = 120_000;
const UNAUTHORIZED = 401;

/** One context of a kubeconfig. Nothing is loaded or asked before the first question. */
export class Cluster {
  readonly #place: ClusterPlace;
  #access: Promise<Access> | null = null;
  #way: Promise<Way> | null = null;

  constructor(place: ClusterPlace) {
    this.#place = place;
  }

  /** @throws TransportError `no-kubeconfig`, `no-such-context` */
  access(): Promise<Access> {
    if (this.#access === null) {
      const access = accessOf(this.#place);
      this.#access = access;
      // a kubeconfig that is mended is read again
      access.catch(() => {
        if (this.#access === access) this.#access = null;
      });
    }
    return this.#access;
  }

  /** All who ask at the same time wait for one login: a program that opens a browser opens one. @throws TransportError `unauthorized`, also when aborted, and what `access` throws */
  way(signal: AbortSignal): Promise<Way> {
    if (this.#way === null) {
      const way = this.#found();
      this.#way = way;
      const over = (): void => {
        clearTimeout(late);
        if (this.#way === way) this.#way = null;
      };
      const late = setTimeout(over, LOGIN_MS);
      late.unref();
      way.then(over, over);
    }
    return waitedFor(this.#way, signal);
  }

  async #found(): Promise<Way> {
    const login = this.access();
    const { server, credentials } = await login;
    return { server, options: await credentials(), login };
  }

  /** After a 401: the kubeconfig is read again, and its program runs again. Once, however many were refused. */
  forget({ login }: Pick<Way, "login">): void {
    if (this.#access !== login) return;
    this.#access = null;
    this.#way = null;
  }

  /** Any status is an answer, but a 401 after a second login. @throws TransportError `cluster-unreachable`, `cluster-certificate`, `unauthorized`, `stream-ended` when aborted */
  async ask(request: Request, signal: AbortSignal): Promise<Answer> {
    return this.#within(signal, async (both) => {
      const response = await this.#answered(request, both);
      const text = await textOf(response);
      const status = response.statusCode ?? 0;
      if (status === UNAUTHORIZED) throw new TransportError(refusalOf({ status, text }));
      return { status, text, body: parsed(text) };
    });
  }

  /** As `ask`, for what must succeed. @throws TransportError what a refusal means: `forbidden`, `no-such-pod`, `unauthorized`, `cluster-unreachable` */
  async asked(request: Request, signal: AbortSignal): Promise<Answer> {
    const answer = await this.ask(request, signal);
    if (!isOk(answer.status)) throw new TransportError(refusalOf(answer));
    return answer;
  }

  /**
   * A body without an end (watch, log). Pulled: who does not read makes the server wait. Ends without an error when it is aborted.
   * @throws TransportError as `asked`; while it is read `stream-ended` when it breaks
   */
  async follow(request: Request, signal: AbortSignal): Promise<Flow> {
    return this.#within(signal, async (both) => {
      const response = await this.#answered(request, both);
      const status = response.statusCode ?? 0;
      if (!isOk(status))
        throw new TransportError(refusalOf({ status, text: await textOf(response) }));
      return { status, chunks: chunksOf(response, signal) };
    });
  }

  /** With a second login where the first one is not taken any more. */
  async #answered(request: Request, signal: AbortSignal): Promise<IncomingMessage> {
    const way = await this.way(signal);
    const first = await sent(way, request, signal);
    if (first.statusCode !== UNAUTHORIZED) return first;
    first.resume();
    this.forget(way);
    return sent(await this.way(signal), request, signal);
  }

  async #within<Found>(
    signal: AbortSignal,
    act: (both: AbortSignal) => Promise<Found>,
  ): Promise<Found> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      return await act(AbortSignal.any([signal, patience.signal]));
    } catch (error) {
      throw this.#failure(error, { signal, patience: patience.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  #failure(
    error: unknown,
    { signal, patience }: { readonly signal: AbortSignal; readonly patience: AbortSignal },
  ): TransportError {
    if (signal.aborted) return new TransportError({ kind: "stream-ended", detail: null });
    if (error instanceof TransportError) return error;
    // what was kept of a login or an address may be what is wrong
    this.#access = null;
    if (patience.aborted) {
      const detail = untrustedText(`no answer for ${PATIENCE_MS / 1000} s`);
      return new TransportError({ kind: "cluster-unreachable", detail });
    }
    return new TransportError(brokenFault(error), { cause: error });
  }
}

export const isOk = (status: number): boolean => status >= 200 && status < 300;

/** Who waits no longer leaves the login as it is: it goes on, and who asks next waits for the same one. @throws TransportError `unauthorized` */
async function waitedFor<Value>(login: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const settled = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    const give = (): void => {
      const detail = untrustedText("the login has not ended yet");
      reject(new TransportError({ kind: "unauthorized", detail }));
    };
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true, signal: settled.signal });
  });
  try {
    return await Promise.race([login, aborted]);
  } finally {
    settled.abort();
  }
}
