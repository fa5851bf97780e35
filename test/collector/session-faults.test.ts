import { describe, expect, test } from "vitest";
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
    expect(story(await take(6))).toEqual([
      "stale silent: no answer for 3 s",
      "retrying silent: no answer for 23 s",
      "connecting",
      "live",
      "survey 3",
      "reading 3",
    ]);
  });
});

describe("a stream that ends", () => {
  test("is opened again, later and later, and seq goes on", async () => {
    const { take, readings, target } = rig();
    await readings(4);
    target.next.push("end");
    target.opening.push("end", "end", "not-found");
    const all = await take(10);
    expect(story(all)).toEqual([
      "retrying stream-ended: exit 1",
      "connecting",
      "retrying no-shell: Error: no such container",
      "connecting",
      "retrying no-shell: Error: no such container",
      "connecting",
      "retrying command-not-found: nosuch",
      "connecting",
      "live",
      "survey 5",
    ]);
    const pauses = all.flatMap((each, index) => {
      const after = all[index + 1];
      if (each.type !== "session" || after?.type !== "session") return [];
      return each.session.state === "retrying" ? [after.session.at - each.session.at] : [];
    });
    expect(pauses).toHaveLength(4);
    [500, 1000, 2000, 4000].forEach((base, index) => {
      expect(pauses[index]).toBeGreaterThanOrEqual(base);
      expect(pauses[index]).toBeLessThanOrEqual(base * 1.25 + 1);
    });
  });

  test("and never comes back is asked for every fifteen seconds, for ever", async () => {
    const { take, readings, target, clock } = rig();
    await readings(1);
    target.next.push("end");
    target.opening.push(...Array.from({ length: 60 }, () => "end" as const));
    const before = clock.monotonic();
    expect(story(await take(101)).at(-1)).toBe("retrying no-shell: Error: no such container");
    expect(clock.monotonic() - before).toBeLessThan(50 * 15_000 * 1.25);
    expect(clock.monotonic() - before).toBeGreaterThan(40 * 15_000);
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
    expect(story(await take(4))).toEqual([
      "connecting",
      "retrying stream-ended: exit 1",
      "connecting",
      "live",
    ]);
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
