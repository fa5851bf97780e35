import { expect, test } from "vitest";
import { examined } from "../../src/analysis/doctor/examine.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { doctorJson, doctorText } from "../../src/report/doctor.ts";
import { facts, failed, place, podPlace, rightsBut, subject } from "../analysis/doctor/build.ts";
import { validateDocument } from "../schema/validate.ts";

const AT = Date.UTC(2026, 10, 25, 22, 30);
const text = (known: ReturnType<typeof facts>): string =>
  doctorText(examined(known), { place: known.place, version: "0.1.0", at: AT });

test("a line per check, and below it what mends it", () => {
  const known = facts({
    shell: { pid: 9, tools: ["head", "ls"], program: untrustedText("/bin/dash") },
    subject: subject({ memory: { kind: "no-dd" } }),
    zone: { name: null, takenFor: "UTC" },
  });
  const lines = text(known).split("\n");
  expect(lines.slice(0, 9)).toEqual([
    "swtop 0.1.0 doctor, 2026-11-25 22:30:00 UTC",
    "docker api-1",
    "",
    "ok  engine    docker answers",
    "ok  rights    uid 33, gid 33, without SYS_PTRACE",
    "ok  shell     dash answers",
    "NO  tools     no dd: the live heap and log files cannot be read. It has head ls",
    "              mend: COPY --from=busybox:musl /bin/busybox /usr/local/bin/dd",
    "              # in the Dockerfile, for the next build; until then on its host:",
  ]);
  expect(lines).toContain("?   zone      not told; log times without a zone are taken for UTC");
  expect(lines.at(-1)).toBe("14 checks: 3 failed, 2 not known");
});

test("what was never reached is one line, whatever it is", () => {
  const lines = text(failed("not-running")).split("\n");
  expect(lines.filter((line) => line.startsWith("?"))).toHaveLength(1);
  expect(lines.find((line) => line.startsWith("?"))).toMatch(/^\? {3}rights, shell, tools, proc/u);
});

test("a pod without exec: what the rights allow all the same, and what gives more", () => {
  const known = failed("forbidden", {
    place: podPlace(),
    rights: rightsBut(["get pods/exec", "create pods/exec"]),
  });
  const lines = text(known).split("\n");
  const from = lines.findIndex((line) => line.startsWith("NO  rbac"));
  expect(lines.slice(1, 4)).toEqual([
    "k8s deploy/api -n shop",
    "",
    "ok  engine    the cluster answers",
  ]);
  expect(lines.slice(from, from + 7)).toEqual([
    "NO  rbac      no exec: logs, spec, metrics, events can be had, a table by",
    "              container; missing: get, create on pods/exec (the shell that reads",
    "              the processes)",
    "              mend: swtop doctor --rbac -n shop",
    "              # prints the Role; put yourself into its RoleBinding, and let",
    "              # apply it who may (kubectl apply -f)",
    "NO  rights    the API server forbids it. `swtop doctor --rbac` prints the rights",
  ]);
  const document = JSON.parse(doctorJson("k8s:///shop/api-0/app", examined(known), known.place));
  expect(validateDocument("doctor", document)).toEqual([]);
});

test("no line is longer than 80 columns, and a command that goes on can be pasted", () => {
  const words = `exec -- ${"nsenter --target 4711 --mount --pid ".repeat(4)}-- sh`;
  const known = facts({
    place: place({ kind: "other", name: null, isCommand: true, words }),
    project: { kind: "none", directory: null },
    commands: [untrustedText(`php-${"x".repeat(200)}`)],
    subject: null,
  });
  const lines = text(known).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  const from = lines.findIndex((line) => line.includes("mend: swtop --project DIR"));
  const command: string[] = [];
  for (const line of lines.slice(from)) {
    command.push(line.replace(/ \\$/u, "").replace(/^\s*(?:mend: )?/u, ""));
    if (!line.endsWith("\\")) break;
  }
  expect(command.length).toBeGreaterThan(1);
  expect(command.join(" ")).toBe(`swtop --project DIR ${words}`);
});

test("hostile text of a target moves nothing, and secrets are masked", () => {
  const known = failed("no-shell", {
    fault: {
      kind: "no-shell",
      detail: untrustedText("\u001b[2Jlogin --password hunter2 ##[error]x"),
    },
  });
  const shown = text(known);
  expect(shown).not.toContain("\u001b");
  expect(shown).not.toContain("hunter2");
  expect(shown).not.toContain("##[error]");
  expect(doctorJson("docker://api-1", examined(known), known.place)).not.toContain("hunter2");
});

test("the document fits its schema, whatever is known", () => {
  for (const known of [facts(), failed("engine-unreachable"), failed("no-headroom")]) {
    const document = JSON.parse(doctorJson("docker://api-1", examined(known), known.place));
    expect(validateDocument("doctor", document)).toEqual([]);
    expect(document.checks).toHaveLength(14);
  }
});

test.each([
  ["a check without a fix", { id: "shell", ok: true, text: "x" }],
  ["a check without words", { id: "shell", ok: true, text: "", fix: null }],
  ["a check that is neither", { id: "shell", ok: "yes", text: "x", fix: null }],
])("%s does not fit", (_, check) => {
  expect(validateDocument("doctor", { v: 1, target: "local:", checks: [check] })).not.toEqual([]);
});
