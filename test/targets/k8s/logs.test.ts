// Bodies and refusals as a 1.34 cluster gave them (captures of the project: log-plain, log-follow-restart, evicted-by-kubelet, kubelet-restart, access-reviews), thinned.
import { describe, expect, test } from "vitest";
import type { ContainerLine, LogsFrom } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { epochMs } from "../../../src/domain/units.ts";
import type { Flow, Request } from "../../../src/targets/k8s/cluster.ts";
import { logs, previousLogs } from "../../../src/targets/k8s/logs.ts";
import { refusalOf } from "../../../src/targets/k8s/refusals.ts";

const PLACE = { namespace: "shop", pod: "shop-log-a", container: "app" };
const TAIL: LogsFrom = { kind: "tail", lines: 1 };

type Reply = readonly (string | Uint8Array)[] | { readonly status: number; readonly text: string };

/** A cluster that answers so: with pieces of a body, or with a refusal; `broken`: the connection is cut behind the body. */
function answering(reply: Reply, isBroken = false) {
  const asked: Request[] = [];
  const signals: AbortSignal[] = [];
  let given = 0;
  const chunks = async function* (pieces: readonly (string | Uint8Array)[]) {
    for (const piece of pieces) {
      given += 1;
      yield Buffer.from(piece);
    }
    if (isBroken) throw new TransportError({ kind: "stream-ended", detail: null });
  };
  return {
    asked,
    signals,
    given: () => given,
    follow: (request: Request, signal: AbortSignal): Promise<Flow> => {
      asked.push(request);
      signals.push(signal);
      if (signal.aborted)
        return Promise.reject(new TransportError({ kind: "stream-ended", detail: null }));
      if ("status" in reply) return Promise.reject(new TransportError(refusalOf(reply)));
      return Promise.resolve({ status: 200, chunks: chunks(reply) });
    },
  };
}

const idle = new AbortController().signal;

async function all(batches: AsyncIterable<readonly ContainerLine[]>) {
  const lines: ContainerLine[] = [];
  try {
    for await (const batch of batches) lines.push(...batch);
    return { lines, fault: null };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { lines, fault: error.fault };
  }
}

const told = (reply: Reply, isBroken = false) =>
  all(logs(answering(reply, isBroken), PLACE, TAIL, idle));

const texts = (lines: readonly ContainerLine[]): readonly string[] =>
  lines.map(({ bytes }) => Buffer.from(bytes).toString());

const status = (code: number, message: string, reason: string) => ({
  status: code,
  text: JSON.stringify({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    code,
  }),
});

/** Of log-follow-restart: PID 1 gets SIGTERM, and the body ends without an error. */
const UNTIL_RESTART = [
  "2026-11-26T16:20:58.661949802Z [2026-11-26 16:20:58] shop-log-a.INFO: TaskWorker.2 started pid=10\n",
  "2026-11-26T16:21:00.660967774Z [2026-11-26 16:21:00] shop-log-a.DEBUG: Worker.0 heartbeat n=10 memory=12582912\n",
  "2026-11-26T16:21:02.436024251Z [2026-11-26 16:21:02] shop-log-a.INFO: Master got SIGTERM\n",
  "2026-11-26T16:21:02.443319521Z [2026-11-26 16:21:02] shop-log-a.INFO: Worker.0 stopping\n2026-11-26T16:21:02.455072010Z [2026-11-26 16:21:02] shop-log-a.INFO: Worker.1 stopping\n",
];

const pathFor = async (from: LogsFrom) => {
  const cluster = answering([]);
  await all(logs(cluster, { ...PLACE, pod: "a/b" }, from, idle));
  return cluster.asked[0]?.path;
};

describe("how it is asked", () => {
  test("for the last lines, then for what comes", async () => {
    expect(await pathFor({ kind: "tail", lines: 1024 })).toBe(
      "/api/v1/namespaces/shop/pods/a%2Fb/log?container=app&timestamps=true&follow=true&tailLines=1024",
    );
  });

  test("for all since a time, which is RFC 3339", async () => {
    const at = epochMs(Date.parse("2026-11-26T17:18:03.638Z"));
    expect(await pathFor({ kind: "since", at })).toBe(
      "/api/v1/namespaces/shop/pods/a%2Fb/log?container=app&timestamps=true&follow=true&sinceTime=2026-11-26T17%3A18%3A03.638Z",
    );
  });
});

describe("lines", () => {
  test("have the node's time to the nanosecond, and end without an error when the container does", async () => {
    const { lines, fault } = await told(UNTIL_RESTART);
    expect(fault).toBeNull();
    expect(texts(lines)).toEqual([
      "[2026-11-26 16:20:58] shop-log-a.INFO: TaskWorker.2 started pid=10",
      "[2026-11-26 16:21:00] shop-log-a.DEBUG: Worker.0 heartbeat n=10 memory=12582912",
      "[2026-11-26 16:21:02] shop-log-a.INFO: Master got SIGTERM",
      "[2026-11-26 16:21:02] shop-log-a.INFO: Worker.0 stopping",
      "[2026-11-26 16:21:02] shop-log-a.INFO: Worker.1 stopping",
    ]);
    expect(lines[0]).toMatchObject({
      stream: "stdout",
      at: Date.parse("2026-11-26T16:20:58.661Z"),
      nanoseconds: 949_802,
    });
  });

  test("are the same wherever the body is cut", async () => {
    const body = Buffer.from(UNTIL_RESTART.join("").replace("Master", "Größe"));
    const whole = await told([body]);
    for (const size of [1, 7, 31, 100])
      expect(
        await told(
          Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
            body.subarray(index * size, (index + 1) * size),
          ),
        ),
      ).toEqual(whole);
  });

  test("keep their bytes: carriage returns, what is no UTF-8, nothing at all, a time of their own", async () => {
    const at = "2026-11-26T16:21:00.660967774Z ";
    const rest = "2026-11-26T16:21:00.670967774Z a time of its own";
    const { lines } = await told([
      Buffer.concat([
        Buffer.from(`${at}50 %\r100 %\r\n${at}`),
        Buffer.from([0xff, 0x00, 0xfe, 10]),
        Buffer.from(`${at}\n${at}${rest}\n`),
      ]),
    ]);
    expect(lines.map(({ bytes }) => Buffer.from(bytes).toString("latin1"))).toEqual([
      "50 %\r100 %\r",
      "\u00ff\u0000\u00fe",
      "",
      rest,
    ]);
  });

  test("a node in another zone, and one whose runtime writes shorter fractions", async () => {
    const { lines } = await told([
      "2026-11-26T17:21:00.5+01:00 offset\n2026-11-26T16:21:00Z whole\n",
    ]);
    expect(lines.map(({ at }) => new Date(at ?? 0).toISOString())).toEqual([
      "2026-11-26T16:21:00.500Z",
      "2026-11-26T16:21:00.000Z",
    ]);
  });

  test("one that its life left without an end is a line; one longer than 8 MiB comes in parts", async () => {
    const at = "2026-11-26T16:21:00.660967774Z ";
    const { lines, fault } = await told([`${at}one\n${at}no end`]);
    expect([texts(lines), fault]).toEqual([["one", "no end"], null]);
    const mib = "x".repeat(1024 * 1024);
    const long = await told([at, ...Array.from({ length: 9 }, () => mib), "\n", `${at}next\n`]);
    expect(texts(long.lines).map((text) => text.length)).toEqual([8 * 1024 * 1024, 1024 * 1024, 4]);
  });

  test("are pulled: nothing is taken of the connection before what came is told", async () => {
    const cluster = answering(UNTIL_RESTART);
    const batches = logs(cluster, PLACE, TAIL, idle);
    await batches.next();
    await batches.next();
    expect(cluster.given()).toBe(2);
    await batches.return(undefined);
    expect(cluster.given()).toBe(2);
    expect(cluster.signals[0]?.aborted).toBe(true);
  });
});

describe("ends", () => {
  test("a connection that breaks: the line it tore is not told, as it comes again", async () => {
    const { lines, fault } = await told(
      [...UNTIL_RESTART, "2026-11-26T16:21:02.473831750Z [20"],
      true,
    );
    expect(lines).toHaveLength(5);
    expect(fault).toMatchObject({ kind: "stream-ended" });
  });

  test("a pod that is not scheduled has no body (204), a container that wrote nothing an empty one", async () => {
    expect(await told([])).toEqual({ lines: [], fault: null });
  });

  test.each([
    'container "app" in pod "shop-noimage" is waiting to start: ErrImageNeverPull',
    'container "app" in pod "shop-noimage" is waiting to start: PodInitializing',
    'container "app" in pod "shop-log-a" is not available',
    'container "app" in pod "shop-log-a" is terminated',
  ])("no log yet is an end: %s", async (message) => {
    expect(await told(status(400, message, "BadRequest"))).toEqual({ lines: [], fault: null });
  });

  const containerd =
    "containerd://78177b8f62a3b92e3b1aaa83e939b9868f5dec6c3c139ad61724ea988f3b89bb";

  test.each([
    ["in place of a log", [], `unable to retrieve container logs for ${containerd}`],
    ["behind its lines", UNTIL_RESTART, "failed to create fsnotify watcher: too many open files"],
  ])("a sentence of the node %s is no line, but why there is none", async (_, before, sentence) => {
    const { lines, fault } = await told([...before, sentence]);
    expect(texts(lines)).not.toContain(sentence);
    expect(lines).toHaveLength(before.length === 0 ? 0 : 5);
    expect(fault).toEqual({ kind: "system-refused", detail: sentence });
  });

  test.each([
    [
      403,
      'pods "shop-api-7d7b4669c7-4n72j" is forbidden: User "limited" cannot get resource "pods/log" in API group "" in the namespace "shop"',
      "Forbidden",
      "forbidden",
    ],
    [
      500,
      'Get "https://127.0.0.1:10250/containerLogs/shop/shop-res/app?tailLines=1": dial tcp 127.0.0.1:10250: connect: connection refused',
      "InternalError",
      "cluster-unreachable",
    ],
  ])("%i is a fault with the server's words: %s", async (code, message, reason, kind) => {
    const { fault } = await told(status(code, message, reason));
    expect(fault).toEqual({ kind, detail: message });
  });

  test.each([
    [404, 'pods "shop-gone" not found', "NotFound", "shop-gone"],
    [
      400,
      "container zz is not valid for pod shop-api-7d7b4669c7-4n72j",
      "BadRequest",
      "shop-api-7d7b4669c7-4n72j with a container zz",
    ],
  ])("%i is a fault that names what is not there: %s", async (code, message, reason, detail) => {
    const { fault } = await told(status(code, message, reason));
    expect(fault).toEqual({ kind: "no-such-pod", detail });
  });

  test("whoever asks goes away: no error", async () => {
    const life = new AbortController();
    life.abort();
    expect(await all(logs(answering(UNTIL_RESTART), PLACE, TAIL, life.signal))).toEqual({
      lines: [],
      fault: null,
    });
  });
});

describe("the life before", () => {
  const former = async (reply: Reply, from: LogsFrom = TAIL) => {
    const cluster = answering(reply);
    const lines = await previousLogs(cluster, PLACE, from, idle);
    return { lines: texts(lines), path: cluster.asked[0]?.path };
  };

  test("its last lines, and those since a time: of a flood the last", async () => {
    const { lines, path } = await former(UNTIL_RESTART);
    expect(lines).toHaveLength(5);
    expect(path).toBe(
      "/api/v1/namespaces/shop/pods/shop-log-a/log?container=app&timestamps=true&previous=true&tailLines=1",
    );
    const at = epochMs(Date.parse("2026-11-26T16:21:00Z"));
    expect((await former([], { kind: "since", at })).path).toMatch(
      /previous=true&sinceTime=2026-11-26T16%3A21%3A00\.000Z&tailLines=20000$/u,
    );
    expect((await former([], { kind: "tail", lines: 1e6 })).path).toMatch(/tailLines=20000$/u);
  });

  test.each<[string, Reply]>([
    ["a pod that is not scheduled", []],
    [
      "none, or it just died",
      status(
        400,
        'previous terminated container "app" in pod "shop-api-7d7b4669c7-4n72j" not found',
        "BadRequest",
      ),
    ],
    ["its runtime has it no more", ["unable to retrieve container logs for containerd://78177b8f"]],
  ])("there is none: %s", async (_, reply) => {
    expect((await former(reply)).lines).toEqual([]);
  });

  test("a missing right is a fault", async () => {
    const refused = former(status(403, 'pods "x" is forbidden', "Forbidden"));
    await expect(refused).rejects.toHaveProperty("fault.kind", "forbidden");
  });
});
