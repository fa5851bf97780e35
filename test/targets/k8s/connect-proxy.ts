import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/** A proxy as companies have them: who wants to get out asks with CONNECT. */
export type ConnectProxy = {
  readonly url: string;
  /** Whom it was asked for: `127.0.0.1:6443`. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
};

/** @param refusal a status that everybody gets; null: all are let through */
export async function connectProxy(refusal: string | null = null): Promise<ConnectProxy> {
  const asked: string[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer();
  server.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    if (refusal === null) join(request.url ?? "", socket, sockets);
    else socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function join(address: string, near: Duplex, sockets: Set<Duplex>): void {
  const [host = "", port = ""] = address.split(":");
  const far: Socket = connect({ host, port: Number(port) }, () => {
    near.write("HTTP/1.1 200 Connection established\r\n\r\n");
    far.pipe(near);
    near.pipe(far);
  });
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(one);
    one.on("error", () => undefined);
    one.on("close", () => {
      sockets.delete(one);
      other.destroy();
    });
  }
}
