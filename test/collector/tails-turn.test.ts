// Lines of logs beside everything else that costs, with the budget that is the default, over a real shell.
import { spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { systemClock } from "../../src/cli/clock.ts";
import { withLogs } from "../../src/cli/logs/follow.ts";
import { openSession } from "../../src/collector/session.ts";
import { NO_DEMAND } from "../../src/domain/demand.ts";
import type { Observation } from "../../src/domain/observation.ts";
import type { Source } from "../../src/domain/ports/source.ts";
import { transports } from "../../src/targets/index.ts";
import { folder, type Endings } from "../cli/logs/tailing.ts";
import { emptySample } from "../recording/sample-fixture.ts";
import { SCRIPT, SHELLS } from "./shells.ts";

const endings: Endings = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

const TARGET = { scheme: "exec", uri: "exec:", address: SHELLS[0].command };
/** Enough that what was saved up at the start is spent. */
const READINGS = 20;

function busySession(signal: AbortSignal): Source {
  const transport = transports.find(({ scheme }) => scheme === "exec");
  if (transport === undefined) throw new Error("no exec");
  const source = openSession(
    {
      target: TARGET,
      transport,
      script: SCRIPT,
      intervalMs: 1000,
      budgetMs: 10,
      clock: systemClock,
      force: false,
      ownPids: [process.pid],
    },
    signal,
  );
  const pids = Array.from({ length: 10 }, () => {
    const child = spawn("sleep", ["100"], { stdio: "ignore" });
    endings.push(() => child.kill("SIGKILL"));
    return child.pid ?? 0;
  });
  const heap = pids.map((pid) => ({ pid, place: null }));
  source.demand({ ...NO_DEMAND, watch: pids, rollup: pids, heap });
  return source;
}

test.skipIf(SHELLS[0].isMissing)(
  "ten processes and three growing files: a line is told within two readings, and memory is read as well",
  async () => {
    const life = new AbortController();
    endings.push(() => life.abort());
    const root = folder(endings);
    const files = ["a", "b", "c"].map((name) => join(root, `${name}.log`));
    for (const file of files) writeFileSync(file, "old\n");
    const source = busySession(life.signal);
    let readings = 0;
    let hasMemory = 0;
    const samples = (async function* (): AsyncGenerator<Observation> {
      for await (const gathered of source.gathered) {
        if (gathered.type !== "reading") continue;
        const { at, seq, processes } = gathered.reading;
        readings += 1;
        hasMemory = processes.filter(({ ussBytes }) => ussBytes !== null).length;
        for (const file of files) appendFileSync(file, `${readings} of them\n`);
        yield { type: "sample", sample: { ...emptySample, at, seq } };
      }
    })();
    const look = {
      files: source.files,
      target: TARGET,
      options: { files, commands: [], backlogBytes: 1024 },
      clock: systemClock,
    };
    const waited: number[] = [];
    for await (const observation of withLogs(samples, look, life.signal)) {
      if (observation.type !== "log") continue;
      for (const { text } of observation.lines)
        if (text !== "old") waited.push(readings - Number.parseInt(text, 10));
      if (readings >= READINGS) break;
    }
    expect(waited.length).toBeGreaterThanOrEqual(files.length * (READINGS - 3));
    expect(Math.max(...waited)).toBeLessThanOrEqual(2);
    expect(hasMemory).toBeGreaterThanOrEqual(10);
  },
);
