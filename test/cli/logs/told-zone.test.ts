// The zone of a target's times reaches the logs before the lines that need it; a real shell.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { ownZone, systemClock } from "../../../src/cli/clock.ts";
import { withLogs } from "../../../src/cli/logs/follow.ts";
import { ToldZone } from "../../../src/cli/logs/told-zone.ts";
import type { Observation } from "../../../src/domain/observation.ts";
import type { TailedFiles } from "../../../src/domain/ports/source.ts";
import { SHELLS } from "../../collector/shells.ts";
import { until } from "../../fixtures/until.ts";
import { folder, shellFiles, type Endings } from "./tailing.ts";

const endings: Endings = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

const { command, isMissing } = SHELLS[0];

/** No observation, until the signal. */
async function* endless(signal: AbortSignal): AsyncGenerator<Observation> {
  const end = Promise.withResolvers<readonly Observation[]>();
  signal.addEventListener("abort", () => end.resolve([]), { once: true });
  yield* await end.promise;
}

function following(files: TailedFiles | null, scheme: string) {
  const path = join(folder(endings), "a.log");
  writeFileSync(path, "of a file\n");
  const life = new AbortController();
  endings.push(() => life.abort());
  const nothing = endless(life.signal);
  const target = { scheme, uri: `${scheme}:`, address: [] };
  const options = { files: [path], commands: ["echo of a command"], backlogBytes: 99, since: null };
  const look = { files, target, options, clock: systemClock, container: null };
  /** The zone as it was told when each line came. */
  const zones = new Map<string, string | null | undefined>();
  void (async () => {
    let zone: string | null | undefined;
    for await (const observation of withLogs(nothing, look, life.signal)) {
      if (observation.type === "log-sources") ({ zone } = observation);
      if (observation.type === "log")
        for (const { text } of observation.lines) zones.set(text, zone);
    }
  })();
  return zones;
}

test.skipIf(isMissing)("is told before the first line, of a file and of a command", async () => {
  const zones = following(
    await shellFiles(["env", "TZ=Asia/Shanghai", ...command], endings),
    "exec",
  );
  await until(() => zones.size === 2, "both lines");
  expect([...zones]).toEqual(
    expect.arrayContaining([
      ["of a file", "Asia/Shanghai"],
      ["of a command", "Asia/Shanghai"],
    ]),
  );
});

test.skipIf(isMissing)("of this machine is our own, and nothing is asked", async () => {
  const files = await shellFiles(["env", "TZ=Asia/Shanghai", ...command], endings);
  const zones = following(files, "local");
  await until(() => zones.size === 2, "both lines");
  expect([...new Set(zones.values())]).toEqual([ownZone()]);
});

test("nobody waits for it where no file can be read", async () => {
  const zones = following(null, "exec");
  await until(() => zones.has("of a command"), "the line");
  expect(zones.get("of a command")).toBeNull();
});

describe("who needs it", () => {
  const nothing: Pick<TailedFiles, "read" | "links" | "list"> = {
    read: async () => new Map(),
    links: async () => new Map(),
    list: async () => [],
  };
  const { signal } = new AbortController();

  test("waits until it is told, or until a while has passed", async () => {
    const never = { sleep: () => new Promise<void>(() => undefined) };
    const told = new ToldZone(null, true);
    const waits = told.soon(never, signal);
    expect(told.isOver).toBe(false);
    await told.look(nothing, null);
    await waits;
    expect([told.isOver, told.name]).toEqual([true, "UTC"]);
    const late = new ToldZone(null, true);
    await late.soon({ sleep: () => Promise.resolve() }, signal);
    expect([late.isOver, late.name]).toEqual([true, null]);
  });

  test("asks once for the target, and once for a process of it", async () => {
    let asked = 0;
    const files = {
      ...nothing,
      links: async (paths: readonly string[]) => {
        asked += 1;
        return new Map(paths.map((path) => [path, `/usr/share/zoneinfo/Etc/${paths.length}`]));
      },
    };
    const told = new ToldZone(null, true);
    for (const pid of [null, null, 7, 8, null]) await told.look(files, pid);
    expect(asked).toBe(2);
    expect(told.name).toBe("Etc/4");
  });
});
