#!/bin/sh
":" //# ; exec /usr/bin/env node -- "$0" "$@"
// Node takes options like --env-file for its own wherever they stand, and obeys what that file says; behind -- it leaves them to us.

// The launcher: checks Node, starts dist/main.js. No dependency, and no syntax that Node 12 cannot parse: it must live to say that Node is too old.
const NEEDED = [22, 15];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) start();
else startElsewhere().catch(() => refuse(tooOld()));

/** dist/main.js runs when it is loaded, and answers for its own errors. */
function start() {
  const main = new URL("../dist/main.js", import.meta.url).href;
  import(main).catch((error) => {
    if (error && error.code === "ERR_MODULE_NOT_FOUND" && error.url === main) {
      refuse("dist/ is missing: run `npm run build` first");
      return;
    }
    process.exitCode = 70;
    process.stderr.write(`swtop: ${(error && error.stack) || error}\n`);
  });
}

/** A checkout brings a newer Node of its own. The child shares this terminal and this process group, so that Ctrl-Z stops both. */
async function startElsewhere() {
  const fs = await import("fs");
  const { fileURLToPath } = await import("url");
  const node = fs.realpathSync(
    `${fileURLToPath(new URL("..", import.meta.url))}node_modules/.bin/node`,
  );
  if (node === fs.realpathSync(process.execPath)) throw new Error("it is this one");

  const { spawn } = await import("child_process");
  const { constants } = await import("os");
  // the channel only tells the child that we are gone, also when nobody can tell it any more
  const child = spawn(node, ["--", ...process.argv.slice(1)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"])
    process.on(signal, () => child.kill(signal));
  child.on("error", () => refuse(tooOld()));
  child.on("exit", (code, signal) =>
    process.exit(signal === null ? code : 128 + constants.signals[signal]),
  );
}

function tooOld() {
  return `Node ${process.versions.node} is too old: swtop needs Node ${NEEDED.join(".")} or newer (https://nodejs.org)`;
}

function refuse(sentence) {
  process.exitCode = 2;
  process.stderr.write(`swtop: ${sentence}\n`);
}
