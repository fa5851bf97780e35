// Connections and listening ports of real processes, from the kernel to JSON and to the screen's conclusion.
import { afterEach, expect, test } from "vitest";
import { decodeObservation } from "../../src/recording/decode.ts";
import { allProcesses, type Process, type Sample } from "../../src/domain/sample.ts";
import { conclusionText } from "../../src/words/conclusions.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, isAlive, Tree } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";
import { beginning, seen } from "../store/build.ts";
import { run, someApp, swtop } from "./swtop.ts";

const trees: Tree[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) tree.end();
});

async function started(app: string): Promise<Tree> {
  const extra = { Master: { listens: true as const }, "Worker.0": { connects: 3 } };
  const tree = await Tree.start(hyperf(app, { extra }), 600);
  trees.push(tree);
  return tree;
}

/** The last of some samples: the first ones come before sockets are read. */
async function lastSample(): Promise<Sample> {
  const args = ["--json", "--interval", "500ms", "--count", "6", "watch", "local"];
  const { stdout } = await run(swtop(...args));
  const last = decodeObservation(stdout.trimEnd().split("\n").at(-1) ?? "");
  if (last?.type !== "sample") throw new TypeError("no sample at the end");
  return last.sample;
}

const processOf = (sample: Sample, pid: number): Process | undefined =>
  allProcesses(sample).find(({ process }) => process.pid === pid)?.process;

test.skipIf(lacks("php"))("connections by peer port and who holds the listening port", async () => {
  const tree = await started(someApp());
  const port = tree.port();
  const sample = await lastSample();
  expect(processOf(sample, tree.pid("Worker.0"))).toMatchObject({
    sockets: { [port]: 3 },
    accepted: 0,
    listens: [port],
    socketsAt: expect.toSatisfy((at: number) => at <= sample.at && at > sample.at - 10_000),
  });
  expect(processOf(sample, tree.pid("Worker.1"))).toMatchObject({ sockets: {}, listens: [port] });
  expect(processOf(sample, tree.pid("Master"))).toMatchObject({ sockets: {}, listens: [port] });
});

test.skipIf(lacks("php"))(
  "an orphan that holds the port of a stopped server is named",
  async () => {
    const tree = await started(someApp());
    const [port, worker] = [tree.port(), tree.pid("Worker.0")];
    for (const key of ["Master", "Manager"]) {
      const pid = tree.pid(key);
      process.kill(pid, "SIGKILL");
      await until(() => !isAlive(pid), `${key} has ended`);
    }
    const sample = await lastSample();
    expect(processOf(sample, worker)).toMatchObject({ orphan: true, listens: [port] });
    const said = seen(beginning(), sample).known.conclusions.map((conclusion) =>
      JSON.stringify(conclusionText(conclusion, String)),
    );
    expect(said.join("\n")).toContain(`Worker.0 (PID ${worker})`);
    expect(said.join("\n")).toContain(`port ${port}, and`);
  },
);
