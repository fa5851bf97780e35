// What `swtop audit` and `swtop crontab` print for people, CI and other programs.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { afterAll, describe, expect, test } from "vitest";
import { rules } from "../../src/analysis/audit/rules/index.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { SARIF } from "../schema/sarif.ts";
import { validateDocument } from "../schema/validate.ts";
import { run, someApp, swtop } from "./swtop.ts";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/projects/${name}`, import.meta.url));
const BEFORE = fixture("incident-before");

const folder = mkdtempSync(join(tmpdir(), "swtop-formats-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const out = async (...args: readonly string[]): Promise<string> =>
  (await run(swtop(...args))).stdout;

const CRONTAB = "config/autoload/crontab.php";

/** How severe the missing lock between servers is. */
const lockSeverity = async (...args: readonly string[]) =>
  (await out("audit", BEFORE, ...args)).match(
    /^(\w+) +CR-02 cron\.no-one-server {2}heartbeat/m,
  )?.[1];

describe("swtop audit", () => {
  test("text: each finding with where, what was seen, what to do and what to write", async () => {
    const text = await out("audit", BEFORE);
    expect(text).toContain("hyperf 3.1.71, hyperf/crontab 3.1.71\n3 errors, 2 warnings,");
    expect(text).toMatch(
      /^ERROR {2}CR-01 cron\.no-singleton {2}leaky-import: .+\n +at +config\/autoload\/crontab\.php:16 .*\n +seen +ticks every 10 s .+\n +do +\S.+\n +write +->setSingleton\(true\)/m,
    );
    expect(text).toMatch(/\n\nnot known:\n {2}\S/);
  });

  test("md: a table of the findings, each with what to write", async () => {
    const text = await out("audit", BEFORE, "--format", "md");
    expect(text).toMatch(/^# Audit of /);
    expect(text).toContain(`| error | CR-01 \`cron.no-singleton\` | ${CRONTAB}:16 | leaky-import:`);
    expect(text).toContain("```php\n->setSingleton(true)->setOnOneServer(true)\n```");
  });

  test("github: an annotation per finding, at its file and line", async () => {
    const lines = (await out("audit", BEFORE, "--format", "github")).trim().split("\n");
    const commands = lines.filter((line) => line.startsWith("::"));
    expect(commands).toHaveLength(lines.length - 1);
    for (const line of commands)
      expect(line).toMatch(/^::(?:error|warning|notice) [^:]*title=[^:]+::\S/);
    expect(commands).toContainEqual(
      expect.stringContaining(
        `::error file=${CRONTAB},line=16,title=CR-01 cron.no-singleton::leaky-import`,
      ),
    );
  });

  test("sarif: it fits the schema, and every result is of a listed rule", async () => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(SARIF);
    for (const target of [BEFORE, fixture("clean"), fixture("plain-swoole"), "demo"]) {
      const log = JSON.parse(await out("audit", target, "--format", "sarif"));
      expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
      const ids = rules.map(({ id }) => id);
      expect(log.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(ids);
      for (const { ruleId } of log.runs[0].results) expect(ids).toContain(ruleId);
    }
    const log = JSON.parse(await out("audit", BEFORE, "--format", "sarif"));
    expect(log.runs[0].results).toContainEqual(
      expect.objectContaining({
        ruleId: "cron.no-singleton",
        level: "error",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: CRONTAB, uriBaseId: "PROJECT" },
              region: { startLine: 16 },
            },
          },
        ],
      }),
    );
    log.runs[0].results[0].level = "fatal";
    expect(validate(log)).toBe(false);
  });

  test("--rules: every rule with its code, for people and as a document", async () => {
    const text = await out("audit", "--rules");
    const document = JSON.parse(await out("audit", "--rules", "--json"));
    expect(validateDocument("rules", document)).toEqual([]);
    expect(document.rules).toHaveLength(rules.length);
    expect(text.trim().split("\n")).toHaveLength(rules.length);
    for (const { code } of rules) expect(text).toContain(`${code}  `);
  });

  test("--replicas: more than one make the missing lock between servers an error", async () => {
    expect(await lockSeverity()).toBe("INFO");
    expect(await lockSeverity("--replicas", "3")).toBe("ERROR");
  });

  test("--ignore by code, id or their beginning, --fail-on from its level on", async () => {
    const text = await out("audit", BEFORE, "--ignore", "CR-01", "--ignore", "mem.*");
    expect(text).not.toMatch(/CR-01|SV-08|SV-09/);
    expect(text).toMatch(/CR-17/);
    const code = async (...args: readonly string[]) =>
      (await run(swtop("audit", BEFORE, "--ignore", "CR-01", ...args))).code;
    expect([await code(), await code("--fail-on", "warning")]).toEqual([0, 1]);
  });

  test("of a project without Hyperf it says so, and rules of Swoole and PHP still answer", async () => {
    const text = await out("audit", fixture("plain-swoole"));
    expect(text).toMatch(/plain-swoole {2}no known framework\n/);
    expect(text).toMatch(/K8-01|SV-09/);
    expect(text).not.toMatch(/CR-\d/);
    const { verdicts } = JSON.parse(await out("audit", fixture("plain-swoole"), "--json"));
    expect(verdicts).toContainEqual(expect.objectContaining({ kind: "pass" }));
  });

  test("no code of the project runs, and nothing is written into it", async () => {
    const root = join(folder, "armed");
    cpSync(BEFORE, root, { recursive: true });
    const trace = join(folder, "ran");
    const armed = `<?php\nfile_put_contents('${trace}', 'x');\nreturn ['enable' => true];\n`;
    for (const path of ["bin/hyperf.php", "config/autoload/armed.php"])
      writeFileSync(join(root, path), armed);
    const before = new Set(readdirSync(root, { recursive: true, encoding: "utf8" }));
    const bin = join(folder, "php");
    writeFileSync(bin, `#!/bin/sh\n: >'${trace}'\n`);
    chmodSync(bin, 0o755);
    const env = { PATH: `${folder}:${process.env["PATH"] ?? ""}` };
    for (const command of ["audit", "crontab"]) {
      const { stdout } = await run(swtop(command, root), { env });
      expect(stdout).toContain("leaky-import");
    }
    expect(existsSync(trace)).toBe(false);
    expect(new Set(readdirSync(root, { recursive: true, encoding: "utf8" }))).toEqual(before);
    // the trap works
    await run(["sh", "-c", "php x"], { env });
    expect(existsSync(trace)).toBe(true);
  });
});

describe.skipIf(lacks("php"))("against what runs", () => {
  test("audit A B: a checkout with crontab off, and the server with it on", async () => {
    const [there, here] = [join(folder, "there"), join(folder, "here")];
    for (const root of [there, here]) cpSync(BEFORE, root, { recursive: true });
    const file = join(here, CRONTAB);
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace("'enable' => true", "'enable' => false"),
    );
    const tree = await Tree.start(hyperf(someApp(), { workers: 2, taskWorkers: 0 }), 120, there);
    try {
      const document = JSON.parse(await out("audit", here, "local", "--json"));
      expect(validateDocument("differences", document)).toEqual([]);
      expect(document.differences).toContainEqual(
        expect.objectContaining({ path: "crontab.enable", a: false, b: true }),
      );
    } finally {
      tree.end();
    }
  });
});

describe("swtop crontab", () => {
  test("lists what Hyperf would run, when, where, and with which locks", async () => {
    const text = await out("crontab", BEFORE, "--at", "2026-11-25T22:30:07Z");
    expect(text).toContain("crontab is on, strategy worker, 1 dispatcher, zone UTC, 3 tasks");
    const row = (name: string) =>
      text
        .split("\n")
        .find((line) => line.startsWith(name))
        ?.split(/ {2,}/);
    expect(row("TASK")?.slice(0, 5)).toEqual(["TASK", "RULE", "IN WORDS", "NEXT IN", "RUNS IN"]);
    expect(row("leaky-import")).toEqual([
      "leaky-import",
      "*/10 * * * * *",
      "every 10 seconds",
      "3s",
      "worker",
      "no",
      "no",
      "60s",
      `${CRONTAB}:16`,
    ]);
    expect(row("minute-report")?.slice(2, 4)).toEqual(["every minute", "53s"]);
  });

  test("says what is odd about a rule, and what is dropped for another of its name", async () => {
    const root = join(folder, "odd");
    cpSync(BEFORE, root, { recursive: true });
    const file = join(root, CRONTAB);
    const text = readFileSync(file, "utf8")
      .replace("'* * * * *'", "'0 3 * * 7'")
      .replace("'heartbeat'", "'leaky-import'");
    writeFileSync(file, text);
    const told = await out("crontab", root);
    expect(told).toMatch(/^minute-report +0 3 \* \* 7 .* never /m);
    expect(told).toMatch(/^minute-report: .*Sunday is 0/m);
    expect(told).toMatch(
      /^leaky-import: dropped, config\/autoload\/crontab\.php:16 declares the same name$/m,
    );
  });
});
