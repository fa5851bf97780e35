// Runs all tests, where the system allows it in a PID namespace of their own: another Swoole server on this machine is then not in their way,
// and nothing of theirs outlives them. Elsewhere they run in place. Arguments go to vitest.
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const config = fileURLToPath(new URL("vitest.config.ts", import.meta.url));
const command = [process.execPath, vitest, "run", "-c", config, ...process.argv.slice(2)];

const ALONE = ["--pid", "--fork", "--kill-child", "--mount-proc"];
const ways = [ALONE, ["--user", "--map-root-user", ...ALONE]];
const way = process.platform === "linux" ? ways.find((flags) => spawnSync("unshare", [...flags, "true"]).status === 0) : undefined;
if (way === undefined) console.log("no PID namespace to be had here: other Swoole servers on this machine may be in the way of some tests");

/** PID 1 of the namespace: a shell that waits, and so reaps what was orphaned. */
const INIT = ["sh", "-c", '"$@"; exit "$?"', "sh"];

const [file, ...args] = way === undefined ? command : ["unshare", ...way, ...INIT, ...command];
const child = spawn(file, args, { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
