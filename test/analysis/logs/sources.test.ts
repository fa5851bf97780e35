import { expect, test } from "vitest";
import {
  declaredLogFile,
  filesOf,
  newestOf,
  unitOf,
  type Evidence,
} from "../../../src/analysis/logs/sources.ts";
import type { Declarations, Declared } from "../../../src/domain/declarations.ts";

const NOTHING: Evidence = {
  declarations: null,
  root: "/srv/app",
  descriptors: [],
  present: [],
  named: [],
};
const place = { file: "config/autoload/server.php", line: 1 };
const written = { place, text: "", envs: [] };

const array = (key: string, held: Declared): Extract<Declared, { kind: "array" }> => ({
  ...written,
  kind: "array",
  entries: [{ key, value: held }],
});
/** Declarations with this `server.settings.log_file`; nothing else of them is looked at. */
const declaring = (value: Declared): Pick<Declarations, "root" | "config"> => ({
  root: "/srv/app",
  config: array("server", array("settings", array("log_file", value))),
});
const seen = (target: string) => ({ pid: 7, descriptor: 1, target });
const scalar = (value: string | number): Declared => ({ ...written, kind: "scalar", value });

const found = (evidence: Partial<Evidence>) =>
  filesOf({ ...NOTHING, ...evidence }).map(({ path, why }) => `${why} ${path}`);

test("Swoole's log file as declared, relative ones below the root", () => {
  const of = (value: string | number) =>
    declaredLogFile({ ...NOTHING, declarations: declaring(scalar(value)) });
  expect(of("/var/log/../log/swoole.log")).toBe("/var/log/swoole.log");
  expect(of("runtime/swoole.log")).toBe("/srv/app/runtime/swoole.log");
  for (const none of ["", "/dev/stdout", "/dev/null", "/proc/self/fd/1", "php://stderr", 5])
    expect(of(none)).toBeNull();
  expect(
    declaredLogFile({ ...NOTHING, declarations: declaring({ ...written, kind: "unresolved" }) }),
  ).toBeNull();
  expect(declaredLogFile(NOTHING)).toBeNull();
});

test("with log_rotation the newest dated one, else the plain name, there or not", () => {
  const declarations = declaring(scalar("/l/s.log"));
  const dated = ["/l/s.log.20261125", "/l/s.log.20261127", "/l/s.log.20261126", "/l/s.log.old"];
  expect(found({ declarations, present: dated })).toEqual(["log_file /l/s.log.20261127"]);
  expect(found({ declarations, present: [...dated, "/l/s.log"] })).toEqual(["log_file /l/s.log"]);
  expect(found({ declarations })).toEqual(["log_file /l/s.log"]);
});

test("files of the folder of logs, of dated ones the newest", () => {
  const logs = "/srv/app/runtime/logs";
  const names = ["hyperf.log", "a-2026-11-26.log", "a-2026-11-27.log", "x.txt", "hyperf.log.1"];
  const present = [...names.map((name) => `${logs}/${name}`), `${logs}/sub/b.log`];
  expect(found({ present })).toEqual([
    `runtime-logs ${logs}/a-2026-11-27.log`,
    `runtime-logs ${logs}/hyperf.log`,
  ]);
  expect(found({ present, root: null })).toEqual([]);
});

test("of files that differ in their date alone the newest; a PID is no date", () => {
  const months = ["a-2026-10.log", "a-2026-11.log"];
  const pids = ["worker-123456.log", "worker-204567.log", "worker-3202611.log"];
  expect(newestOf(["d-20261101.log", "d-20261102.log", ...months, "b.log", ...pids])).toEqual([
    "a-2026-11.log",
    "b.log",
    "d-20261102.log",
    ...pids,
  ]);
});

const held = (descriptor: number, target: string) => ({ pid: 7, descriptor, target });

test("of descriptors behind stdout and stderr only what is named a log", () => {
  const descriptors = [
    held(3, "/tmp/a.sock"),
    held(4, "/var/lib/app.sqlite"),
    held(5, "/var/log/swoole.log"),
    held(6, "/var/log/swoole.log.20261127"),
    held(7, "/var/log/catalogue"),
    held(8, "/var/log/gone.log (deleted)"),
    held(9, "socket:[1].log"),
  ];
  expect(filesOf({ ...NOTHING, descriptors })).toEqual([
    { path: "/var/log/swoole.log", why: "descriptor", pid: 7, descriptor: null },
    { path: "/var/log/swoole.log.20261127", why: "descriptor", pid: 7, descriptor: null },
    { path: "/var/log/gone.log (deleted)", why: "descriptor", pid: 7, descriptor: 8 },
  ]);
});

test("descriptors that lead to files, and by the descriptor where the name is gone", () => {
  const targets = [
    "/out.log",
    "pipe:[1]",
    "socket:[2]",
    "/dev/pts/0",
    "/dev/null",
    "/x.log (deleted)",
  ];
  expect(filesOf({ ...NOTHING, descriptors: targets.map(seen) })).toEqual([
    { path: "/out.log", why: "descriptor", pid: 7, descriptor: null },
    { path: "/x.log (deleted)", why: "descriptor", pid: 7, descriptor: 1 },
  ]);
});

test("a path that two ways lead to is one file, for the reason that says most", () => {
  const declarations = declaring(scalar("/srv/app/runtime/logs/swoole.log"));
  const path = "/srv/app/runtime/logs/swoole.log";
  const descriptors = [{ pid: 7, descriptor: 1, target: path }];
  expect(found({ declarations, descriptors, present: [path] })).toEqual([`log_file ${path}`]);
  expect(found({ declarations, descriptors, present: [path], named: [path] })).toEqual([
    `option ${path}`,
  ]);
});

test.each([
  ["0::/system.slice/api.service", "api.service", false],
  ["0::/system.slice/system-api.slice/api@1.service", "api@1.service", false],
  ["1:name=systemd:/system.slice/api.service\n0::/", "api.service", false],
  ["0::/user.slice/user-1000.slice/user@1000.service/app.slice/api.service", "api.service", true],
  ["0::/system.slice/api.service/payload", "api.service", false],
])("%s is of the unit %s", (cgroup, unit, isUser) => {
  expect(unitOf(`${cgroup}\n`)).toEqual({ unit, isUser });
});

test.each([
  "0::/",
  "0::/system.slice/docker-0123.scope",
  "0::/user.slice/user-1000.slice/session-2.scope",
  "0::/user.slice/user-1000.slice/user@1000.service/app.slice/term.scope",
  "0::/user.slice/user-1000.slice/user@1000.service/init.scope",
  "0::/system.slice/containerd.service/kubepods-x.slice/cri-1.scope",
  "0::/system.slice/a b.service",
  "0::/system.slice/--file=x;.service",
  "",
])("%s is of none", (cgroup) => {
  expect(unitOf(cgroup)).toBeNull();
});
