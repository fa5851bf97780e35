// Programs in containers: against the API double, and against a server that says what it is told to say.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import { TransportError, type Stream } from "../../../src/domain/ports/transport.ts";
import { Cluster } from "../../../src/targets/k8s/cluster.ts";
import { execute } from "../../../src/targets/k8s/exec.ts";
import { startKube, type Kube } from "../../fixtures/kube/kube.ts";
import { until } from "../../fixtures/until.ts";
import { Replay, type Exchange, type Frame, type Refused } from "./replayed.ts";

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => life.abort());

const PLACE = { namespace: "default", pod: "shop-0", container: "app" };

async function refusal(asked: Promise<unknown>): Promise<Fault | null> {
  const failure: unknown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof TransportError) return failure.fault;
  if (failure !== null) throw failure;
  return null;
}

async function heard({ stdout }: Stream): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdout) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe("against the double", () => {
  let kube: Kube;
  let cluster: Cluster;
  beforeEach(async () => {
    kube = await startKube();
    cluster = new Cluster({ context: "", kubeconfig: kube.kubeconfig });
  });
  afterEach(async () => {
    life.abort();
    kube.faults.thaw();
    await until(() => kube.connections === 0, "the end of all connections");
    await kube.close();
  });
  const run = (argv: readonly string[], place = PLACE) =>
    execute(cluster, { ...place, argv }, life.signal);
  const place = (said: object) => run(["true"], { ...PLACE, ...said });
  const pod = () => kube.pod({ name: "shop-0", containers: [{ name: "app" }, { name: "proxy" }] });

  test("what it prints, its last words on stderr, and how it ended", async () => {
    pod();
    const stream = await run(["sh", "-c", "echo out; echo err >&2; exit 7"]);
    expect(await heard(stream)).toBe("out\n");
    expect(stream.ending()).toBe("exit 7");
    expect(stream.complaint()).toBe("err\n");
    const killed = await run(["sh", "-c", "kill -9 $$"]);
    expect(await heard(killed)).toBe("");
    expect(killed.ending()).toBe("exit 137");
  });

  test("each word of its command comes as it is", async () => {
    pod();
    const words = ["", " a  b ", "c&d=e?f#g%20+", "größe", "\n", "$HOME"];
    expect(await heard(await run(["printf", "<%s>", ...words]))).toBe(
      words.map((word) => `<${word}>`).join(""),
    );
  });

  test("what is refused: in the server's words", async () => {
    pod();
    kube.pod({ name: "later", node: null, containers: [{ name: "app" }] });
    expect(await refusal(place({ container: "zz" }))).toMatchObject({
      kind: "no-shell",
      detail: expect.stringContaining("zz") as unknown,
    });
    expect(await refusal(place({ pod: "later" }))).toEqual({
      kind: "no-shell",
      detail: "pod later does not have a host assigned",
    });
    expect(await refusal(place({ pod: "gone" }))).toEqual({ kind: "no-such-pod", detail: "gone" });
    kube.access.deny("get", "pods", "exec");
    expect(await refusal(place({}))).toMatchObject({
      kind: "forbidden",
      detail: expect.stringContaining('cannot get resource "pods/exec"') as unknown,
    });
    kube.access.allow("get", "pods", "exec");
    kube.faults.status(503, /exec/u, 1);
    expect(await refusal(place({}))).toMatchObject({ kind: "cluster-unreachable" });
    expect(await refusal(place({}))).toBeNull();
  });

  test("no such program: nothing is printed, and why is its complaint", async () => {
    kube.pod({ name: "shop-0", containers: [{ name: "app", without: ["sh"] }] });
    const stream = await run(["sh"]);
    expect(await heard(stream)).toBe("");
    expect(stream.complaint()).toContain("executable file not found");
    expect(await refusal(stream.write(Buffer.from("x")))).toMatchObject({ kind: "stream-ended" });
  });

  test("whoever goes away while it is opened does not wait, and nothing is left", async () => {
    pod();
    kube.faults.freeze();
    const opening = run(["cat"]);
    await until(() => kube.connections === 1, "the connection");
    life.abort();
    const stream = await opening;
    expect(await heard(stream)).toBe("");
    expect(stream.ending()).not.toBeNull();
  });

  test("whoever goes away while it runs gives it back", async () => {
    const shop = pod();
    const stream = await run(["cat"]);
    await stream.write(Buffer.from("hello\n"));
    const chunks = stream.stdout[Symbol.asyncIterator]();
    expect(Buffer.from((await chunks.next()).value ?? []).toString()).toBe("hello\n");
    life.abort();
    expect((await chunks.next()).done).toBe(true);
    await until(() => shop.execs.every(({ hasEnded }) => hasEnded), "the end of cat");
  });

  test("a connection that is half open ends with whoever asked", async () => {
    pod();
    const stream = await run(["cat"]);
    kube.faults.freeze();
    const told = heard(stream);
    life.abort();
    expect(await told).toBe("");
  });
});

const status = (told: object): Frame => ({ ch: 3, text: JSON.stringify(told) });
const SUCCESS = status({ metadata: {}, status: "Success" });

describe("frames", () => {
  let replay: Replay;
  let cluster: Cluster;
  beforeEach(async () => {
    replay = new Replay();
    cluster = await replay.listen();
  });
  afterEach(async () => {
    life.abort();
    await replay.close();
  });

  type Exec = Extract<Exchange, { readonly ask: "exec" }>;
  const saying = async (frames: readonly Frame[], said: Partial<Exec> = {}): Promise<Stream> => {
    const exec = { case: "", ask: "exec", status: 101, protocol: "v5.channel.k8s.io" } as const;
    replay.says({ ...exec, end: "closed", frames, ...said });
    return execute(cluster, { ...PLACE, argv: ["sh", "-c", "true"] }, life.signal);
  };

  test("the question: behind the path of the server, with all three streams and no terminal", async () => {
    await heard(await saying([SUCCESS]));
    expect(replay.paths).toEqual([
      "/behind/a/path/api/v1/namespaces/default/pods/shop-0/exec?container=app&stdin=true&stdout=true&stderr=true&command=sh&command=-c&command=true",
    ]);
  });

  test.each<[string, Frame, string, string]>([
    ["success", SUCCESS, "exit 0", ""],
    [
      // exec-v4-exit of the captures
      "an exit code",
      status({
        status: "Failure",
        message: "error executing command [sh -c exit 7], exit code 7",
        reason: "NonZeroExitCode",
        details: { causes: [{ reason: "ExitCode", message: "7" }] },
      }),
      "exit 7",
      "",
    ],
    [
      "a sentence",
      status({ status: "Failure", message: "container not found", reason: "InternalError" }),
      "container not found",
      "container not found",
    ],
    ["no Status at all", { ch: 3, text: "boom" }, "boom", "boom"],
    [
      "a Status of nothing",
      status({ details: [null, 1] }),
      '{"details":[null,1]}',
      '{"details":[null,1]}',
    ],
  ])("how it ended is told by %s", async (_, frame, ending, complaint) => {
    const stream = await saying([{ ch: 1, text: "out" }, frame]);
    expect(await heard(stream)).toBe("out");
    expect([stream.ending(), stream.complaint()]).toEqual([ending, complaint]);
  });

  test("of channels that nobody knows, of empty ones and of ends of channels nothing is made", async () => {
    const stream = await saying([
      { ch: 1, text: "" },
      { ch: 9, text: "nine" },
      { ch: 1, text: "a" },
      { ch: 4, text: "resize" },
      { ch: 3, text: "" },
      { ch: 255, b64: "AQ==" },
      { ch: 1, text: "b", op: "text" },
      { ch: 0, text: "echo" },
      { ch: 1, b64: "/w==" },
      SUCCESS,
    ]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream.stdout) chunks.push(chunk);
    expect(Buffer.concat(chunks)).toEqual(Buffer.from("ab\u00ff", "latin1"));
    expect([stream.ending(), stream.complaint()]).toEqual(["exit 0", ""]);
  });

  test("a complaint without end is kept to its last 2 KiB", async () => {
    const stream = await saying([
      { ch: 2, text: "x".repeat(5000) },
      { ch: 2, text: "last" },
      SUCCESS,
    ]);
    await heard(stream);
    expect(stream.complaint()).toHaveLength(2048);
    expect(stream.complaint().endsWith("xlast")).toBe(true);
  });

  test("a cut without a Status is a fault, behind all that came", async () => {
    const stream = await saying([{ ch: 1, text: "out" }], { end: "broken" });
    const chunks = stream.stdout[Symbol.asyncIterator]();
    expect(Buffer.from((await chunks.next()).value ?? []).toString()).toBe("out");
    expect(await refusal(chunks.next())).toMatchObject({ kind: "stream-ended" });
    expect(stream.ending()).toBe("connection lost");
  });

  test.each([
    ["v5.channel.k8s.io", ["0 hello\n", "255 \u0000", "close 1000"]],
    ["v4.channel.k8s.io", ["0 hello\n", "close 1000"]],
  ])(
    "%s: what is written, and the end of it when whoever asked goes away",
    async (protocol, all) => {
      const stream = await saying([{ ch: 1, text: "" }], { end: "left", protocol });
      await stream.write(Buffer.from("hello\n"));
      await until(() => replay.heard.length === 1, "what was written");
      life.abort();
      await until(() => replay.heard.at(-1) === "close 1000", "its end");
      expect(replay.heard).toEqual(all);
      expect(await refusal(stream.write(Buffer.from("more")))).toMatchObject({
        kind: "stream-ended",
      });
    },
  );

  test.each([null, "channel.k8s.io", "v4.base64.channel.k8s.io"])(
    "a server that speaks %s: not understood, and said",
    async (protocol) => {
      expect(await refusal(saying([], { protocol }))).toMatchObject({
        kind: "cluster-unreachable",
        detail: expect.stringContaining("subprotocol") as unknown,
      });
    },
  );

  test.each([
    [302, "", "cluster-unreachable", "HTTP 302"],
    [403, "", "cluster-unreachable", "HTTP 403"],
    [200, "<html>login</html>", "cluster-unreachable", "<html>login</html>"],
    [500, '{"message":"error dialing backend"}', "no-shell", "error dialing backend"],
  ])("%i %j instead of a WebSocket", async (code, text, kind, detail) => {
    const line: Refused = { case: "", ask: "exec", status: code, text };
    replay.says(line);
    const asked = execute(cluster, { ...PLACE, argv: ["true"] }, life.signal);
    expect(await refusal(asked)).toEqual({ kind, detail });
  });
});
