import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/domain/fault.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { MIB } from "../../src/domain/units.ts";
import { BOOT_S, type FakeTarget } from "./fake-target.ts";
import { rig, story, watching } from "./rig.ts";

describe("an answer that does not come", () => {
  test("makes the session stale, and live again when it comes", async () => {
    const { take, readings, target } = rig();
    await readings(2);
    target.next.push("late:9000");
    const all = await take(3);
    expect(story(all)).toEqual(["stale silent: no answer for 3 s", "live", "reading 3"]);
    expect(all[2]?.type === "reading" && all[2].reading.lateMs).toBeGreaterThan(8900);
  });

  test("at all is the end of a connection, and another is made", async () => {
    const { take, readings, target } = rig();
    await readings(2);
    target.next.push("silence");
    expect(story(await take(5))).toEqual([
      "stale silent: no answer for 3 s",
      "retrying silent: no answer for 23 s",
      "live",
      "survey 3",
      "reading 3",
    ]);
  });
});

describe("what does not run at the first attempt", () => {
  const PAUSED: Fault = { kind: "paused", detail: untrustedText("shop") };

  test("is refused", async () => {
    const { take, target } = rig();
    target.opening.push("end");
    target.why.push(PAUSED);
    expect(story(await take(9))).toEqual(["connecting", "over paused: shop"]);
  });

  test("is waited for where that is wanted, and nothing else is", async () => {
    const waiting = rig({ waits: true });
    waiting.target.opening.push("end", "end");
    waiting.target.why.push(PAUSED, PAUSED);
    expect(story(await waiting.take(3))).toEqual(["connecting", "retrying paused: shop", "live"]);
    const missing = rig({ waits: true });
    missing.target.opening.push("not-found");
    missing.target.why.push({ kind: "command-not-found", detail: untrustedText("nosuch") });
    expect(story(await missing.take(9)).at(-1)).toBe("over command-not-found: nosuch");
  });
});

describe("a stream that ends", () => {
  test("is opened again, later and later, and seq goes on", async () => {
    const { take, readings, target } = rig();
    await readings(4);
    target.next.push("end");
    target.opening.push("end", "end", "not-found");
    expect(story(await take(5))).toEqual([
      "retrying stream-ended: exit 1",
      "retrying no-shell: Error: no such container",
      "retrying command-not-found: nosuch",
      "live",
      "survey 5",
    ]);
    const starts = target.attemptsMs
      .slice(1)
      .map((atMs, index) => atMs - target.attemptsMs[index]!);
    [1000, 2000, 4000].forEach((base, index) => {
      expect(starts[index + 1]).toBeGreaterThanOrEqual(base);
      expect(starts[index + 1]).toBeLessThanOrEqual(base * 1.25 + 1);
    });
  });

  test("for one cause is said once, with the time of the loss", async () => {
    const { take, readings, target } = rig();
    await readings(1);
    target.next.push("end");
    target.opening.push("end", "end", "end");
    const all = await take(3);
    expect(story(all)).toEqual([
      "retrying stream-ended: exit 1",
      "retrying no-shell: Error: no such container",
      "live",
    ]);
    expect(target.attemptsMs).toHaveLength(5);
  });

  test("and never comes back is asked for every fifteen seconds, for ever", async () => {
    const { take, readings, target, clock } = rig();
    await readings(1);
    target.next.push("end");
    target.opening.push(...Array.from({ length: 60 }, () => "end" as const));
    const before = clock.monotonic();
    expect(story(await take(3)).at(-1)).toBe("live");
    expect(target.attemptsMs).toHaveLength(62);
    expect(clock.monotonic() - before).toBeLessThan(60 * 15_000 * 1.25);
    expect(clock.monotonic() - before).toBeGreaterThan(50 * 15_000);
  });

  test("with an answer that is too long is garbled", async () => {
    const { take, readings, target } = rig();
    await readings(2);
    target.next.push(`say:${"x".repeat(33 * 1024 * 1024)}`);
    expect(story(await take(1))).toEqual(["retrying garbled: an answer without end"]);
  });

  test("keeps the start times, when the boot time moved by the clock's correction", async () => {
    const { readings, target } = rig({}, () => watching(10));
    target.putProcess({ pid: 10 });
    const [before] = await readings(1);
    target.files.set("stat", `btime ${BOOT_S + 1}\n`);
    target.next.push("end");
    const [after] = await readings(1);
    expect(after?.processes[0]?.startedAt).toBe(before?.processes[0]?.startedAt);
    expect(after?.seq).toBe(2);
  });
});

const over = async (opening: FakeTarget["opening"][number]): Promise<string | undefined> => {
  const { take, target } = rig();
  target.opening.push(opening);
  const all = story(await take(9));
  expect(all[0]).toBe("connecting");
  expect(all).toHaveLength(2);
  return all[1];
};

const full = (target: FakeTarget): void => {
  const group = "../sys/fs/cgroup";
  target.files.set(`${group}/memory.current`, `${63 * MIB}\n`);
  target.files.set(`${group}/memory.max`, `${64 * MIB}\n`);
  target.files.set(
    `${group}/memory.stat`,
    `anon ${60 * MIB}\nshmem 0\nkernel 0\nslab_reclaimable 0\ninactive_file 0\n`,
  );
};

const fault = (kind: Fault["kind"], detail: string): Fault => ({
  kind,
  detail: untrustedText(detail),
});

describe("whoever runs the target", () => {
  test("is asked why it was lost, and his words count", async () => {
    const { take, readings, target } = rig();
    await readings(1);
    target.next.push("end");
    target.why.push(fault("restarted", "api"));
    expect(story(await take(2))).toEqual(["retrying restarted: api", "live"]);
  });

  test("says why a first attempt came to nothing", async () => {
    const { take, target } = rig();
    target.opening.push("end");
    target.why.push(fault("not-running", "api is not running"));
    expect(story(await take(9))).toEqual(["connecting", "over not-running: api is not running"]);
  });

  test("says that it is paused: it is waited for on the same stream, however long that is", async () => {
    const { take, readings, target, clock } = rig();
    await readings(2);
    target.next.push("late:600000");
    target.why.push(...Array.from({ length: 30 }, () => fault("paused", "api")));
    const before = clock.monotonic();
    expect(story(await take(3))).toEqual(["stale paused: api", "live", "reading 3"]);
    expect(clock.monotonic() - before).toBeGreaterThan(600_000);
    expect(target.attemptsMs).toHaveLength(1);
  });

  test("is asked often for what is on this machine: it is back within seconds", async () => {
    const { take, readings, target } = rig();
    await readings(1);
    target.next.push("end");
    const away = Array.from({ length: 20 }, () => fault("container-ended", "api ended"));
    target.opening.push(...away.map(() => "end" as const));
    target.why.push(fault("container-ended", "api ended"), ...away);
    expect(story(await take(2))).toEqual(["retrying container-ended: api ended", "live"]);
    const gaps = target.attemptsMs.slice(1).map((atMs, index) => atMs - target.attemptsMs[index]!);
    expect(Math.max(...gaps.slice(1))).toBeLessThanOrEqual(3000 * 1.25 + 1);
  });

  test.each(["host-key", "login-refused"] as const)(
    "%s: given up also when it was had, and what was seen stays",
    async (kind) => {
      const { take, readings, target } = rig();
      await readings(1);
      target.next.push("end");
      target.why.push(fault(kind, "words"));
      expect(story(await take(9))).toEqual([`over ${kind}: words`]);
    },
  );

  test("who does not answer is not waited for", async () => {
    const { take, readings, target } = rig();
    await readings(1);
    target.next.push("end");
    target.whyNever();
    expect(story(await take(2))).toEqual(["retrying stream-ended: exit 1", "live"]);
  });
});

test("a machine that slept waits for no connection of before", async () => {
  const { take, readings, clock } = rig();
  await readings(2);
  clock.sleepMachine(7_200_000);
  const all = await take(4);
  expect(story(all).filter((each) => !each.startsWith("reading"))).toEqual([
    "retrying slept: 7200 s",
    "live",
    "survey 3",
  ]);
});

describe("a first attempt", () => {
  test.each([
    ["not-found", "over command-not-found: nosuch"],
    ["end", "over no-shell: Error: no such container"],
    ["silence", "over not-a-shell: it says nothing for 12 s"],
    ["say:ECHO", "over not-a-shell: it only gives back what it gets"],
    ["say:who are you?\n", "over not-a-shell: who are you?"],
    ["say:swtop SECRET ready 1 2\r\n", "over not-a-shell: a terminal is in between: leave out -t"],
    ["say:swtop SECRET missing sleep\n", "over missing-command: sleep"],
    ["say:swtop SECRET missing /proc\n", "over no-proc: /proc"],
  ] as const)("that meets %j is over", async (opening, end) => {
    expect(await over(opening)).toBe(end);
  });

  test("that breaks off is tried again", async () => {
    const { take, target } = rig();
    target.next.push("end");
    expect(story(await take(3))).toEqual(["connecting", "retrying stream-ended: exit 1", "live"]);
  });

  test("in a target without room is over, and reads nothing more", async () => {
    const { take, target } = rig();
    full(target);
    expect(story(await take(9))).toEqual(["connecting", "over no-headroom: 4.0 MiB of 64 MiB"]);
    expect(target.requests).toHaveLength(2);
  });

  test("in a target without room goes on when it is forced", async () => {
    const { take, target } = rig({ force: true });
    full(target);
    const all = await take(4);
    expect(story(all).slice(1)).toEqual(["live", "survey 1", "reading 1"]);
    expect(all[3]?.type === "reading" && all[3].reading.memory).toMatchObject({
      source: "cgroup-v2",
      limitBytes: 64 * MIB,
      currentBytes: 63 * MIB,
      workingSetBytes: 63 * MIB,
    });
  });

  test("does not count the page cache as taken", async () => {
    const { take, target } = rig();
    full(target);
    target.files.set(
      "../sys/fs/cgroup/memory.stat",
      `anon ${20 * MIB}\nshmem 0\nkernel 0\nslab_reclaimable 0\n`,
    );
    expect(story(await take(2)).at(-1)).toBe("live");
  });
});
