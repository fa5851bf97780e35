// `swtop doctor` as it is built: what it prints, its codes, and what it says of containers of a real engine.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDocker, type Docker } from "../fixtures/engine.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf } from "../fixtures/tree.ts";
import { validateDocument } from "../schema/validate.ts";
import { run, swtop } from "./swtop.ts";

const rights = (stdout: string) =>
  JSON.parse(stdout).checks.find(({ id }: { id: string }) => id === "rights");

const doctor = (args: readonly string[], env = {}) => run(swtop("doctor", ...args), { env });

test("a target that can be had: 0, whatever fails in it", async () => {
  const { code, stdout, stderr } = await doctor(["exec", "--", "env", "TZ=Asia/Shanghai", "sh"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^swtop \d+\.\d+\.\d+ doctor, .* UTC\nexec -- env TZ=Asia\/Shanghai sh\n\nok {2}engine/u,
  );
  expect(stdout).toMatch(/^ok {2}zone .*Asia\/Shanghai/mu);
  expect(stdout).toMatch(/^NO {2}\w+ .*(?:\n {14}.*)*\n {14}mend: /mu);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("a target that cannot be had: 3 and the sentence, after what is known all the same", async () => {
  const { code, stdout, stderr } = await doctor(["exec", "--", "true"]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/^swtop: no shell answered.*\n$/u);
  expect(stdout).toMatch(/^ok {2}engine/mu);
  expect(stdout).toMatch(/^NO {2}shell/mu);
});

test("as a document it fits its schema, also where nothing was had", async () => {
  for (const [command, expected] of [
    ["sh", 0],
    ["no-such-command", 3],
  ] as const) {
    const { code, stdout } = await doctor(["--json", "exec", "--", command]);
    expect(code).toBe(expected);
    expect(validateDocument("doctor", JSON.parse(stdout))).toEqual([]);
  }
});

test("without a target: this machine and each of its engines", async () => {
  const { code, stdout } = await doctor([], { DOCKER_HOST: "unix:///nowhere/docker.sock" });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^local\n\nok {2}engine {4}this machine$/mu);
  expect(stdout).toMatch(
    /^(?:NO|\?) +docker +(?:the engine does not answer|not on this machine)/mu,
  );
});

test("--rbac prints a Role and its binding, and asks no cluster", async () => {
  const env = { KUBECONFIG: "/nowhere/kubeconfig" };
  const { code, stdout, stderr } = await doctor(["--rbac", "-n", "prod"], env);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.match(/^kind: .*|^ {2}namespace: .*/gmu)).toEqual([
    "kind: Role",
    "  namespace: prod",
    "kind: RoleBinding",
    "  namespace: prod",
  ]);
});

test.each([
  ["a namespace that can be none", ["--rbac", "-n", "Prod_X"], 2, /--namespace Prod_X: a name/u],
  ["a recording", ["demo"], 2, /examines what runs/u],
  ["a file", ["package.json"], 2, /examines what runs/u],
  ["a file that is missing", ["./gone.ndjson"], 3, /gone\.ndjson/u],
  ["an option of another command", ["local", "--level", "1"], 2, /--level belongs to/u],
])("%s: one sentence, the right code", async (_, args, expected, says) => {
  const { code, stdout, stderr } = await doctor(args);
  expect([code, stdout]).toEqual([expected, ""]);
  expect(stderr).toMatch(says);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

describe.skipIf(lacks("dockerd"))("containers of a real engine", () => {
  let engine: Docker;
  beforeAll(async () => {
    engine = await startDocker();
    engine.image("php");
    engine.tree("clinic-1", hyperf("clinic"));
  }, 90_000);
  afterAll(async () => engine.end());

  test("one that runs", async () => {
    const { code, stdout } = await doctor(["docker", "clinic-1"], engine.env);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ok {2}engine {4}clinic-1 is running, image php, 0 restarts, limit 128M$/mu,
    );
    expect(stdout).toMatch(/^ok {2}cgroup {4}cgroup v[12], limit 128M/mu);
    expect(stdout).toMatch(/^ok {2}servers {3}1 server of Swoole \(clinic\), 6 processes$/mu);
    expect(stdout).toMatch(/^ok {2}heap /mu);
  });

  test("as another user: what mends it does", async () => {
    const asNobody = ["docker", "exec", "-i", "-u", "65534:65534", "clinic-1", "sh"];
    const closed = await doctor(["--json", "exec", "--", ...asNobody], engine.env);
    expect(rights(closed.stdout)).toMatchObject({
      ok: false,
      fix: expect.stringMatching(/^swtop exec -- docker exec -i -u 0:0 clinic-1 sh {2}#/u),
    });
    const [command = ""] = rights(closed.stdout).fix.split("  #");
    const mended = await doctor(["--json", ...command.split(" ").slice(1)], engine.env);
    expect(rights(mended.stdout).ok).toBe(true);
  });

  test("no such name, one that is paused, one that does not run: each with its command", async () => {
    const said = async (name: string): Promise<string> => {
      const { code, stdout } = await doctor(["docker", name], engine.env);
      expect(code).toBe(3);
      return stdout;
    };
    expect(await said("clinic-9")).toMatch(/^NO {2}engine .*clinic-1[^]*mend: docker ps -a$/mu);
    engine.client("pause", "clinic-1");
    expect(await said("clinic-1")).toMatch(
      /^NO {2}engine .*paused[^]*mend: docker unpause clinic-1$/mu,
    );
    engine.client("unpause", "clinic-1");
    engine.client("stop", "-t", "0", "clinic-1");
    expect(await said("clinic-1")).toMatch(
      /mend: docker start clinic-1\n +# starts the application$/mu,
    );
  });
});
