// npm run soak [MINUTES]: RSS of the screen over 10 minutes, beside a Node that does nothing.
import { spawn } from "node:child_process";
import {
  MIB,
  Pty,
  SWTOP,
  printTable,
  showsRows,
  rssOf,
  sleep,
  twentyProcesses,
} from "./machine.mjs";

const MINUTES = Number(process.argv[2] ?? 10);
/** Growth of the second half that is still called flat: the heap breathes by some MiB between collections. */
const FLAT_MIB = 12;
const mib = (bytes) => (bytes / MIB).toFixed(1);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const tree = await twentyProcesses(MINUTES * 60 + 60);
const screen = new Pty([...SWTOP, "local"]);
const bare = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
try {
  await screen.until(showsRows);
  const readings = [];
  for (let second = 0; second <= MINUTES * 60; second += 5) {
    if (screen.ended) throw new Error("the screen ended by itself");
    readings.push(rssOf(screen.pid));
    if (second % 60 === 0)
      process.stderr.write(`${second / 60} min: ${mib(readings.at(-1))} MiB\n`);
    await sleep(5000);
  }
  const tenth = Math.max(1, Math.floor(readings.length / 10));
  const middle = mean(
    readings.slice(Math.floor(readings.length / 2), Math.floor(readings.length / 2) + tenth),
  );
  const last = mean(readings.slice(-tenth));
  const yardstick = `bare Node ${mib(rssOf(bare.pid))} MiB`;
  const isOk = printTable([
    {
      what: `RSS after ${MINUTES} min`,
      reach: "<= 150 MiB",
      measured: `${mib(last)} MiB`,
      yardstick,
      ok: last <= 150 * MIB,
    },
    {
      what: "RSS, second half",
      reach: `flat (<= +${FLAT_MIB} MiB)`,
      measured: `${mib(last - middle)} MiB`,
      yardstick: "-",
      ok: last - middle <= FLAT_MIB * MIB,
    },
  ]);
  process.exitCode = isOk === true ? 0 : 1;
} finally {
  bare.kill("SIGKILL");
  tree.end();
  await screen.close();
}
process.exit();
