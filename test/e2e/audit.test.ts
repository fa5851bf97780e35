// `swtop audit` and `swtop crontab` as they are built, on projects on a disk, in a process, in the demo.
import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { files as secretFiles, secrets } from "../project/secret-project.ts";
import { until } from "../fixtures/until.ts";
import { validateDocument, type SchemaName } from "../schema/validate.ts";
import { run, someApp, swtop } from "./swtop.ts";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/projects/${name}`, import.meta.url));

const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0).toReversed()) end();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "swtop-audit-"));
  endings.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function copyOf(name: string): string {
  const path = join(folder(), name);
  cpSync(fixture(name), path, { recursive: true });
  return path;
}

function put(root: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

type Verdict = {
  readonly code: string;
  readonly kind: string;
  readonly severity: string;
  readonly subject: string | null;
  readonly declared: { readonly file: string; readonly line: number } | null;
  readonly snippet: string | null;
};
type Audit = { readonly verdicts: readonly Verdict[]; readonly project: Crontab };
type Crontab = {
  readonly framework: string | null;
  readonly parseErrors: readonly { readonly file: string; readonly line: number }[];
  readonly unreadable: readonly string[];
  readonly crontab: {
    readonly enable: boolean | null;
    readonly tasks: readonly { readonly name: string; readonly next: readonly string[] }[];
  };
};

async function json<Document>(
  schema: SchemaName,
  command: string,
  ...args: readonly string[]
): Promise<Document> {
  const { stdout, stderr, code } = await run(swtop(command, "--json", ...args));
  expect(stderr).toBe("");
  expect(code).toBeLessThanOrEqual(1);
  const document: Document = JSON.parse(stdout);
  expect(validateDocument(schema, document)).toEqual([]);
  return document;
}

const found = ({ verdicts }: Audit, ...severities: readonly string[]): readonly string[] =>
  verdicts
    .filter(
      ({ kind, severity }) =>
        kind === "fail" && (severities.length === 0 || severities.includes(severity)),
    )
    .map(({ code, severity, subject }) =>
      [code, severity, subject].filter((each) => each !== null).join(" "),
    );

const TASKS = ["heartbeat", "leaky-import", "minute-report"];

describe("the incident", () => {
  test("before: CR-01 and CR-02 for each task, and CR-17", async () => {
    const findings = found(await json<Audit>("audit", "audit", fixture("incident-before")));
    for (const task of TASKS) {
      expect(findings).toContain(`CR-01 error ${task}`);
      expect(findings).toContain(`CR-02 info ${task}`);
    }
    expect(findings).toContain("CR-17 warning");
    expect(findings.some((each) => each.startsWith("CR-18"))).toBe(false);
  });

  test("halfway: the strategy moved it, CR-18 is info", async () => {
    const findings = found(await json<Audit>("audit", "audit", fixture("incident-half")));
    for (const task of TASKS) expect(findings).toContain(`CR-01 error ${task}`);
    expect(findings).toContain("CR-18 info");
    expect(findings.some((each) => each.startsWith("CR-17"))).toBe(false);
  });

  test("after: nothing at warning or above", async () => {
    const audit = await json<Audit>("audit", "audit", fixture("incident-fixed"));
    expect(found(audit, "error", "warning")).toEqual([]);
  });

  test("the finding says where it is declared and what to write there", async () => {
    const { verdicts } = await json<Audit>("audit", "audit", fixture("incident-before"));
    const one = verdicts.find(
      ({ code, subject }) => code === "CR-01" && subject === "leaky-import",
    );
    expect(one?.snippet).toContain("->setSingleton(true)");
    const { file = "", line = 0 } = one?.declared ?? {};
    expect(file).toBe("config/autoload/crontab.php");
    const lines = readFileSync(join(fixture("incident-before"), file), "utf8").split("\n");
    expect(lines.slice(line - 1, line + 4).join("\n")).toContain("leaky-import");
  });
});

const PROJECTS: readonly string[] = [
  "clean",
  "incident-before",
  "incident-fixed",
  "incident-half",
  "plain-swoole",
];

describe("exit codes", () => {
  test.each([
    [["audit", "incident-before"], 1],
    [["audit", "incident-fixed"], 0],
    [["audit", "incident-before", "--ignore", "*"], 0],
    [["audit", "incident-half", "--ignore", "CR-01", "--fail-on", "info"], 1],
    [["audit", "incident-before", "incident-before"], 0],
    [["audit", "incident-before", "incident-fixed"], 1],
    [["audit", "clean"], 0],
    [["audit", "plain-swoole"], 0],
    [["crontab", "plain-swoole"], 3],
    [["audit", "incident-before", "--ignore", "NOPE-1"], 2],
    [["audit", "--rules"], 0],
  ] as const)("%j", async (args, code) => {
    const words = args.map((word) => (PROJECTS.includes(word) ? fixture(word) : word));
    const ended = await run(swtop(...words));
    expect(ended.code).toBe(code);
    expect(ended.stderr.trim().split("\n").length).toBe(1);
  });

  test("a folder without a project says so", async () => {
    const { code, stderr, stdout } = await run(swtop("audit", folder()));
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("no PHP project");
  });
});

test("a baseline hides what it knows, and what is new comes through", async () => {
  const root = copyOf("incident-before");
  const baseline = join(root, "..", "baseline.json");
  await run(swtop("audit", root, "--write-baseline", baseline));
  expect(found(await json<Audit>("audit", "audit", root, "--baseline", baseline))).toEqual([]);
  const file = join(root, "config/autoload/crontab.php");
  const text = readFileSync(file, "utf8");
  const task =
    "(new Crontab())->setName('later')->setRule('0 6 * * *')->setCallback([Tasks::class, 'report']),";
  writeFileSync(file, text.replace("'crontab' => [", `'crontab' => [\n        ${task}`));
  expect(found(await json<Audit>("audit", "audit", root, "--baseline", baseline), "error")).toEqual(
    ["CR-01 error later"],
  );
});

test("a comment on or above a line hides one rule there", async () => {
  const root = copyOf("incident-before");
  const file = join(root, "config/autoload/crontab.php");
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    text.replace(
      "        (new Crontab())",
      "        // swtop-ignore CR-01: short\n        (new Crontab())",
    ),
  );
  const findings = found(await json<Audit>("audit", "audit", root), "error");
  expect(findings).not.toContain("CR-01 error heartbeat");
  expect(findings).toContain("CR-01 error leaky-import");
  const baseline = join(root, "..", "baseline.json");
  await run(swtop("audit", root, "--ignore", "*", "--write-baseline", baseline));
  const { stdout } = await run(swtop("audit", root, "--ignore", "CR-02", "--baseline", baseline));
  expect(stdout).toContain("hidden (1 by a comment, 3 by --ignore)");
});

test("the switch of a local environment is a difference", async () => {
  const [here, there] = [copyOf("incident-before"), copyOf("incident-before")];
  const file = join(here, "config/autoload/crontab.php");
  writeFileSync(file, readFileSync(file, "utf8").replace("'enable' => true", "'enable' => false"));
  const { differences } = await json<{ differences: readonly unknown[] }>(
    "differences",
    "audit",
    there,
    here,
  );
  expect(differences).toContainEqual(
    expect.objectContaining({ path: "crontab.enable", a: true, b: false }),
  );
});

test("values of env() come from --set, then --env-file, then .env", async () => {
  const root = copyOf("incident-before");
  const file = join(root, "config/autoload/crontab.php");
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(
      "'enable' => true",
      "'enable' => env('CRONTAB_ENABLE', true)",
    ),
  );
  const enable = async (...args: readonly string[]) =>
    (await json<Crontab>("crontab", "crontab", root, ...args)).crontab.enable;
  expect(await enable()).toBe(true);
  put(root, ".env", "CRONTAB_ENABLE=false\n");
  expect(await enable()).toBe(false);
  put(root, ".env.prod", "CRONTAB_ENABLE=true\n");
  expect(await enable("--env-file", join(root, ".env.prod"))).toBe(true);
  expect(await enable("--env-file", join(root, ".env.prod"), "--set", "CRONTAB_ENABLE=false")).toBe(
    false,
  );
});

test("secrets come out in no format", async () => {
  const root = folder();
  for (const [path, text] of Object.entries(secretFiles)) put(root, path, text);
  const commands = [
    ["audit", root, "--json"],
    ["audit", root],
    ["audit", root, "--format", "md"],
    ["audit", root, "--format", "sarif"],
    ["audit", root, "--format", "github"],
    ["audit", root, fixture("clean")],
    ["audit", root, fixture("clean"), "--json"],
    ["crontab", root],
    ["crontab", root, "--json"],
  ];
  for (const args of commands) {
    const { stdout, stderr } = await run(swtop(...args));
    expect(stdout.length).toBeGreaterThan(0);
    const out = `${stdout}\n${stderr}`;
    expect(
      secrets.filter(
        (secret) => out.includes(secret) || out.includes(JSON.stringify(secret).slice(1, -1)),
      ),
    ).toEqual([]);
  }
});

describe("bad input", () => {
  test("a broken file is named with its line, and the rest is audited", async () => {
    const root = copyOf("incident-before");
    put(
      root,
      "app/Crontab/Broken.php",
      "<?php\n\n#[\\Hyperf\\Crontab\\Annotation\\Crontab(rule: '* * * * *')]\nclass {\n",
    );
    const audit = await json<Audit>("audit", "audit", root);
    expect(audit.project.parseErrors).toMatchObject([{ file: "app/Crontab/Broken.php", line: 4 }]);
    expect(found(audit, "error")).toContain("CR-01 error leaky-import");
  });

  test("a pipe, a huge file, a binary one, a loop of links, a cycle of includes", async () => {
    const root = copyOf("incident-before");
    await run(["mkfifo", join(root, "config/autoload/pipe.php")]);
    put(root, "config/autoload/huge.php", `<?php return [${"'x',".repeat(400_000)}];`);
    put(root, "config/autoload/binary.php", Buffer.from([0, 1, 2, 0, 255]));
    put(
      root,
      "config/autoload/one.php",
      "<?php return require BASE_PATH . '/config/autoload/two.php';",
    );
    put(
      root,
      "config/autoload/two.php",
      "<?php return require BASE_PATH . '/config/autoload/one.php';",
    );
    symlinkSync("..", join(root, "app/loop"));
    const audit = await json<Audit>("audit", "audit", root);
    expect(audit.project.unreadable.toSorted()).toEqual([
      "config/autoload/binary.php",
      "config/autoload/huge.php",
      ...(audit.project.unreadable.includes("config/autoload/pipe.php")
        ? ["config/autoload/pipe.php"]
        : []),
    ]);
    expect(found(audit, "error")).toContain("CR-01 error leaky-import");
  });

  test("CRLF, a byte order mark and comments in GBK change nothing", async () => {
    const root = copyOf("incident-before");
    const file = join(root, "config/autoload/crontab.php");
    const crlf = readFileSync(file, "utf8").replaceAll("\n", "\r\n");
    const gbk = Buffer.from([0x2f, 0x2f, 0x20, 0xb6, 0xa9, 0xb5, 0xa5, 0x0d, 0x0a]);
    const [head = "", ...rest] = crlf.split("\r\n");
    writeFileSync(
      file,
      Buffer.concat([
        Buffer.from([0xef, 0xbb, 0xbf]),
        Buffer.from(`${head}\r\n`),
        gbk,
        Buffer.from(rest.join("\r\n")),
      ]),
    );
    const audit = await json<Audit>("audit", "audit", root);
    expect(audit.project.parseErrors).toEqual([]);
    expect(audit.project.crontab.tasks.map(({ name }) => name)).toEqual(TASKS);
  });

  test("several projects in one repository: each, or one by its path", async () => {
    const root = folder();
    cpSync(fixture("incident-before"), join(root, "apps/shop"), { recursive: true });
    cpSync(fixture("incident-fixed"), join(root, "apps/mail"), { recursive: true });
    const { stdout } = await run(swtop("audit", root, "--json"));
    const documents = stdout
      .trim()
      .split("\n")
      .map((line): { subject: string } => JSON.parse(line));
    expect(documents.map(({ subject }) => subject)).toEqual([
      join(root, "apps/mail"),
      join(root, "apps/shop"),
    ]);
    expect((await run(swtop("audit", join(root, "apps/mail")))).code).toBe(0);
    const compared = await run(swtop("audit", join(root, "apps/mail"), root));
    expect([compared.code, compared.stdout]).toEqual([2, ""]);
    expect(compared.stderr).toContain(
      `name \`${join(root, "apps/mail")}\` or \`${join(root, "apps/shop")}\``,
    );
  });
});

test("the demo's recording: the causes with file, line and what to write", async () => {
  const audit = await json<Audit>("audit", "audit", "demo");
  const one = audit.verdicts.find(
    ({ code, subject }) => code === "CR-01" && subject === "sync-stock",
  );
  expect(one).toMatchObject({
    kind: "fail",
    declared: { file: "app/Crontab/SyncStock.php", line: 15 },
    snippet: expect.stringContaining("singleton: true"),
  });
  expect(found(audit)).toContain("CR-17 warning");
});

const firstTick = async (...args: readonly string[]): Promise<string> => {
  const { crontab } = await json<Crontab>("crontab", "crontab", "demo", ...args);
  return crontab.tasks[0]?.next[0] ?? "";
};

test("--count ends a recording where it says: ticks are counted from there", async () => {
  expect(Date.parse(await firstTick())).toBeGreaterThan(
    Date.parse(await firstTick("--count", "3")),
  );
});

const server = async (root: string): Promise<void> => {
  const tree = await Tree.start(hyperf(someApp(), { workers: 2, taskWorkers: 0 }), 120, root);
  endings.push(() => tree.end());
};

/** Counts are not judged while a process is younger than ten seconds. */
const auditUntil = async (
  target: readonly string[],
  isEnough: (audit: Audit) => boolean,
): Promise<Audit> => {
  let audit = await json<Audit>("audit", "audit", ...target);
  await until(async () => {
    audit = await json<Audit>("audit", "audit", ...target);
    return isEnough(audit);
  }, "what was waited for");
  return audit;
};
/** Four workers are declared, two run. */
const isCounted = (finding: string): boolean => finding.startsWith("PR-04 warning");

describe.skipIf(lacks("php"))("a running server", () => {
  test("its project is found by its working directory and held against what runs", async () => {
    const root = copyOf("incident-before");
    await server(root);
    for (const target of [["local"], ["exec", "--", "sh"]]) {
      const audit = await auditUntil(target, (each) => found(each).some(isCounted));
      expect(audit.project).toMatchObject({ root, framework: "hyperf" });
      expect(found(audit, "error")).toContain("CR-01 error leaky-import");
    }
  });
});

test("what a reader of stdout gets is whole, and a closed one ends it quietly", async () => {
  const child = spawn(
    "sh",
    ["-c", '"$@" | head -1', "sh", ...swtop("audit", fixture("incident-before"))],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let stderr = "";
  child.stderr.on("data", (more: Buffer) => {
    stderr += more.toString();
  });
  await new Promise((resolve) => {
    child.once("close", resolve);
  });
  expect(stderr).toBe("");
});
