// Says how many promises of the issues are kept: a passing test is kept, a `todo` is open, a failing test is broken.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(join(tmpdir(), "swtop-promises-"));
const file = join(folder, "promises.json");
const run = spawnSync(
  process.execPath,
  [join(root, "node_modules/vitest/vitest.mjs"), "run", "-c", ".ci/vitest.config.ts", "--project", "unit", "--reporter=json", `--outputFile=${file}`, "test/promises"],
  { cwd: root, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" },
);
let report;
try {
  report = JSON.parse(readFileSync(file, "utf8"));
} catch {
  process.stderr.write(run.stderr);
  process.exit(1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const promises = report.testResults.flatMap((each) => each.assertionResults).filter((each) => !each.ancestorTitles.includes("provenBy"));
const withStatus = (...wanted) => promises.filter((each) => wanted.includes(each.status));
const kept = withStatus("passed");
const broken = withStatus("failed");
const open = withStatus("todo", "skipped", "pending");

let chapter = "";
for (const { ancestorTitles, title, status } of [...broken, ...open]) {
  const heading = ancestorTitles.join(" > ");
  if (heading !== chapter) console.log(`\n${(chapter = heading)}`);
  console.log(`  ${status === "failed" ? "BROKEN" : "open"}  ${title}`);
}
console.log(`\nkept ${kept.length}, open ${open.length}${broken.length > 0 ? `, broken ${broken.length}` : ""}`);
process.exitCode = broken.length > 0 || promises.length === 0 ? 1 : 0;
