// The logs of pods over HTTP, from the API double: as one follow gives them, and as the log pane gets them over what happens.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/cli/clock.ts";
import { ContainerOutput } from "../../../src/cli/logs/container.ts";
import { Outbox } from "../../../src/cli/logs/outbox.ts";
import type { ContainerLine, Inspector, LogsFrom } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { Cluster } from "../../../src/targets/k8s/cluster.ts";
import { logs, previousLogs } from "../../../src/targets/k8s/logs.ts";
import { type Kube, type Pod, startKube } from "../../fixtures/kube/kube.ts";
import { until } from "../../fixtures/until.ts";

const PLACE = { namespace: "shop", pod: "shop-a", container: "app" };
const TAIL: LogsFrom = { kind: "tail", lines: 100 };
const OOM = { exitCode: 137, reason: "OOMKilled" } as const;

let kube: Kube;
let pod: Pod;
let cluster: Cluster;
let life: AbortController;
beforeEach(async () => {
  kube = await startKube();
  pod = kube.pod({ name: "shop-a", namespace: "shop", containers: [{ name: "app" }] });
  cluster = new Cluster({ context: "", kubeconfig: kube.kubeconfig });
  life = new AbortController();
});
afterEach(async () => {
  life.abort();
  await kube.close();
});

const text = ({ bytes }: ContainerLine): string => Buffer.from(bytes).toString();

/** What a follow tells, until its end. */
function followed(from: LogsFrom = TAIL, place = PLACE) {
  const lines: ContainerLine[] = [];
  const run = async () => {
    try {
      for await (const batch of logs(cluster, place, from, life.signal)) lines.push(...batch);
      return null;
    } catch (error) {
      if (error instanceof TransportError) return error.fault;
      throw error;
    }
  };
  return { lines, texts: () => lines.map(text), ended: run() };
}

describe("one follow", () => {
  test("tells what there is and what comes, and ends with the life of the container", async () => {
    pod.say("app", "one");
    pod.say("app", "two", "stderr");
    const { lines, texts, ended } = followed();
    await until(() => texts().length === 2, "what was there");
    pod.say("app", "three");
    await until(() => texts().length === 3, "what came");
    pod.end("app", { ...OOM, restart: true });
    expect(await ended).toBeNull();
    pod.say("app", "next life");
    expect(texts()).toEqual(["one", "two", "three"]);
    expect(lines.every(({ at, nanoseconds }) => at !== null && nanoseconds !== undefined)).toBe(
      true,
    );
    const [first] = lines;
    const again = followed({ kind: "since", at: first!.at! });
    await until(() => again.texts().includes("next life"), "the next life");
    const before = await previousLogs(
      cluster,
      PLACE,
      { kind: "since", at: first!.at! },
      life.signal,
    );
    expect(before).toEqual(lines);
  });

  test("is given back when nobody takes it any more", async () => {
    pod.say("app", "one");
    const open = kube.connections;
    for await (const batch of logs(cluster, PLACE, TAIL, life.signal)) {
      expect(batch.map(text)).toEqual(["one"]);
      break;
    }
    await until(() => kube.connections <= open, "the end of its connection");
    const { texts, ended } = followed();
    await until(() => texts().length === 1, "its line");
    life.abort();
    expect(await ended).toBeNull();
    await until(() => kube.connections <= open, "the end of its connection");
  });

  test("a connection that is cut is a fault", async () => {
    pod.say("app", "one");
    const { texts, ended } = followed();
    await until(() => texts().length === 1, "its line");
    kube.faults.drop();
    expect(await ended).toMatchObject({ kind: "stream-ended" });
  });

  test("a missing right, a pod that is gone: with the server's words", async () => {
    expect(await followed(TAIL, { ...PLACE, pod: "shop-gone" }).ended).toEqual({
      kind: "no-such-pod",
      detail: "shop-gone",
    });
    kube.access.deny("get", "pods", "log");
    expect(await followed().ended).toMatchObject({
      kind: "forbidden",
      detail: expect.stringContaining('cannot get resource "pods/log"') as unknown,
    });
  });

  test("no log yet is an end; a sentence in place of one is why there is none", async () => {
    kube.pod({ name: "later", namespace: "shop", node: null, containers: [{ name: "app" }] });
    expect(await followed(TAIL, { ...PLACE, pod: "later" }).ended).toBeNull();
    expect(await previousLogs(cluster, PLACE, TAIL, life.signal)).toEqual([]);
    pod.forgetLog("app");
    const { texts, ended } = followed();
    expect(await ended).toMatchObject({ kind: "system-refused" });
    expect(texts()).toEqual([]);
  });
});

test("the pane has the life before and each line once, over restarts, cuts and an API server that is away", async () => {
  const inspector: Inspector = {
    scheme: "k8s",
    list: () => {
      throw new Error("not asked for");
    },
    resolve: () => Promise.reject(new Error("not asked for")),
    inspect: null,
    logs: (_, from, signal) => logs(cluster, PLACE, from, signal),
    previousLogs: (_, from, signal) => previousLogs(cluster, PLACE, from, signal),
  };
  const said: string[] = [];
  const say = (line: string): void => {
    said.push(line);
    pod.say("app", line);
  };
  for (let index = 0; index < 20; index++) say(`before ${index}`);
  pod.end("app", { ...OOM, restart: true });
  say("hello");
  const outbox = new Outbox(systemClock, life.signal);
  const told: string[] = [];
  const target = { scheme: "k8s", uri: "k8s://double/shop/shop-a/app", address: [] };
  const ports = { outbox, clock: systemClock, signal: life.signal, first: TAIL };
  const output = new ContainerOutput({ inspector, target }, { ...ports, changed: () => undefined });
  const ended = output.run();
  const isAll = (): boolean => {
    for (const each of outbox.take())
      if (each.type === "log") told.push(...each.lines.map((line) => String(line.text)));
    return told.length >= said.length;
  };
  await until(isAll, "both lives");
  const happenings: readonly (() => Promise<void> | void)[] = [
    () => pod.end("app", { ...OOM, restart: true }),
    () => kube.faults.drop(),
    async () => {
      await kube.down();
      say("while it is away");
      pod.end("app", { ...OOM, restart: true });
      await kube.up();
    },
  ];
  for (const [round, happens] of happenings.entries()) {
    // several within a millisecond, which differ in nothing
    for (let index = 0; index < 20; index++) say(`line ${round}`);
    await happens();
    say(`after ${round}`);
    await until(isAll, () => `all of round ${round}: ${told.slice(-3).join("|")}`);
  }
  expect(told).toEqual(said);
  life.abort();
  await ended;
});
