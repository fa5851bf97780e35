import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  cruise,
  type ICruiseResult,
  type IForbiddenRuleType,
  type IModule,
  type IRegularForbiddenRuleType,
} from "dependency-cruiser";
import { beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

type Room = {
  /** Rooms it may import; itself always. */
  readonly rooms: readonly string[];
  /** Packages it may import. */
  readonly packages: readonly string[];
  /** Whether it may touch the machine: `node:*`. */
  readonly machine: boolean;
};

const pure = (rooms: readonly string[], packages: readonly string[] = []): Room => ({
  rooms,
  packages,
  machine: false,
});
const effectful = (rooms: readonly string[], packages: readonly string[] = []): Room => ({
  rooms,
  packages,
  machine: true,
});

// The rooms of src/ and the doors between them. This table is the architecture; everything else follows.
const house: Readonly<Record<string, Room>> = {
  domain: pure([]),
  collector: pure(["domain"]),
  recording: pure(["domain"]),
  project: pure(["domain"], ["php-parser", "yaml"]),
  snapshot: pure(["recording", "domain"]),
  analysis: pure(["domain"]),
  store: pure(["analysis", "domain"], ["zustand"]),
  words: pure(["domain"], ["get-east-asian-width"]),
  ui: pure(["store", "words", "domain"], ["ink", "react", "asciichart"]),
  report: pure(["store", "words", "recording", "domain"], ["sarif"]),
  targets: effectful(
    ["recording", "domain"],
    ["pidusage", "ws", "@kubernetes/client-node", "proxy-from-env"],
  ),
  cli: effectful(
    [
      "ui",
      "report",
      "store",
      "words",
      "analysis",
      "project",
      "snapshot",
      "recording",
      "targets",
      "collector",
      "domain",
    ],
    ["ink", "react", "pidusage"],
  ),
};

/** Folders whose entries do not know each other: one can be deleted alone. */
const APART = ["src/targets", "src/ui/panes"];
/** But the key tables of panes are read by the help, and docker and podman are both engines with a client. */
const SHARED = "/keys[.]ts$|^src/targets/engine/";

/** Where the program begins: nobody imports it. */
const ENTRIES = ["^src/cli/main[.]ts$", "^src/cli/project/reader-worker[.]ts$"];
/** Types of a package that brings none: nobody imports them either. */
const AMBIENT = "[.]d[.]ts$";

const rule = (
  name: string,
  from: IRegularForbiddenRuleType["from"],
  to: IRegularForbiddenRuleType["to"],
): IRegularForbiddenRuleType => ({ name, severity: "error", from, to });

const keepToDoors = Object.entries(house).map(([room, { rooms }]) =>
  rule(
    `${room} may import only ${["itself", ...rooms].join(", ")}`,
    { path: `^src/${room}/` },
    { path: "^src/", pathNot: `^src/(${[room, ...rooms].join("|")})/` },
  ),
);

const keepTheMachineOut = Object.entries(house)
  .filter(([, { machine }]) => !machine)
  .map(([room]) =>
    rule(`${room} is pure: no node:*`, { path: `^src/${room}/` }, { dependencyTypes: ["core"] }),
  );

const keepToPackages = Object.entries(house).map(([room, { packages }]) =>
  rule(
    `${room} may use only ${packages.length === 0 ? "no package" : packages.join(", ")}`,
    { path: `^src/${room}/` },
    {
      path: "node_modules/",
      pathNot: `node_modules/(@types/)?(${["no-package", ...packages].join("|")})/`,
    },
  ),
);

const keepApart = APART.map((folder) =>
  rule(
    `what stands in ${folder} can be deleted alone`,
    { path: `^${folder}/([^/]+)/` },
    { path: `^${folder}/[^/]+/`, pathNot: `^${folder}/$1/|${SHARED}` },
  ),
);

const NO_ORPHAN: IForbiddenRuleType = {
  name: "no orphan",
  severity: "error",
  from: { orphan: true, path: "^src/", pathNot: [...ENTRIES, AMBIENT] },
  to: {},
};

const forbidden: IForbiddenRuleType[] = [
  ...keepToDoors,
  ...keepTheMachineOut,
  ...keepToPackages,
  ...keepApart,
  rule("no cycle", {}, { circular: true }),
  NO_ORPHAN,
  rule("every import leads somewhere", { path: "^src/" }, { couldNotResolve: true }),
];

let modules: readonly IModule[] = [];
let result: ICruiseResult;

beforeAll(async () => {
  const { output } = await cruise(["src"], {
    baseDir: ROOT,
    validate: true,
    ruleSet: { forbidden },
    tsPreCompilationDeps: true, // type-only imports count as well
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      conditionNames: ["import", "types", "node"],
      exportsFields: ["exports"],
    },
  });
  if (typeof output === "string") throw new TypeError("expected a cruise result, got text");
  result = output;
  modules = output.modules.filter(({ source }) => source.startsWith("src/"));
});

describe("the doors", () => {
  test("every import goes through a door", () => {
    const seen = result.summary.violations.map(
      ({ rule: { name }, from, to }) => `${name}: ${from} → ${to}`,
    );
    expect(seen).toEqual([]);
    // A cruiser which cannot parse TypeScript finds nothing, and finds it in good order.
    expect(modules.length).toBeGreaterThanOrEqual(files("src", /\.tsx?$/).length);
    expect(modules.length).toBeGreaterThan(40);
  });

  test("every folder of src is a room of the house, and every room stands", () => {
    expect(folders("src")).toEqual(Object.keys(house).toSorted());
  });

  test("only targets and cli touch the machine", () => {
    const touching = modules
      .filter(({ dependencies }) => dependencies.some(({ module }) => isBuiltin(module)))
      .map(({ source }) => source.split("/")[1] ?? "");
    expect([...new Set(touching)].toSorted()).toEqual(["cli", "targets"]);
  });

  test("only ui draws, and cli hands it the screen", () => {
    expect(roomsThatUse("ink")).toEqual(["cli", "ui"]);
    expect(roomsThatUse("asciichart")).toEqual(["ui"]);
  });

  test("what a cluster takes is loaded only for one", () => {
    const begun = new Set<string>(["src/cli/main.ts"]);
    for (const source of begun) {
      const found = modules.find((each) => each.source === source);
      for (const { resolved, dynamic, dependencyTypes } of found?.dependencies ?? [])
        if (!dynamic && !dependencyTypes.includes("type-only")) begun.add(resolved);
    }
    const ofClusters = [...begun].filter((path) => path.startsWith("src/targets/k8s/"));
    expect(ofClusters).toEqual(["src/targets/k8s/kubernetes.ts", "src/targets/k8s/address.ts"]);
    const packages = ["ws", "@kubernetes/client-node", "proxy-from-env"];
    const taken = [...begun].filter((path) => packages.some((name) => path.includes(`/${name}/`)));
    expect(taken).toEqual([]);
    expect(begun.size).toBeGreaterThan(50);
  });

  test("only the store knows zustand", () => {
    expect(roomsThatUse("zustand")).toEqual(["store"]);
  });
});

/**
 * Registers: an `index.ts` that lists what its folder has. Each entry of the folder is imported by it once, in order, and it imports nothing else from there.
 * `apart`: files of the folder that are no entry.
 */
const REGISTERS: readonly { folder: string; register: string; apart: readonly string[] }[] = [
  { folder: "src/analysis/roles/frameworks", register: "index.ts", apart: ["framework.ts"] },
  { folder: "src/analysis/logs/formats", register: "index.ts", apart: [] },
  { folder: "src/analysis/diagnosis", register: "index.ts", apart: [] },
  { folder: "src/analysis/audit/rules", register: "index.ts", apart: [] },
  { folder: "src/analysis/doctor/checks", register: "index.ts", apart: [] },
  { folder: "src/project/found/patterns", register: "index.ts", apart: [] },
  {
    folder: "src/project/php/functions",
    register: "index.ts",
    apart: ["array-arguments.ts", "paths.ts", "sprintf.ts"],
  },
  // The demo plays recordings and starts programs of its own: it is no way to run a shell somewhere.
  {
    folder: "src/targets",
    register: "index.ts",
    apart: [
      "demo",
      "engine",
      "json.ts",
      "kept.ts",
      "likeness.ts",
      "program.ts",
      "stamped-lines.ts",
    ],
  },
  { folder: "src/ui/columns", register: "index.ts", apart: ["column.ts"] },
];

describe("the registers", () => {
  test.each(REGISTERS)(
    "$folder: the register has what the folder has",
    ({ folder, register, apart }) => {
      const entries = readdirSync(join(ROOT, folder), { withFileTypes: true })
        .filter((each) => each.isDirectory() || /\.tsx?$/.test(each.name))
        .map(({ name }) => name)
        .filter((name) => name !== register && !apart.includes(name))
        .map((name) => name.replace(/\.tsx?$/, ""))
        .toSorted();
      const listed = imports(`${folder}/${register}`)
        .filter((path) => path.startsWith("./"))
        .map((path) => path.split("/")[1] ?? "")
        .filter((name) => !apart.includes(name))
        .map((name) => name.replace(/\.tsx?$/, ""));
      expect([...new Set(listed)].toSorted()).toEqual(entries);
    },
  );

  test("an index.ts is a register", () => {
    const known = REGISTERS.map(({ folder, register }) => `${folder}/${register}`).toSorted();
    expect(files("src", /(^|\/)index\.tsx?$/)).toEqual(known);
  });
});

const FILE = /^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.tsx?$/;
/** A rule's file bears its id. */
const RULE_FILE = /^(?:index|[a-z0-9]+\.[a-z0-9]+(-[a-z0-9]+)*)\.ts$/;

describe("the files", () => {
  test("standard output has one owner at a time: a Screen or an Output, handed to it by cli", () => {
    const asked = /\bprocess\.stdout\.(?:isTTY|columns|rows)\b/g;
    const handedOver = /\bnew (?:Screen|Output)\(\s*process\.stdout\b/g;
    const users = files("src", /\.tsx?$/).filter((path) => {
      const left = path.startsWith("src/cli/")
        ? code(path).replaceAll(asked, "").replaceAll(handedOver, "")
        : code(path);
      return /\bprocess\.stdout\b/.test(left);
    });
    expect(users).toEqual([]);
  });

  test("pure rooms read no clock and no machine, not even past the linter", () => {
    const rooms = Object.keys(house).filter((room) => house[room]?.machine === false);
    const users = rooms
      .flatMap((room) => files(`src/${room}`, /\.tsx?$/))
      .filter((path) =>
        /\b(?:globalThis\.|Date\.now\(|new Date\(\)|performance\.)/.test(code(path)),
      );
    expect(users).toEqual([]);
  });

  test("files are named as they should be", () => {
    const oddities = files("src", /\.tsx?$/).filter((path) =>
      path.startsWith("src/ui/") && path.endsWith(".tsx")
        ? !/^[A-Z][A-Za-z0-9]*\.tsx$/.test(basename(path))
        : !(path.startsWith("src/analysis/audit/rules/") ? RULE_FILE : FILE).test(basename(path)),
    );
    const vague = files("src", /(^|[/-])(utils?|helpers?|common|misc|service|data|info)(-|\.|\/)/);
    expect([...oddities, ...vague]).toEqual([]);
  });

  test("nothing is left undone or switched off", () => {
    const words = /\b(?:TO[D]O|FIX[M]E|X[X]X)\b|\b(?:test|it|describe)\.(?:only|skip)\(/;
    expect(
      [...files("src", /\.tsx?$/), ...files("test", /\.tsx?$/)].filter((path) =>
        words.test(code(path)),
      ),
    ).toEqual([]);
  });

  test("no path of one machine stands in a tracked file", () => {
    const paths = new RegExp(
      [
        ["", "work", ""],
        ["", "tmp", "bash_jobs"],
        ["", "home", "[a-z]"],
      ]
        .map((parts) => parts.join("/"))
        .join("|"),
    );
    const named = tracked().filter((path) => isText(path) && paths.test(read(path)));
    expect(named).toEqual([]);
  });

  test("the lock file names no download address", () => {
    expect(read("package-lock.json").match(/"resolved": "https?:[^"]*"/g)).toBeNull();
  });

  test("the top level is as fixed", () => {
    const allowed = [
      "README.md",
      "bin",
      "docs",
      "package-lock.json",
      "package.json",
      "src",
      "test",
      "tsconfig.json",
    ];
    const top = [...new Set(tracked().map((path) => path.split("/")[0] ?? ""))];
    expect(top.filter((name) => !name.startsWith(".") && !allowed.includes(name))).toEqual([]);
  });

  test("the package needs no other package", () => {
    const { dependencies, bin } = JSON.parse(read("package.json"));
    expect({ dependencies, bin }).toEqual({
      dependencies: undefined,
      bin: { swtop: "bin/swtop.js" },
    });
  });
});

function roomsThatUse(name: string): string[] {
  const users = modules
    .filter(({ dependencies }) =>
      dependencies.some(({ module }) => module === name || module.startsWith(`${name}/`)),
    )
    .map(({ source }) => source.split("/")[1] ?? "");
  return [...new Set(users)].toSorted();
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Source without its comments: what is spoken of in one is not used. */
function code(path: string): string {
  return read(path).replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}

function imports(path: string): string[] {
  return [...code(path).matchAll(/\bfrom\s+"([^"]+)"|\bimport\("([^"]+)"\)/g)].map(
    ([, a, b]) => a ?? b ?? "",
  );
}

function files(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter((path) => pattern.test(path))
    .toSorted();
}

function folders(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** What git has or would take. A tree without git (an unpacked archive) has nothing to say here. */
function tracked(): string[] {
  if (!existsSync(join(ROOT, ".git"))) return [];
  const listed = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    {
      cwd: ROOT,
      encoding: "utf8",
    },
  );
  return listed.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)));
}

function isText(path: string): boolean {
  return !/\.(gz|zst|png|tgz|bin)$/.test(path);
}
