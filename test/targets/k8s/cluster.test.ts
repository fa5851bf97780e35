// The client against the API double: what is refused, who logs in, what breaks on the way.
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { Cluster, type Flow } from "../../../src/targets/k8s/cluster.ts";
import { execute } from "../../../src/targets/k8s/exec.ts";
import { startKube, type Kube, type KubeOptions } from "../../fixtures/kube/kube.ts";
import { lacks } from "../../fixtures/needs.ts";
import { until } from "../../fixtures/until.ts";
import { connectProxy, type ConnectProxy } from "./connect-proxy.ts";

const PODS = "/api/v1/namespaces/default/pods";
const POD = `${PODS}/shop-0`;
const WATCH = `${PODS}?watch=1`;
const TRUE = { namespace: "default", pod: "shop-0", container: "app", argv: ["true"] };

let kube: Kube;
let life: AbortController;
let folder: string;
let proxies: ConnectProxy[];

async function start(options: KubeOptions = {}): Promise<Cluster> {
  kube = await startKube(options);
  kube.pod({ name: "shop-0", containers: [{ name: "app" }] });
  return new Cluster({ context: "", kubeconfig: kube.kubeconfig });
}
const configured = (change: Parameters<Kube["writeConfig"]>[0]): Cluster =>
  new Cluster({ context: "", kubeconfig: kube.writeConfig(change) });

beforeEach(() => {
  life = new AbortController();
  folder = mkdtempSync(join(tmpdir(), "swtop-cluster-"));
  proxies = [];
  for (const name of ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY"])
    for (const each of [name, name.toLowerCase()]) vi.stubEnv(each, undefined);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  life.abort();
  // what was asked for is given back, whatever became of it
  kube.faults.thaw();
  await until(() => kube.connections === 0, "the end of all connections");
  await kube.close();
  for (const proxy of proxies) await proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

async function refusal(asked: Promise<unknown>): Promise<Fault | null> {
  const failure: unknown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof TransportError) return failure.fault;
  if (failure !== null) throw failure;
  return null;
}

async function read({ chunks }: Flow): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

describe("what an API server refuses", () => {
  test.each([
    [403, "forbidden", 'pods "shop-0" is forbidden: User "dev" cannot get resource "pods"'],
    [404, "no-such-pod", "shop-0"],
    [500, "cluster-unreachable", "Internal error occurred: told by a test"],
    [503, "cluster-unreachable", "the server is currently unable to handle the request"],
  ])("%i is an answer with its body, and a fault with its words", async (status, kind, words) => {
    const cluster = await start();
    kube.faults.status(status);
    const answer = await cluster.ask({ path: POD }, life.signal);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ kind: "Status", code: status });
    expect(JSON.parse(answer.text)).toEqual(answer.body);
    const fault = { kind, detail: expect.stringContaining(words) as unknown };
    expect(await refusal(cluster.asked({ path: POD }, life.signal))).toMatchObject(fault);
    expect(await refusal(cluster.follow({ path: POD }, life.signal))).toMatchObject(fault);
  });

  test("401 after a second login is a fault, for each kind of question", async () => {
    const cluster = await start({ token: "t-1" });
    kube.token = "t-2";
    const fault = { kind: "unauthorized", detail: "Unauthorized" };
    expect(await refusal(cluster.ask({ path: POD }, life.signal))).toEqual(fault);
    expect(await refusal(cluster.follow({ path: WATCH }, life.signal))).toEqual(fault);
    expect(await refusal(execute(cluster, TRUE, life.signal))).toEqual(fault);
    expect(kube.requests).toHaveLength(6);
  });
});

const runs = (): number => readFileSync(join(folder, "runs"), "utf8").length;

const writes = (token: string): void =>
  writeFileSync(
    join(folder, "login.token"),
    JSON.stringify({
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { token },
    }),
  );

/** Tells the token that stands in a file; counts how often it runs. */
function plugin(script = 'cat "$0.token"'): Cluster {
  const path = join(folder, "login");
  writeFileSync(join(folder, "runs"), "");
  writeFileSync(path, `#!/bin/sh\nprintf x >>"${join(folder, "runs")}"\n${script}\n`, {
    mode: 0o700,
  });
  writes("t-1");
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: path,
    interactiveMode: "Never",
  };
  return configured({ user: { exec } });
}
describe("the program of the kubeconfig that logs in", () => {
  test("runs once for all that is asked; after a 401 once again, and the question is repeated once", async () => {
    await start({ token: "t-1" });
    const cluster = plugin();
    for (const _ of [1, 2, 3]) await cluster.asked({ path: POD }, life.signal);
    expect([runs(), kube.requests.length]).toEqual([1, 3]);
    kube.token = "t-2";
    writes("t-2");
    expect((await cluster.ask({ path: POD }, life.signal)).status).toBe(200);
    expect([runs(), kube.requests.length]).toEqual([2, 5]);
  });

  test("runs once for those that ask at the same time, also after a 401", async () => {
    await start({ token: "t-1" });
    const cluster = plugin('sleep 0.2; cat "$0.token"');
    const all = async () => {
      const asked = [1, 2, 3].map(() => cluster.ask({ path: POD }, life.signal));
      const followed = cluster.follow({ path: WATCH }, life.signal);
      const stream = await execute(cluster, TRUE, life.signal);
      for await (const _ of stream.stdout);
      await followed;
      return (await Promise.all(asked)).map(({ status }) => status);
    };
    expect(await all()).toEqual([200, 200, 200]);
    expect(runs()).toBe(1);
    kube.token = "t-2";
    writes("t-2");
    expect(await all()).toEqual([200, 200, 200]);
    expect(runs()).toBe(2);
  });

  test("its token is not taken either: no third time", async () => {
    await start({ token: "t-1" });
    const cluster = plugin();
    kube.token = "t-2";
    expect(await refusal(cluster.ask({ path: POD }, life.signal))).toEqual({
      kind: "unauthorized",
      detail: "Unauthorized",
    });
    expect([runs(), kube.requests.length]).toEqual([2, 2]);
  });

  test("it fails: its last words", async () => {
    await start();
    const cluster = plugin("echo first >&2; echo 'your session has expired' >&2; exit 1");
    const fault = { kind: "unauthorized", detail: "your session has expired" };
    expect(await refusal(cluster.ask({ path: POD }, life.signal))).toEqual(fault);
    expect(await refusal(execute(cluster, TRUE, life.signal))).toEqual(fault);
    expect(kube.requests).toEqual([]);
  });

  test("it hangs: nobody waits for it who goes away, or for ever, and none is started beside it", async () => {
    await start({ token: "t-1" });
    const cluster = plugin(
      'while [ ! -e "$0.go" ] && [ -e "$0" ]; do sleep 0.1; done; cat "$0.token"',
    );
    const gone = new AbortController();
    const asked = refusal(cluster.ask({ path: POD }, gone.signal));
    const executed = execute(cluster, TRUE, gone.signal);
    await until(() => runs() === 1, "the program");
    gone.abort();
    expect(await asked).toMatchObject({ kind: "stream-ended" });
    expect((await executed).ending()).not.toBeNull();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const waiting = refusal(cluster.ask({ path: POD }, life.signal));
    await turn();
    vi.advanceTimersByTime(10_000);
    expect(await waiting).toMatchObject({ kind: "unauthorized" });
    vi.useRealTimers();
    writeFileSync(join(folder, "login.go"), "");
    expect((await cluster.ask({ path: POD }, life.signal)).status).toBe(200);
    expect(runs()).toBe(1);
  });
});

describe("what breaks on the way", () => {
  test("nobody listens: unreachable; again when somebody does", async () => {
    const cluster = await start();
    await kube.down();
    const fault = {
      kind: "cluster-unreachable",
      detail: expect.stringContaining("ECONNREFUSED") as unknown,
    };
    expect(await refusal(cluster.ask({ path: POD }, life.signal))).toMatchObject(fault);
    expect(await refusal(cluster.follow({ path: WATCH }, life.signal))).toMatchObject(fault);
    expect(await refusal(execute(cluster, TRUE, life.signal))).toMatchObject(fault);
    await kube.up();
    expect((await cluster.ask({ path: POD }, life.signal)).status).toBe(200);
  });

  test("nobody answers: given up after 10 s, as unreachable", async () => {
    const cluster = await start();
    await cluster.ask({ path: POD }, life.signal);
    kube.faults.freeze();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const asked = [
      cluster.ask({ path: POD }, life.signal),
      cluster.follow({ path: WATCH }, life.signal),
    ].map(refusal);
    await until(() => kube.connections === 2, "both questions");
    vi.advanceTimersByTime(10_000);
    const fault = { kind: "cluster-unreachable", detail: "no answer for 10 s" };
    expect(await Promise.all(asked)).toEqual([fault, fault]);
  });

  test("who asks goes away: it ends, and so does its connection", async () => {
    const cluster = await start();
    kube.faults.freeze();
    const asked = [
      cluster.ask({ path: POD }, life.signal),
      cluster.follow({ path: WATCH }, life.signal),
    ].map(refusal);
    await until(() => kube.connections === 2, "both questions");
    life.abort();
    expect(await Promise.all(asked)).toEqual([
      { kind: "stream-ended", detail: null },
      { kind: "stream-ended", detail: null },
    ]);
    expect(await refusal(cluster.ask({ path: POD }, life.signal))).toMatchObject({
      kind: "stream-ended",
    });
  });
});

describe("a body without an end", () => {
  test("is cut: a fault; before anybody reads it, too", async () => {
    const cluster = await start();
    const flow = await cluster.follow({ path: WATCH }, life.signal);
    const unread = await cluster.follow({ path: WATCH }, life.signal);
    const chunks = flow.chunks[Symbol.asyncIterator]();
    await chunks.next();
    const next = refusal(chunks.next());
    kube.faults.drop();
    expect(await next).toMatchObject({ kind: "stream-ended" });
    await until(() => kube.connections === 0, "the cut");
    expect(await refusal(read(unread))).toMatchObject({ kind: "stream-ended" });
  });

  test("is aborted: it ends without a word; whoever reads no further gives it back", async () => {
    const cluster = await start();
    const flow = await cluster.follow({ path: WATCH }, life.signal);
    const chunks = flow.chunks[Symbol.asyncIterator]();
    expect((await chunks.next()).done).toBe(false);
    const next = chunks.next();
    life.abort();
    expect((await next).done).toBe(true);
    await until(() => kube.connections === 0, "the end of its connection");
    for await (const _ of (await cluster.follow({ path: WATCH }, new AbortController().signal))
      .chunks)
      break;
    await until(() => kube.connections === 0, "the end of the other");
  });

  test("is pulled: who does not read makes the server wait", async () => {
    await start();
    const { server, sent, url } = await flood(200_000_000);
    const cluster = configured({ cluster: { server: url } });
    const { chunks } = await cluster.follow({ path: "/flood" }, life.signal);
    const coming = chunks[Symbol.asyncIterator]();
    let size = (await coming.next()).value?.length ?? 0;
    // until nothing more is taken
    for (let last = -1; sent() !== last;) {
      last = sent();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(sent()).toBeLessThan(40_000_000);
    for (let next = await coming.next(); next.done !== true; next = await coming.next())
      size += next.value.length;
    expect(size).toBe(200_000_000);
    server.close();
  });
});

/** A server that has so many bytes for everybody, as fast as they are taken. */
async function flood(
  bytes: number,
): Promise<{ readonly server: Server; readonly sent: () => number; readonly url: string }> {
  let sent = 0;
  const piece = Buffer.alloc(100_000);
  const server = createServer((_, response) => {
    const pump = (): void => {
      while (sent < bytes) {
        sent += piece.length;
        if (!response.write(piece)) {
          response.once("drain", pump);
          return;
        }
      }
      response.end();
    };
    pump();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { server, sent: () => sent, url: `http://127.0.0.1:${port}` };
}

const proxied = async (refused: string | null = null): Promise<ConnectProxy> => {
  const proxy = await connectProxy(refused);
  proxies.push(proxy);
  return proxy;
};

describe.skipIf(lacks("openssl"))("over TLS", () => {
  test("an unknown authority, another name, no TLS at all", async () => {
    const cluster = await start({ tls: true });
    expect((await cluster.ask({ path: POD }, life.signal)).status).toBe(200);
    const { port } = new URL(kube.url);
    const elsewhere = configured({ cluster: { "tls-server-name": "elsewhere.example.com" } });
    const named = configured({ cluster: { "tls-server-name": "kubernetes" } });
    expect((await named.ask({ path: POD }, life.signal)).status).toBe(200);
    const fault = {
      kind: "cluster-certificate",
      detail: expect.stringContaining("elsewhere.example.com") as unknown,
    };
    expect(await refusal(elsewhere.ask({ path: POD }, life.signal))).toMatchObject(fault);
    expect(await refusal(execute(elsewhere, TRUE, life.signal))).toMatchObject(fault);
    kube.rotate("another");
    expect(await refusal(cluster.ask({ path: POD }, life.signal))).toMatchObject({
      kind: "cluster-certificate",
    });
    const plain = configured({ cluster: { server: `http://127.0.0.1:${port}` } });
    expect(await refusal(plain.asked({ path: POD }, life.signal))).toMatchObject({
      kind: "cluster-unreachable",
    });
  });

  test("TLS where none is spoken is no matter of certificates", async () => {
    await start();
    const cluster = configured({ cluster: { server: kube.url.replace("http:", "https:") } });
    expect(await refusal(cluster.ask({ path: POD }, life.signal))).toMatchObject({
      kind: "cluster-unreachable",
    });
  });

  test("HTTPS_PROXY: questions, follows and execs go through it; NO_PROXY: past it", async () => {
    await start({ tls: true });
    const proxy = await proxied();
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    const all = async (): Promise<string> => {
      const cluster = new Cluster({ context: "", kubeconfig: kube.kubeconfig });
      await cluster.asked({ path: POD }, life.signal);
      await cluster.follow({ path: WATCH }, life.signal);
      const stream = await execute(cluster, { ...TRUE, argv: ["echo", "up"] }, life.signal);
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream.stdout) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };
    expect(await all()).toBe("up\n");
    const { host } = new URL(kube.url);
    expect(proxy.asked).toEqual([host, host, host]);
    vi.stubEnv("NO_PROXY", "example.com,127.0.0.1");
    expect(await all()).toBe("up\n");
    expect(proxy.asked).toHaveLength(3);
  });

  test("the proxy-url of a kubeconfig counts more than the environment", async () => {
    await start({ tls: true });
    const [own, other] = [await proxied(), await proxied()];
    vi.stubEnv("HTTPS_PROXY", other.url);
    vi.stubEnv("NO_PROXY", "*");
    const cluster = configured({ cluster: { "proxy-url": own.url } });
    await cluster.asked({ path: POD }, life.signal);
    const stream = await execute(cluster, TRUE, life.signal);
    for await (const _ of stream.stdout);
    expect([own.asked.length, other.asked.length]).toEqual([2, 0]);
  });

  test("a proxy that is away, or lets nobody through: unreachable", async () => {
    await start({ tls: true });
    const proxy = await proxied("407 Proxy Authentication Required");
    const refused = configured({ cluster: { "proxy-url": proxy.url } });
    const away = configured({ cluster: { "proxy-url": "http://127.0.0.1:1" } });
    const fault = { kind: "cluster-unreachable" };
    for (const cluster of [refused, away]) {
      expect(await refusal(cluster.ask({ path: POD }, life.signal))).toMatchObject(fault);
      expect(await refusal(execute(cluster, TRUE, life.signal))).toMatchObject(fault);
    }
  });
});
