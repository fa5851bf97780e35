import { expect, test } from "vitest";
import { PLACE_KINDS, type Place, type Said } from "../../src/domain/doctor.ts";
import { FAULT_KINDS } from "../../src/domain/fault.ts";
import { SNAPSHOT_FAULTS } from "../../src/domain/snapshot.ts";
import { untrustedText } from "../../src/domain/text.ts";
import { fixOf } from "../../src/words/doctor-fixes.ts";
import { place, podPlace, rightsBut } from "../analysis/doctor/build.ts";

const docker = place();
const host = place({ kind: "ssh", name: "web-1", words: "ssh web-1" });
const here = place({ kind: "local", name: null, words: "local" });
const pod = podPlace();
const own = { uid: 0, gid: 0 };
const their = { uid: 33, gid: 34 };
const foreign: Said = { kind: "foreign", own, their, pid: 7 };
const closed = (kind: "yama" | "not-dumpable", detail: string | null = null): Said => ({
  kind: "heap-closed",
  pid: 7,
  their,
  fault: { kind, part: null, detail: detail === null ? null : untrustedText(detail) },
});
const ladder: Said = {
  kind: "ladder",
  rung: "spec",
  missing: rightsBut(["get pods/exec"]).filter(({ allowed }) => allowed === false),
  untold: [],
  later: [],
};
const refused = (kind: (typeof FAULT_KINDS)[number], detail = ""): Said => ({
  kind: "refused",
  fault: { kind, detail: untrustedText(detail) },
});
const commandOf = (said: Said, at: Place, ok: boolean | null = false): string | undefined =>
  fixOf({ ok, said }, at)?.command;

test.each<[string, Said, Place, string]>([
  [
    "processes of another user in a container",
    foreign,
    docker,
    "swtop exec -- docker exec -i -u 33:34 api-1 sh",
  ],
  ["on this machine", foreign, here, "sudo -u '#33' -g '#34' swtop local"],
  ["on a host", foreign, host, `swtop exec -- ssh -T web-1 "sudo -n -u '#33' -g '#34' sh"`],
  [
    "processes with more rights",
    { ...foreign, own: their },
    docker,
    "swtop exec -- docker exec -i --privileged -u 0 api-1 sh",
  ],
  ["Yama", closed("yama", "1"), host, "sudo sysctl kernel.yama.ptrace_scope=0"],
  [
    "a user that was changed after the start",
    closed("not-dumpable"),
    docker,
    "swtop exec -- docker exec -i --privileged -u 0 api-1 sh",
  ],
  [
    "no dd in an image",
    { kind: "heap-without-dd" },
    docker,
    "COPY --from=busybox:musl /bin/busybox /usr/local/bin/dd",
  ],
  ["no dd on a host", { kind: "heap-without-dd" }, host, "sudo apt-get install coreutils"],
  [
    "hidepid on this machine",
    { kind: "hidepid", value: "2", own, count: 1 },
    here,
    "sudo mount -o remount,hidepid=0 /proc",
  ],
  [
    "no permission on the socket",
    refused("no-permission"),
    docker,
    "sudo usermod -aG docker $USER",
  ],
  ["a key that is not loaded", refused("login-refused"), host, "ssh-add"],
  ["a paused container", refused("paused"), docker, "docker unpause api-1"],
  ["no room to start", refused("no-headroom"), docker, "swtop --force docker api-1"],
  [
    "no sleep in an image",
    refused("missing-command", "sleep"),
    docker,
    "COPY --from=busybox:musl /bin/busybox /usr/local/bin/sleep",
  ],
  [
    "a zone of its own",
    { kind: "zone", zone: "Asia/Shanghai", takenFor: "UTC", crontab: null },
    docker,
    "swtop logs --tz Asia/Shanghai docker api-1",
  ],
  [
    "a command of the user's that ends in no shell",
    refused("no-shell"),
    place({ isCommand: true }),
    "swtop doctor docker api-1",
  ],
  ["no right in a cluster", ladder, pod, "swtop doctor --rbac -n shop"],
  ["an exec that a cluster forbids", refused("exec-denied"), pod, "swtop doctor --rbac -n shop"],
  ["what a cluster forbids", refused("forbidden"), pod, "swtop doctor --rbac -n shop"],
  ["a login that is over", refused("unauthorized"), pod, "kubectl -n shop auth whoami"],
  ["no such pod", refused("no-such-pod"), pod, "kubectl -n shop get pods"],
  ["an API server that is silent", refused("cluster-unreachable"), pod, "kubectl -n shop version"],
  ["a pod that waits", refused("not-running"), pod, "kubectl -n shop describe pod api-0"],
  [
    "an image of a pod without a shell",
    refused("no-shell"),
    pod,
    "swtop --debug-image busybox k8s deploy/api -n shop",
  ],
  [
    "processes of a pod with more rights",
    { ...foreign, own: their },
    pod,
    "kubectl -n shop debug -it api-0 --profile=sysadmin --target=app --image=busybox",
  ],
  [
    "a program of a pod that was replaced",
    { kind: "php", program: null, php: null, swoole: null, isReplaced: true },
    pod,
    "kubectl -n shop rollout restart deploy/api",
  ],
])("%s: the command that mends it", (_, said, at, command) => {
  expect(commandOf(said, at)).toBe(command);
});

test("what a target calls itself never becomes part of a command", () => {
  expect(commandOf(refused("missing-command", "sleep; rm -rf /"), docker)).toBeUndefined();
  expect(commandOf(refused("command-not-found", "$(reboot)"), docker)).toBeUndefined();
});

test("what works needs no mending", () => {
  expect(commandOf(foreign, docker, true)).toBeUndefined();
});

test("Yama at 3 stays until the next boot: no command is promised", () => {
  expect(commandOf(closed("yama", "3"), here)).toBeUndefined();
});

const all: readonly Said[] = [
  foreign,
  ...FAULT_KINDS.map((kind) => refused(kind, "sleep")),
  ...SNAPSHOT_FAULTS.map((kind): Said => ({
    kind: "heap-closed",
    pid: 7,
    their,
    fault: { kind, part: null, detail: null },
  })),
  { kind: "php", program: null, php: null, swoole: null, isReplaced: true },
  { kind: "machine", memory: { source: "host" } as never, version: null },
  { kind: "tools-missing", tools: [], missing: ["dd", "ls"] },
  { kind: "logs", sources: [] },
  ladder,
  { kind: "clock", skewMs: 9000, sinceMs: 3000 },
];

test("no fix kills, removes or stops anything, and one that restarts the application says so", () => {
  const places = [...PLACE_KINDS.map((kind) => place({ kind, words: kind })), pod];
  const fixes = places.flatMap((at) => all.flatMap((said) => fixOf({ ok: false, said }, at) ?? []));
  expect(fixes.length).toBeGreaterThan(100);
  for (const { command, remark } of fixes) {
    expect(command).not.toMatch(
      /\b(?:kill|pkill|rm|stop|down|prune|reboot|shutdown|chmod|chown|drop)\b/u,
    );
    if (/\brestart\b|hyperf\.php start/u.test(command))
      expect(remark).toMatch(/restarts the application/u);
    if (/^(?:docker|podman) start\b/u.test(command))
      expect(remark).toMatch(/starts the application/u);
  }
});
