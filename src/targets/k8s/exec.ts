// A program in a container, over a WebSocket: subprotocols v5 and v4 of channel.k8s.io, one channel per stream.
import type { ClientRequest, IncomingMessage } from "node:http";
import { WebSocket, type RawData } from "ws";
import type { Fault } from "../../domain/fault.ts";
import { TransportError, type Stream } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { parsed, textOf } from "../json.ts";
import type { Cluster, Way } from "./cluster.ts";
import { itemsOf } from "./items.ts";
import { brokenFault, refusalOf } from "./refusals.ts";
import { plainHeaders } from "./request.ts";

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
/** v5: the end of a channel, its number follows. */
const CLOSE = 255;
const V5 = "v5.channel.k8s.io";
const V4 = "v4.channel.k8s.io";

const HANDSHAKE_MS = 10_000;
/** Beyond this the server has to wait. */
const MOST_WAITING_BYTES = 1024 * 1024;
const LONGEST_COMPLAINT = 2048;
/** After an abort: the end of stdin, the end of the connection, its cut; all within a second. */
const CUT_AFTER_MS = 400;
const UNAUTHORIZED = 401;
/** What is wrong is the pod (not scheduled yet) or its kubelet (away): 400 and 500 (captures). */
const OF_THE_POD: readonly number[] = [400, 500];

export type Exec = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly argv: readonly string[];
};

/** How a stream ends whose connection broke: whatever ends in the pod has a Status before that (captures). */
export const CUT = "connection lost";

/** @throws TransportError what a refusal means: `unauthorized`, `forbidden`, `no-such-pod`, `cluster-unreachable`, `cluster-certificate` */
export async function execute(cluster: Cluster, exec: Exec, signal: AbortSignal): Promise<Stream> {
  try {
    const way = await cluster.way(signal);
    const first = await opened(way, exec, signal);
    if (!("refused" in first)) return first;
    if (first.status !== UNAUTHORIZED) throw new TransportError(first.refused);
    cluster.forget(way);
    const second = await opened(await cluster.way(signal), exec, signal);
    if ("refused" in second) throw new TransportError(second.refused);
    return second;
  } catch (error) {
    if (signal.aborted) return new Running().stream();
    throw error;
  }
}

type Refused = { readonly refused: Fault; readonly status: number };

function opened(
  { server, options }: Way,
  { namespace, pod, container, argv }: Exec,
  signal: AbortSignal,
): Promise<Stream | Refused> {
  const words = new URLSearchParams({
    container,
    stdin: "true",
    stdout: "true",
    stderr: "true",
  });
  for (const word of argv) words.append("command", word);
  const base = server.pathname.replace(/\/$/u, "");
  const path = `${base}/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec?${words.toString()}`;
  const url = new URL(path, server);
  url.protocol = server.protocol === "https:" ? "wss:" : "ws:";
  const { auth, ...known } = options;
  const socket = new WebSocket(url, [V5, V4], {
    ...known,
    ...(auth === undefined || auth === null ? {} : { auth }),
    headers: plainHeaders(options.headers),
    handshakeTimeout: HANDSHAKE_MS,
    perMessageDeflate: false,
    // a frame is what one read of the kubelet's brought
    maxPayload: 16 * 1024 * 1024,
  });
  const { promise, resolve } = Promise.withResolvers<Stream | Refused>();
  const running = new Running(socket, signal);
  socket.once("open", () => resolve(running.stream()));
  const refuse = async (request: ClientRequest, response: IncomingMessage): Promise<void> => {
    const refused = await refusedBy(response);
    request.destroy();
    resolve(refused);
  };
  socket.once("unexpected-response", (request, response) => void refuse(request, response));
  socket.on("error", (error) => {
    running.broke(error);
    resolve(signal.aborted ? running.stream() : { refused: brokenFault(error), status: 0 });
  });
  return promise;
}

async function refusedBy(response: IncomingMessage): Promise<Refused> {
  const chunks: Buffer[] = [];
  const status = response.statusCode ?? 0;
  try {
    const coming: AsyncIterable<Buffer> = response;
    for await (const chunk of coming) chunks.push(chunk);
  } catch {
    // what came says enough
  }
  const fault = refusalOf({ status, text: Buffer.concat(chunks).toString() });
  return { refused: OF_THE_POD.includes(status) ? { ...fault, kind: "no-shell" } : fault, status };
}

/** What has come of a running program, and how it ended. Without a socket: what was aborted before it began. */
class Running {
  readonly #socket: WebSocket | null;
  readonly #signal: AbortSignal | null;
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #complaint = "";
  #ending: string | null = null;
  #isOver = false;
  #broken: Fault | null = null;
  #wake = Promise.withResolvers<void>();

  constructor(socket: WebSocket | null = null, signal: AbortSignal | null = null) {
    this.#socket = socket;
    this.#signal = signal;
    if (socket === null) {
      this.#ending = "never started";
      this.#isOver = true;
      return;
    }
    socket.on("message", (frame) => this.#heard(frame));
    socket.once("close", (code) => this.#closed(code));
    const end = (): void => this.#end(socket);
    if (signal?.aborted === true) end();
    signal?.addEventListener("abort", end, { once: true });
    socket.once("close", () => signal?.removeEventListener("abort", end));
  }

  stream(): Stream {
    return {
      stdout: this.#chunks(),
      write: (bytes) => this.#write(bytes),
      complaint: () => this.#complaint,
      ending: () => this.#ending,
      clientPid: null,
    };
  }

  broke(error: unknown): void {
    this.#broken ??= { kind: "stream-ended", detail: brokenFault(error).detail };
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#waiting.length > 0) {
        const taken = this.#waiting;
        this.#waiting = [];
        this.#bytes = 0;
        if (this.#socket?.isPaused === true) this.#socket.resume();
        yield* taken;
      } else if (this.#isOver) {
        if (this.#broken !== null && this.#signal?.aborted !== true)
          throw new TransportError(this.#broken);
        return;
      } else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers<void>();
      }
    }
  }

  #heard(frame: RawData): void {
    const bytes = Buffer.isBuffer(frame)
      ? frame
      : Array.isArray(frame)
        ? Buffer.concat(frame)
        : Buffer.from(frame);
    const [channel] = bytes;
    const rest = bytes.subarray(1);
    if (channel === STDOUT) this.#put(rest);
    else if (channel === STDERR) this.#complain(rest.toString());
    else if (channel === STATUS && rest.length > 0) this.#told(rest.toString());
  }

  #put(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.#signal?.aborted === true) return;
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes > MOST_WAITING_BYTES) this.#socket?.pause();
    this.#wake.resolve();
  }

  #complain(words: string): void {
    this.#complaint = (this.#complaint + words).slice(-LONGEST_COMPLAINT);
  }

  /** A Status. It says how the program ended, never why: also `Success` where a kubelet went away (captures). */
  #told(text: string): void {
    const status = parsed(text);
    if (textOf(status, "status") === "Success") {
      this.#ending = "exit 0";
      return;
    }
    const code = itemsOf(status, "details", "causes").find(
      (cause) => textOf(cause, "reason") === "ExitCode",
    );
    const exit = textOf(code, "message");
    const words = textOf(status, "message") ?? text;
    this.#ending = exit === null ? words.slice(0, LONGEST_COMPLAINT) : `exit ${exit}`;
    if (exit === null) this.#complain(words);
  }

  #closed(code: number): void {
    if (this.#ending === null) {
      this.#ending = CUT;
      const detail = untrustedText(`the connection to the API server broke (${code})`);
      this.#broken ??= { kind: "stream-ended", detail };
    } else this.#broken = null;
    this.#isOver = true;
    this.#wake.resolve();
  }

  #write(bytes: Uint8Array): Promise<void> {
    const socket = this.#socket;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const failed = (cause?: unknown): void => {
      const detail = this.#ending === null ? null : untrustedText(this.#ending);
      reject(new TransportError({ kind: "stream-ended", detail }, { cause }));
    };
    if (socket === null || socket.readyState !== WebSocket.OPEN || this.#ending !== null) failed();
    else {
      const frame = new Uint8Array(bytes.length + 1);
      frame[0] = STDIN;
      frame.set(bytes, 1);
      socket.send(frame, (error?: Error | null) => {
        if (error === undefined || error === null) resolve();
        else failed(error);
      });
    }
    return promise;
  }

  /** v5 ends the program's stdin; v4 can only end the connection, which does the same. */
  #end(socket: WebSocket): void {
    if (socket.isPaused) socket.resume();
    this.#waiting = [];
    if (socket.readyState === WebSocket.OPEN) {
      if (socket.protocol === V5) socket.send(new Uint8Array([CLOSE, STDIN]), () => undefined);
      socket.close(1000);
    } else if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
    const cut = setTimeout(() => socket.terminate(), CUT_AFTER_MS);
    socket.once("close", () => clearTimeout(cut));
  }
}
