import { describe, expect, test } from "vitest";
import { understand } from "../../src/cli/args.ts";
import { Ending } from "../../src/cli/exit.ts";
import { targetsOf } from "../../src/cli/target.ts";

const ending = (argv: readonly string[]): Ending => {
  try {
    targetsOf(understand(argv));
  } catch (error) {
    if (error instanceof Ending) return error;
    throw error;
  }
  throw new Error(`${argv.join(" ")} was understood`);
};

describe("what is understood", () => {
  test.each([
    [["watch", "local", "--json", "--count", "1"], "watch", "local:"],
    [["--json", "--count", "1", "watch", "local"], "watch", "local:"],
    [["watch", "--json", "--count=1", "local:"], "watch", "local:"],
    [["local"], "screen", "local:"],
    [[], "screen", "local:"],
    [["demo"], "demo", "demo:"],
    [["watch", "demo"], "watch", "demo:"],
    [["exec", "--", "docker", "exec", "-i", "x", "sh"], "screen", "exec:docker exec -i x sh"],
    [["docker", "api"], "screen", "docker://api"],
    [["watch", "docker://api"], "watch", "docker://api"],
    [["podman", "api"], "screen", "podman://api"],
    [["ssh", "me@web-1"], "screen", "ssh://me@web-1"],
    [["ssh://me@web-1:2222"], "screen", "ssh://me@web-1:2222"],
    [
      ["watch", "exec", "--interval", "2s", "--", "sh", "--interval"],
      "watch",
      "exec:sh --interval",
    ],
    [["watch", "exec:ssh -T host sh"], "watch", "exec:ssh -T host sh"],
    [["package.json"], "screen", "recording:package.json"],
    [["watch", "recording:package.json"], "watch", "recording:package.json"],
    [["audit", "src"], "audit", "src"],
    [["crontab", "./src"], "crontab", "./src"],
    [["audit"], "audit", "local:"],
    [["snapshot", "--pid", "39"], "snapshot", "local:"],
    [["logs"], "logs", "local:"],
    [["logs", "-"], "logs", "recording:-"],
    [["--json", "logs", "package.json", "-f", "--level=error"], "logs", "recording:package.json"],
    [["--level", "error", "logs", "demo"], "logs", "demo:"],
    [["snapshot", "exec", "--slot=Worker.0", "--", "sh"], "snapshot", "exec:sh"],
  ] as const)("swtop %j", (argv, command, uri) => {
    const invocation = understand(argv);
    expect(invocation.command).toBe(command);
    expect(targetsOf(invocation)[0].uri).toBe(uri);
  });

  test("values come in their units", () => {
    const { options } = understand([
      "record",
      "--interval=500ms",
      "--for",
      "2m",
      "--max-size",
      "64m",
      "--count",
      "7",
    ]);
    expect(options.number("interval")).toBe(500);
    expect(options.number("for")).toBe(120_000);
    expect(options.number("max-size")).toBe(64 * 1024 * 1024);
    expect(options.number("count")).toBe(7);
    expect(options.number("budget")).toBeNull();
  });

  test("a command keeps its true words, the printed address masks what looks like a secret", () => {
    const [target] = targetsOf(
      understand(["exec", "--", "ssh", "h", "DB_PASSWORD=hunter2", "--token", "abc", "sh"]),
    );
    expect(target.address).toContain("DB_PASSWORD=hunter2");
    expect(target.uri).toBe("exec:ssh h DB_PASSWORD=*** --token *** sh");
  });
});

const uris = (...argv: readonly string[]) => targetsOf(understand(argv)).map(({ uri }) => uri);

test("an audit takes two, the second may be a command", () => {
  expect(uris("audit", "src", "test")).toEqual(["src", "test"]);
  expect(uris("audit", "src", "exec", "--", "sh")).toEqual(["src", "exec:sh"]);
  expect(uris("audit", "local", "demo")).toEqual(["local:", "demo:"]);
});

test.each([
  ["0", 0],
  ["3", 3],
  ["0,1", 1],
  ["2,0,1", 2],
])("--level %s is level %d", (written, level) => {
  expect(understand(["snapshot", "--level", written]).options.number("level")).toBe(level);
});

test.each([
  ["audit", "src", "local", "--project", "/opt/www", "--count", "3"],
  // everywhere, by the contract
  ["audit", "src", "--count", "3", "--interval", "1s", "--for", "1m"],
  ["audit", "package.json", "--count", "3", "--interval", "1s", "--for", "1m"],
  ["audit", "src", "package.json", "--set", "APP_ENV=prod", "--env-file", ".env"],
  ["demo", "--processes", "--interval", "1s"],
  ["audit", "src", "--replicas", "3", "--ascii", "--no-color"],
  ["crontab", "src", "--next", "3", "--at", "2026-11-25T22:30:00Z"],
  // whether it is a recording its first line says
  ["logs", "package.json", "--budget", "5ms"],
])("an option that one of the targets heeds is taken: %s %s %s %s", (...argv) => {
  expect(() => targetsOf(understand(argv))).not.toThrow();
});

test("an option of two commands means what each of them means by it", () => {
  expect(understand(["snapshot", "--level", "2"]).options.number("level")).toBe(2);
  const { options } = understand(["logs", "--level", "error", "--pid=39", "-f"]);
  expect([options.text("level"), options.number("level")]).toEqual(["error", null]);
  expect([options.number("pid"), options.has("follow")]).toEqual([39, true]);
});

const urisOf = (...argv: readonly string[]) => targetsOf(understand(argv)).map(({ uri }) => uri);

test("several of a kind, and of several kinds, are several targets", () => {
  expect(urisOf("docker", "a", "b", "podman", "c")).toEqual([
    "docker://a",
    "docker://b",
    "podman://c",
  ]);
  expect(urisOf("watch", "docker://a", "docker", "b")).toEqual(["docker://a", "docker://b"]);
  expect(urisOf("docker", "-l", "app=shop")).toEqual(["docker -l app=shop"]);
  expect(urisOf("audit", "docker", "a", "docker", "b")).toEqual(["docker://a", "docker://b"]);
});

test.each(["screen", "watch", "logs", "crontab", "audit", "snapshot", "record", "doctor"])(
  "labels name a target of swtop %s",
  (command) => {
    const words = command === "screen" ? [] : [command];
    expect(urisOf(...words, "k8s", "-l", "app=shop", "-l", "tier in (web)", "-n", "prod")).toEqual([
      "k8s -l app=shop,tier in (web)",
    ]);
    expect(urisOf(...words, "podman", "-l", "app=shop")).toEqual(["podman -l app=shop"]);
    // a label of an engine is any text
    expect(urisOf(...words, "docker", "-l", "app in (")).toEqual(["docker -l app in ("]);
  },
);

test("an option that repeats keeps all its values", () => {
  const { options } = understand([
    "audit",
    "src",
    "--ignore",
    "CR-01",
    "--set=A=1",
    "--ignore=CR-02",
  ]);
  expect(options.texts("ignore")).toEqual(["CR-01", "CR-02"]);
  expect(options.text("ignore")).toBe("CR-02");
  expect(options.texts("set")).toEqual(["A=1"]);
  expect(options.texts("baseline")).toEqual([]);
});

describe("what is not, in one sentence", () => {
  test.each([
    [["logs", "-", "--level", "loud"], 2, /trace or debug or .* emergency is wanted/],
    [["logs", "-", "--level", "2"], 2, /trace or debug/],
    [["snapshot", "--level", "error"], 2, /0, 1, 2 or 3/],
    [["logs", "-", "--role", "child"], 2, /master or manager/],
    [["logs", "-", "--grep", "("], 2, /regular expression/],
    [["logs", "-", "--tz", "Mars"], 2, /time zone/],
    [["logs", "-", "-x"], 2, /unknown option -x/],
    [["watch", "-f"], 2, /--follow belongs to `swtop logs`/],
    [["watch", "--pid", "1"], 2, /--pid belongs to `swtop snapshot\|logs`/],
    [["log", "local"], 2, /`logs`/],
    [["wach", "local"], 2, /`watch`/],
    [["recrod", "local"], 2, /`record`/],
    [["watch", "locla"], 2, /`local`/],
    [["lcoal"], 2, /`local`/],
    [["watch", "local", "--intervall", "1s"], 2, /--interval`/],
    [["watch", "local", "--jsn"], 2, /--json`/],
    [["watch", "-j"], 2, /-j/],
    [["watch", "local", "--interval", "banana"], 2, /banana.*duration/],
    [["watch", "local", "--interval", "1ms"], 2, /250ms to 60s/],
    [["watch", "local", "--interval"], 2, /needs a value/],
    [["watch", "local", "--count", "many"], 2, /count/],
    [["watch", "local", "--count", "0"], 2, /count/],
    [["watch", "local", "--json=yes"], 2, /no value/],
    [["watch", "local", "--format", "xml"], 2, /text or json/],
    [["watch", "local", "--max-size", "1m"], 2, /record/],
    [["record", "--max-size", "big"], 2, /size/],
    [["record", "--max-size", "1k"], 2, /64k or more/],
    [["watch", "docker"], 2, /the name of a container/],
    [["watch", "docker://"], 2, /the name of a container/],
    [["ssh"], 2, /a host/],
    [["record", "docker", "a", "b"], 2, /`b`.*one word too many/],
    [["watch", "docker", "a", "local"], 2, /local.*one word too many/],
    [
      ["record", "docker", "a", "--label", "x=y"],
      2,
      /`docker -l x=y`.*one word too many after `a`/,
    ],
    [["demo", "-l", "x=y"], 2, /--label belongs to/],
    [["k8s", "deploy/shop", "-l", "app=shop"], 2, /--label app=shop: `deploy\/shop` says already/],
    [
      ["doctor", "k8s", "deploy/shop", "-l", "app=shop"],
      2,
      /--label app=shop: `deploy\/shop` says already/,
    ],
    [["k8s", "-l", "app in ("], 2, /--label app in \(: a label selector of Kubernetes/],
    [["logs", "k8s", "-l", "app=a=b"], 2, /a label selector of Kubernetes/],
    [["snapshot", "k8s://ctx/shop/pod", "-l", "app=shop"], 2, /is not named by labels/],
    [["watch", "local", "-l", "app=shop"], 2, /`local:` is not named by labels/],
    [["ssh", "-l", "deploy"], 2, /a host, e\.g\. swtop ssh/],
    [["ssh", "-l", "deploy", "web-1"], 2, /`ssh:\/\/web-1` is not named by labels/],
    [["logs", "package.json", "-l", "app=shop"], 2, /is not named by labels/],
    [["watch", "k8s"], 2, /a pod or workload/],
    [["watch", "k8s://"], 2, /a pod or workload/],
    [["watch", "local", "-n", "prod"], 2, /--namespace.*in no cluster/],
    [["record", "k8s", "a", "b"], 2, /`k8s b`.*one word too many/],
    [["watch", "exec"], 2, /ends in a shell/],
    [["watch", "local", "more"], 2, /one word too many/],
    [["report", "."], 2, /not in this version/],
    [["crontab", "src", "test"], 2, /one word too many/],
    [["audit", "src", "test", "docs"], 2, /docs.*one word too many/],
    [["audit", "src", "--fail-on", "sometimes"], 2, /error or warning or info/],
    [["audit", "src", "--set", "novalue"], 2, /NAME=VALUE/],
    [["audit", "src", "--replicas", "few"], 2, /count/],
    [["watch", "local", "--format", "sarif"], 2, /only audit has it/],
    [["crontab", "src", "--at", "tea-time"], 2, /2026-11-25T22:30:00Z/],
    [["watch", "local", "--ignore", "CR-01"], 2, /audit/],
    [["snapshot", "local", "--pid", "many"], 2, /many.*number of a process/],
    [["snapshot", "local", "--pid", "0"], 2, /number of a process/],
    [["snapshot", "local", "--level", "7"], 2, /0, 1, 2 or 3/],
    [["snapshot", "local", "--level", "0,7"], 2, /0, 1, 2 or 3/],
    [["snapshot", "local", "--save"], 2, /needs a value/],
    [["snapshot", "local", "--format", "md"], 2, /only audit has it/],
    [["watch", "local", "--pid", "39"], 2, /swtop snapshot/],
    [["snapshto"], 2, /`snapshot`/],
    [["snapshot", "./missing.ndjson", "--pid", "1"], 3, /missing\.ndjson/],
    [["audit", "src", "--budget", "5ms"], 2, /--budget.*`src` is a directory/],
    [["audit", "src", "--force"], 2, /--force/],
    [["audit", "src", "test", "--project", "/opt/www"], 2, /--project.*`src and test`/],
    [["audit", "package.json", "--project", "/opt/www"], 2, /`recording:package.json`.*recorded/],
    [["crontab", "demo", "--set", "APP_ENV=prod"], 2, /--set.*recorded/],
    [["--", "sh"], 2, /exec --/],
    [["./missing.ndjson"], 3, /missing\.ndjson/],
    [["watch", "missing.ndjson.gz"], 3, /missing\.ndjson\.gz/],
    [["watch", "recording:nowhere"], 3, /nowhere/],
  ] as const)("swtop %j", (argv, code, says) => {
    const { code: got, message } = ending(argv);
    expect(got).toBe(code);
    expect(message).toMatch(says);
    expect(message).not.toContain("\n");
  });

  test("an escape sequence in a word is not printed", () => {
    expect(ending(["wa\u001b[2Jch"]).message).not.toContain("\u001b");
  });
});
