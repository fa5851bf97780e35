// A doctor on real shells and real processes, each with one defect: made with namespaces, users and capabilities, so that nothing outside of them changes.
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MIB } from "../../../src/domain/units.ts";
import { lacks } from "../../fixtures/needs.ts";
import { hyperf } from "../../fixtures/tree.ts";
import { cgroupV2, diagnosis, Folder, Namespaces } from "./patient.ts";

const NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];
const WITHOUT_PTRACE = ["setpriv", "--bounding-set=-sys_ptrace,-sys_admin,-perfmon", "--"];
const TREE = fileURLToPath(new URL("../../fixtures/tree.php", import.meta.url));
const needsRoot = lacks("another uid") || lacks("its own mounts");

let folder: Folder;
let namespaces: Namespaces | null = null;
beforeEach(() => {
  folder = new Folder();
});
afterEach(async () => {
  await namespaces?.end();
  namespaces = null;
  folder.remove();
});

/** A shell that is put into namespaces, as `docker exec` does it. */
async function apart(
  before: string,
  shell: readonly string[] = ["sh"],
): Promise<readonly string[]> {
  await namespaces?.end();
  namespaces = await Namespaces.start(before);
  return namespaces.inside(...shell);
}

/** /usr/bin as an image has it that brings only these. */
function bringing(programs: readonly string[]): string {
  for (const program of programs) {
    const path = spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" });
    folder.copy(path.stdout.trim(), `bin/${program}`);
  }
  const mounts = ["/usr/bin", "/bin"].map((to) => `mount --bind ${folder.path}/bin ${to}`);
  return mounts.join("\n");
}

/** Starts the server in its folder, and waits until it has its titles. */
const server = (cwd: string, as = "", then = ""): string =>
  [
    `cd ${cwd}`,
    `SWTOP_TREE='${JSON.stringify({ lifeS: 60, watch: 1, root: hyperf("clinic", { workers: 1 }) })}' ${as} php -d opcache.enable_cli=0 ${TREE} >/dev/null &`,
    `until [ "$(grep -la '^clinic[.]' /proc/[0-9]*/cmdline 2>/dev/null | wc -l)" = 5 ]; do sleep 0.05; done`,
    "cd /",
    then,
  ].join("\n");
const app = (): string => `${folder.path}/app`;

describe.skipIf(needsRoot)("in namespaces of its own", () => {
  test("a shell in which all is there, and no PHP", async () => {
    const { wasHad, check, failed } = await diagnosis(await apart(""));
    expect([wasHad, failed]).toEqual([true, ["servers", "php"]]);
    expect(check("php")).toMatchObject({
      text: "no process of PHP is seen; what runs: sh",
      fix: expect.stringMatching(/^swtop /u),
    });
    expect(check("heap").ok).toBeNull();
    expect(check("clock")).toMatchObject({ ok: true });
  });

  test("no dd: what it costs, and how it comes into the image", async () => {
    const { check } = await diagnosis(
      await apart(bringing(["sh", "sleep", "head", "cat", "ls", "readlink"])),
    );
    expect(check("tools")).toMatchObject({
      ok: false,
      text: expect.stringMatching(/^no dd: .*It has head cat readlink ls$/u),
      fix: expect.stringContaining("coreutils"),
    });
  });

  test("no sleep: the target cannot be had, and the doctor says what is known all the same", async () => {
    const { wasHad, check, failed } = await diagnosis(
      await apart(bringing(["sh", "head", "cat", "ls"])),
    );
    expect([wasHad, failed]).toEqual([false, ["tools"]]);
    expect(check("tools").text).toMatch(/no `sleep`/u);
    expect([check("engine").ok, check("shell").ok, check("php").ok]).toEqual([true, true, null]);
  });

  test("no /proc", async () => {
    const { wasHad, check, failed } = await diagnosis(await apart("mount -t tmpfs none /proc"));
    expect([wasHad, failed]).toEqual([false, ["proc"]]);
    expect(check("proc").fix).toMatch(/^sudo mount -t proc proc \/proc/u);
  });

  test("hidepid hides the processes of others", async () => {
    const hidden = await apart("sleep 60 & mount -t proc -o hidepid=2 proc /proc", [
      ...NOBODY,
      "sh",
    ]);
    const { check } = await diagnosis(hidden);
    expect(check("proc")).toMatchObject({
      ok: false,
      text: expect.stringMatching(/hidepid=.*uid 65534/u),
      fix: expect.stringMatching(/^sudo mount -o remount,hidepid=0 \/proc/u),
    });
    const open = await diagnosis(await apart("mount -t proc -o hidepid=2 proc /proc"));
    expect(open.check("proc").ok).toBe(true);
  });

  test("a limit of cgroup v2, and room below it", async () => {
    cgroupV2(folder, String(512 * MIB), 100 * MIB);
    const { check } = await diagnosis(
      await apart(`mount --bind ${folder.path}/cgroup /sys/fs/cgroup`),
    );
    expect(check("cgroup")).toMatchObject({
      ok: true,
      text: expect.stringMatching(/^cgroup v2, limit 512M, 100M used/u),
    });
    expect(check("headroom")).toMatchObject({ ok: true, text: "412M free of 512M" });
  });

  test("little room: snapshots are not for there", async () => {
    cgroupV2(folder, String(512 * MIB), 480 * MIB);
    const { check } = await diagnosis(
      await apart(`mount --bind ${folder.path}/cgroup /sys/fs/cgroup`),
    );
    expect(check("headroom")).toMatchObject({
      ok: false,
      text: expect.stringMatching(/^32\.0M free of 512M; levels 2 and 3/u),
      fix: expect.stringMatching(/^swtop snapshot --level 1/u),
    });
  });

  test("no room: nothing is started there, but with --force", async () => {
    cgroupV2(folder, String(512 * MIB), 510 * MIB);
    const full = await apart(`mount --bind ${folder.path}/cgroup /sys/fs/cgroup`);
    const refused = await diagnosis(full);
    expect([refused.wasHad, refused.failed]).toEqual([false, ["headroom"]]);
    expect(refused.check("headroom").fix).toMatch(
      /^swtop --force .*# what starts there may be what the kernel kills/u,
    );
    expect(refused.check("shell").ok).toBe(true);
    const forced = await diagnosis(full, ["--force"]);
    expect([forced.wasHad, forced.check("headroom").ok]).toEqual([true, false]);
  });

  test("no cgroup is to be seen", async () => {
    const { check } = await diagnosis(await apart("mount -t tmpfs none /sys/fs/cgroup"));
    expect(check("cgroup")).toMatchObject({ ok: false, fix: expect.stringContaining("cgroup2") });
  });

  test("a zone of its own, by its link: log times are taken for that", async () => {
    folder.put("etc/passwd", "root:x:0:0::/:/bin/sh\n");
    spawnSync("ln", ["-s", "/usr/share/zoneinfo/Asia/Shanghai", `${folder.path}/etc/localtime`]);
    const { check } = await diagnosis(await apart(`mount --bind ${folder.path}/etc /etc`));
    expect(check("zone")).toMatchObject({
      ok: true,
      text: expect.stringMatching(/^Asia\/Shanghai; .*taken for Asia\/Shanghai$/u),
    });
  });
});

test("a zone by the environment", async () => {
  const { check } = await diagnosis(["env", "TZ=Europe/Berlin", "sh"]);
  expect(check("zone")).toMatchObject({
    ok: true,
    text: expect.stringMatching(/^Europe\/Berlin/u),
  });
});

test.each([
  ["a command that is not there", ["no-such-command"], "engine", /^command -v no-such-command/u],
  [
    "a container of an engine that does not run",
    ["docker", "-H", "unix:///nowhere", "exec", "-i", "api-1", "sh"],
    "shell",
    /^swtop doctor docker api-1/u,
  ],
] as const)("%s: one check fails, with what mends it", async (_, command, id, fix) => {
  const { wasHad, check, failed } = await diagnosis(
    id === "shell" && lacks("docker") ? ["docker-is-missing"] : command,
  );
  expect(wasHad).toBe(false);
  expect(failed).toHaveLength(1);
  if (failed[0] === id) expect(check(id).fix).toMatch(fix);
});

describe.skipIf(needsRoot || lacks("php"))("on a server of PHP in namespaces of its own", () => {
  beforeEach(() => {
    chmodSync(folder.path, 0o755);
    folder.put("app/composer.json", '{"name":"shop/api","require":{"hyperf/framework":"~3.1.0"}}');
    folder.put("app/bin/hyperf.php", "<?php\n");
    folder.put("app/runtime/logs/hyperf.log", "[2026-11-25 22:30:00] shop.INFO: up\n");
  });

  test("all works", async () => {
    const { wasHad, check, failed } = await diagnosis(await apart(server(app())));
    expect([wasHad, failed]).toEqual([true, []]);
    expect(check("servers").text).toBe("1 server of Swoole (clinic), 5 processes");
    expect(check("php").text).toMatch(/^PHP \d\.\d/u);
    expect(check("heap").text).toMatch(/^memory of pid \d+ can be read$/u);
    expect(check("logs").text).toContain(`${app()}/runtime/logs/hyperf.log followed`);
    expect(check("project").text).toMatch(new RegExp(`^${app()}, hyperf`, "u"));
  });

  test("another user: what is closed to it, and what is therefore not known", async () => {
    const { check, failed } = await diagnosis(await apart(server(app()), [...NOBODY, "sh"]));
    expect(failed).toEqual(["rights", "heap"]);
    expect(check("rights").text).toMatch(
      /^uid 65534, gid 65534 may not look into pid \d+ of uid 0, gid 0/u,
    );
    expect([check("logs").ok, check("project").ok]).toEqual([null, null]);
    expect(check("php").text).toMatch(/^PHP/u);
  });

  test("root without SYS_PTRACE, as in a container, and a server of another user", async () => {
    const { check, failed } = await diagnosis(
      await apart(server(app(), NOBODY.join(" ")), [...WITHOUT_PTRACE, "sh"]),
    );
    expect(failed).toEqual(["rights", "heap"]);
    expect(check("rights")).toMatchObject({
      text: expect.stringMatching(
        /^uid 0, gid 0 may not look into pid \d+ of uid 65534, gid 65534/u,
      ),
      fix: expect.stringMatching(/^sudo -u '#65534' -g '#65534' swtop exec -- nsenter/u),
    });
  });

  test("a process with more capabilities than ours", async () => {
    const { check, failed } = await diagnosis(
      await apart(server(app()), [...WITHOUT_PTRACE, "sh"]),
    );
    expect(failed).toEqual(["rights", "heap"]);
    expect(check("heap").text).toMatch(/has capabilities that swtop lacks$/u);
  });

  test("no dd: neither heap nor logs", async () => {
    const image = bringing(["sh", "sleep", "head", "cat", "ls", "readlink"]);
    const { check, failed } = await diagnosis(await apart(server(app(), "", image)));
    expect(failed).toEqual(["tools", "heap", "logs"]);
    expect(check("heap").text).toBe("no dd: HEAP and REAL stay empty");
    expect(check("logs").fix).toMatch(/coreutils/u);
  });

  test("a log that is closed to us", async () => {
    chmodSync(`${app()}/runtime/logs/hyperf.log`, 0o600);
    const { check, failed } = await diagnosis(
      await apart(server(app(), NOBODY.join(" ")), [...NOBODY, "sh"]),
    );
    expect(failed).toEqual(["logs"]);
    expect(check("logs").text).toContain("hyperf.log cannot be read");
  });

  test("no project where the processes are, and none where it is said to be", async () => {
    const found = await diagnosis(await apart(server(`${app()}/runtime`)));
    expect(found.check("project")).toMatchObject({
      ok: false,
      fix: expect.stringMatching(/^swtop --project DIR exec -- /u),
    });
    const named = await diagnosis(await apart(server(app())), ["--project", "/nowhere"]);
    expect(named.check("project")).toMatchObject({ ok: false, text: "there is none in /nowhere" });
  });
});
