// One question over HTTP, and its answer as it comes.
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import type { Access } from "./kubeconfig.ts";

export type Request = {
  /** With its query: `/api/v1/namespaces/shop/pods?limit=500`. */
  readonly path: string;
  readonly method?: "GET" | "POST" | "PATCH";
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
};

/** How a program is started there: address and what a handshake needs. */
export type Way = {
  readonly server: URL;
  readonly options: RequestOptions;
  /** By which this way was found; a later login finds another one. */
  readonly login: Promise<Access>;
};

const MOST_BYTES = 64 * 1024 * 1024;

export function sent(
  { server, options }: Way,
  { path, method = "GET", body, contentType = "application/json", accept }: Request,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const written = body === undefined ? null : Buffer.from(JSON.stringify(body));
  const headers = {
    accept: accept ?? "application/json",
    ...(written === null ? {} : { "content-type": contentType, "content-length": written.length }),
    ...plainHeaders(options.headers),
  };
  const ask = server.protocol === "https:" ? httpsRequest : httpRequest;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const url = new URL(`${server.pathname.replace(/\/$/u, "")}${path}`, server);
  const asking = ask(url, { ...options, headers, method, signal });
  asking.once("response", resolve);
  asking.on("error", reject);
  asking.end(written ?? undefined);
  return promise;
}

export function plainHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== "object" || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).filter((each): each is [string, string] => typeof each[1] === "string"),
  );
}

export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const coming: AsyncIterable<Buffer> = response;
  for await (const chunk of coming) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString();
}

export async function* chunksOf(
  response: IncomingMessage,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    const coming: AsyncIterable<Uint8Array> = response;
    yield* coming;
  } catch (cause) {
    if (signal.aborted) return;
    const detail = untrustedText(cause instanceof Error ? cause.message : String(cause));
    throw new TransportError({ kind: "stream-ended", detail }, { cause });
  }
}
