// What a real 1.34 cluster said to its clients (captures of the project, `captures/kube`), to be said again by a server on loopback. Thinned to what is read: of objects the names,
// of execs the server's frames; without SPDY, without kubectl's own questions, each refusal once per case.
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocketServer, type WebSocket } from "ws";
import { Cluster } from "../../../src/targets/k8s/cluster.ts";

/** Who ended it: the server in good order or by a cut, or the client that left. */
type End = "end" | "closed" | "broken" | "left";

export type Frame = {
  readonly ch: number;
  /** base64 protocols. */
  readonly op?: "text";
  readonly text?: string;
  readonly b64?: string;
};
type In = { readonly case: string; readonly status: number; readonly end: End };
export type Exchange =
  | (In & {
      readonly ask: "exec";
      readonly protocol: string | null;
      readonly frames: readonly Frame[];
    })
  | (In & { readonly ask: "log"; readonly path: string; readonly pieces: readonly string[] })
  | (In & { readonly ask: "watch"; readonly path: string; readonly lines: readonly object[] })
  | (In & { readonly ask: "list"; readonly body: { readonly kind: string } })
  | (In & { readonly ask: "review"; readonly body: Review });
export type Review = {
  readonly spec: {
    readonly resourceAttributes: {
      readonly verb: string;
      readonly group?: string;
      readonly resource: string;
      readonly subresource?: string;
    };
  };
};
export type Refused = {
  readonly case: string;
  readonly ask: "exec" | "log" | "get" | "metrics";
  readonly status: number;
  readonly method?: "POST" | "PATCH";
  readonly path?: string;
  readonly text: string;
};
export type Line = Exchange | Refused;

export const lines = (name: string) =>
  readFileSync(new URL(`captures/${name}.ndjson`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const EXCHANGES: readonly Line[] = lines("exchanges");

export const casesOfExchanges: ReadonlySet<string> = new Set(EXCHANGES.map((each) => each.case));

export const exchangesOf = (of: string): readonly Line[] =>
  EXCHANGES.filter((each) => each.case === of);

/** Status and body of each refusal of a case. */
export const refusalsOf = (of: string): readonly Refused[] =>
  exchangesOf(of).filter((each): each is Refused => "text" in each);

export const bytesOf = ({ text, b64 }: Frame): Buffer =>
  b64 === undefined ? Buffer.from(text ?? "") : Buffer.from(b64, "base64");

/** Says to everybody what it was told to say. What a real server kept open stays open. */
export class Replay {
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: () => this.#protocol(),
  });
  readonly #folder = mkdtempSync(join(tmpdir(), "swtop-replay-"));
  #said: Line | null = null;
  /** What it was asked for since `says`. */
  paths: string[] = [];
  /** What execs sent: channel and text, `0 hello`, `close 1000`. */
  heard: string[] = [];

  get asked(): number {
    return this.paths.length;
  }

  /** A cluster whose API server it is, behind a path, as Rancher has it. */
  async listen(): Promise<Cluster> {
    this.#server.on("upgrade", (request, socket, head) => {
      this.paths.push(request.url ?? "");
      const said = this.#said;
      if (said !== null && "text" in said) {
        const length = Buffer.byteLength(said.text);
        socket.end(`HTTP/1.1 ${said.status} -\r\nContent-Length: ${length}\r\n\r\n${said.text}`);
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (client) => {
        client.on("message", (bytes: Buffer) =>
          this.heard.push(`${bytes[0]} ${bytes.subarray(1).toString()}`),
        );
        client.on("close", (code) => this.heard.push(`close ${code}`));
        play(client, said);
      });
    });
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const { port } = this.#server.address() as AddressInfo;
    const server = `http://127.0.0.1:${port}/behind/a/path`;
    const kubeconfig = join(this.#folder, "config");
    const config = {
      clusters: [{ name: "replay", cluster: { server } }],
      users: [{ name: "dev", user: { token: "t" } }],
      contexts: [{ name: "replay", context: { cluster: "replay", user: "dev" } }],
      "current-context": "replay",
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    return new Cluster({ context: "", kubeconfig });
  }

  says(line: Line): void {
    this.#said = line;
    this.paths = [];
    this.heard = [];
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #protocol(): string | false {
    const said = this.#said;
    return said !== null && "protocol" in said && said.protocol !== null ? said.protocol : false;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    this.paths.push(request.url ?? "");
    const said = this.#said;
    if (said === null) return;
    if ("text" in said) {
      response.writeHead(said.status, { "content-type": "application/json" }).end(said.text);
      return;
    }
    // a watch that ended is begun again, and then nothing comes
    if (this.asked > 1 && said.ask === "watch") return;
    response.writeHead(said.status);
    response.flushHeaders();
    for (const piece of piecesOf(said)) {
      // each in a packet of its own
      await new Promise((resolve) => {
        response.write(piece, resolve);
      });
    }
    if (said.end === "broken") response.destroy();
    else if (said.end !== "left") response.end();
  }
}

function piecesOf(said: Exchange): readonly string[] {
  if (said.ask === "log") return said.pieces;
  if (said.ask === "watch") return said.lines.map((line) => `${JSON.stringify(line)}\n`);
  return "body" in said ? [JSON.stringify(said.body)] : [];
}

function play(client: WebSocket, said: Line | null): void {
  if (said === null || !("frames" in said)) return;
  client.on("error", () => undefined);
  let left = said.frames.length;
  for (const frame of said.frames) {
    const whole = Buffer.concat([Buffer.of(frame.ch), bytesOf(frame)]);
    client.send(whole, { binary: frame.op !== "text" }, () => {
      left -= 1;
      if (left === 0 && said.end === "broken") client.terminate();
    });
  }
  if (said.end === "closed") client.close(1000);
}
