// A container of a pod: each of its lives has a log of its own, and the API gives the current one's and the one before.
import { afterEach, describe, expect, test } from "vitest";
import { ContainerOutput } from "../../../src/cli/logs/container.ts";
import { Outbox } from "../../../src/cli/logs/outbox.ts";
import type { Fault } from "../../../src/domain/fault.ts";
import type { LogLine } from "../../../src/domain/log.ts";
import type { ContainerLine, Inspector, LogsFrom } from "../../../src/domain/ports/inspector.ts";
import { TransportError } from "../../../src/domain/ports/transport.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { fakeClock } from "../../collector/fake-clock.ts";

const lives: AbortController[] = [];
afterEach(() => {
  for (const life of lives.splice(0)) life.abort();
});

/** The node's clock, in ms. */
const T = 1_795_774_000_000;
/** What waits for the current life's lines, and what a first pause takes. */
const SOON = 150;
const PAUSE = 400;

type Log = { readonly lines: ContainerLine[]; hasEnded: boolean };

/** As a kubelet does: a follow ends with its life, and of a container that waits for its next start current and previous log are one. */
function fakePod() {
  const logs: Log[] = [{ lines: [], hasEnded: false }];
  const asked: { readonly what: "logs" | "previous"; readonly from: LogsFrom }[] = [];
  let news = Promise.withResolvers<void>();
  let refusal: Fault | null = null;
  let isSlow = false;
  let isLost = false;
  let isCut = false;
  const tell = (): void => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  const wanted = ({ lines }: Log, from: LogsFrom): readonly ContainerLine[] =>
    from.kind === "tail"
      ? lines.slice(Math.max(0, lines.length - from.lines))
      : lines.filter(({ at }) => (at ?? 0) >= from.at);
  const current = async function* (from: LogsFrom, signal: AbortSignal) {
    asked.push({ what: "logs", from });
    if (refusal !== null) throw new TransportError(refusal);
    if (isLost) throw new TransportError({ kind: "system-refused", detail: null });
    const log = logs.at(-1);
    if (log === undefined) return;
    const gone = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    let next = log.lines.length;
    yield wanted(log, from);
    while (!signal.aborted) {
      if (isCut) throw new TransportError({ kind: "stream-ended", detail: null });
      const more = log.lines.slice(next);
      next += more.length;
      if (more.length > 0) yield more;
      else if (log.hasEnded) return;
      else await Promise.race([news.promise, gone]);
    }
  };
  const previous = async (from: LogsFrom, signal: AbortSignal) => {
    asked.push({ what: "previous", from });
    // later than the current one
    for (let step = 0; step < 50; step++) await Promise.resolve();
    if (isSlow)
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    if (signal.aborted || refusal !== null)
      throw new TransportError(refusal ?? { kind: "stream-ended", detail: null });
    const log = logs.findLast(({ hasEnded }) => hasEnded);
    return log === undefined ? [] : wanted(log, from);
  };
  const inspector: Inspector = {
    scheme: "k8s",
    list: () => {
      throw new Error("not asked for");
    },
    resolve: () => Promise.reject(new Error("not asked for")),
    inspect: null,
    logs: (_, from, signal) => current(from, signal),
    previousLogs: (_, from, signal) => previous(from, signal),
  };
  return {
    inspector,
    asked,
    say(text: string, ms: number) {
      const bytes = Buffer.from(text);
      logs.at(-1)?.lines.push({ stream: "stdout", at: epochMs(T + ms), nanoseconds: 5, bytes });
      tell();
    },
    end() {
      const log = logs.at(-1);
      if (log !== undefined) log.hasEnded = true;
      tell();
    },
    start: () => void logs.push({ lines: [], hasEnded: false }),
    refuse(fault: Fault | null) {
      refusal = fault;
    },
    slow() {
      isSlow = true;
    },
    /** The node has no log of the current life. */
    lose() {
      isLost = true;
    },
    /** The connection is cut, or whole again. */
    cut(is: boolean) {
      isCut = is;
      tell();
    },
  };
}

function following({ inspector }: { readonly inspector: Inspector }, first?: LogsFrom) {
  const own = new AbortController();
  lives.push(own);
  const clock = fakeClock(T);
  const outbox = new Outbox(clock, own.signal);
  const lines: LogLine[] = [];
  const output = new ContainerOutput(
    { inspector, target: { scheme: "k8s", uri: "", address: [] } },
    {
      outbox,
      clock,
      signal: own.signal,
      first: first ?? { kind: "tail", lines: 1000 },
      changed: () => undefined,
    },
  );
  void output.run();
  return {
    output,
    pass: (ms: number) => clock.run(clock.sleep(ms, own.signal)),
    texts: () => {
      for (const each of outbox.take()) if (each.type === "log") lines.push(...each.lines);
      return lines.map(({ text }) => String(text));
    },
  };
}

/** Two lives: the first one ended, the second one runs. */
function restarted() {
  const pod = fakePod();
  pod.say("old 1", 0);
  pod.say("old 2", 1);
  pod.end();
  pod.start();
  pod.say("new 1", 5000);
  return pod;
}

describe("the life before", () => {
  test("its lines come before those of the current one, which is asked at the same time", async () => {
    const pod = restarted();
    const { texts, pass } = following(pod);
    await pass(SOON);
    expect(texts()).toEqual(["old 1", "old 2", "new 1"]);
    const from = { kind: "tail", lines: 1000 };
    expect(pod.asked).toEqual([
      { what: "previous", from },
      { what: "logs", from },
    ]);
    pod.say("new 2", 6000);
    await pass(SOON);
    expect(texts()).toEqual(["old 1", "old 2", "new 1", "new 2"]);
  });

  test("is told while the current one says nothing", async () => {
    const pod = fakePod();
    pod.say("last words", 0);
    pod.end();
    pod.start();
    const { texts, pass } = following(pod);
    await pass(SOON);
    expect(texts()).toEqual(["last words"]);
  });

  test("is told where the current one's log is lost", async () => {
    const pod = restarted();
    pod.lose();
    const { output, texts, pass } = following(pod);
    await pass(SOON);
    expect(texts()).toEqual(["old 1", "old 2"]);
    expect(output.sources()).toMatchObject([{ state: "absent" }]);
  });

  test("while the container waits for its next start it is the current one, too: nothing twice", async () => {
    const pod = fakePod();
    for (let index = 0; index < 50; index++) pod.say(`n ${index % 3}`, index * 100);
    pod.end();
    const { texts, pass } = following(pod);
    await pass(60_000);
    expect(texts()).toHaveLength(50);
    expect(pod.asked.length).toBeGreaterThan(8);
    pod.start();
    pod.say("again", 70_000);
    await pass(20_000);
    expect(texts().slice(50)).toEqual(["again"]);
  });

  test("only what came since a time, where only that is wanted", async () => {
    const pod = restarted();
    const { texts, pass } = following(pod, { kind: "since", at: epochMs(T + 1) });
    await pass(SOON);
    expect(texts()).toEqual(["old 2", "new 1"]);
  });
});

describe("restarts while it is followed", () => {
  test("each line once, in order", async () => {
    const pod = fakePod();
    const { texts, pass } = following(pod);
    const said: string[] = [];
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 30; index++) {
        // ten lines a millisecond, which differ in nothing
        said.push("line");
        pod.say("line", round * 1000 + Math.floor(index / 10));
      }
      await pass(SOON);
      said.push(`bye ${round}`);
      pod.say(`bye ${round}`, round * 1000 + 10);
      pod.end();
      if (round % 2 === 0) pod.start();
      await pass(PAUSE);
      if (round % 2 === 1) pod.start();
      await pass(PAUSE);
    }
    expect(texts()).toEqual(said);
  });

  test("a connection that was cut before the last words of a life: they are had from the life before", async () => {
    const pod = fakePod();
    const { texts, pass } = following(pod);
    pod.say("one", 0);
    await pass(SOON);
    pod.cut(true);
    await pass(0);
    pod.say("last words", 100);
    pod.end();
    pod.start();
    pod.say("next life", 3000);
    pod.cut(false);
    await pass(5000);
    expect(texts()).toEqual(["one", "last words", "next life"]);
  });

  test("a life that began and ended while nobody looked is told, too", async () => {
    const pod = fakePod();
    const { texts, pass } = following(pod);
    pod.say("one", 0);
    await pass(SOON);
    pod.end();
    await pass(10);
    pod.start();
    pod.say("short", 200);
    pod.end();
    pod.start();
    pod.say("third", 400);
    await pass(PAUSE);
    expect(texts()).toEqual(["one", "short", "third"]);
  });
});

test("an API that does not answer for the life before keeps nothing from us for long", async () => {
  const pod = restarted();
  pod.slow();
  const { texts, pass } = following(pod);
  await pass(2500);
  expect(texts()).toEqual(["new 1"]);
});

test("a missing right is said in the server's words, and not asked for over and over", async () => {
  const pod = restarted();
  const words = 'pods "shop-api" is forbidden: User "limited" cannot get resource "pods/log"';
  pod.refuse({ kind: "forbidden", detail: untrustedText(words) });
  const { output, texts, pass } = following(pod);
  await pass(300_000);
  expect(texts()).toEqual([]);
  expect(pod.asked).toHaveLength(2);
  expect(output.sources()).toMatchObject([{ source: "stdout", state: "forbidden", detail: words }]);
  pod.refuse(null);
  output.wake();
  await pass(SOON);
  expect(texts()).toHaveLength(3);
  expect(output.sources()).toMatchObject([{ state: "followed", detail: null }]);
});

test("what the node says in place of a log is why it is not there", async () => {
  const pod = fakePod();
  const words = untrustedText("unable to retrieve container logs for containerd://78177b8f");
  pod.refuse({ kind: "system-refused", detail: words });
  const { output, pass } = following(pod);
  await pass(SOON);
  expect(output.sources()).toMatchObject([{ state: "absent", detail: words }]);
});
