// What a machine without a Swoole server shows, and the demo itself.
import { spawnSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, Tree } from "../fixtures/tree.ts";
import { pidsShown, run, someApp, swtop } from "./swtop.ts";
import { Terminal } from "./terminal.ts";

const ALONE = ["--pid", "--fork", "--kill-child", "--mount-proc"];
const WAYS = [ALONE, ["--user", "--map-root-user", ...ALONE]];

/** In a PID namespace of its own where the system allows it: what else runs on this machine is then not there. */
const alone = (argv: readonly [string, ...string[]]): [string, ...string[]] => {
  const way = WAYS.find((flags) => spawnSync("unshare", [...flags, "true"]).status === 0);
  return way === undefined ? [...argv] : ["unshare", ...way, ...argv];
};

let terminal: Terminal | null = null;
const open = (argv: readonly [string, ...string[]]): Terminal => {
  terminal = new Terminal([...argv]);
  return terminal;
};
afterEach(() => terminal?.close());

test("--or-demo: where no Swoole process runs the demo comes, and the header says so", async () => {
  const screen = open(alone(swtop("--or-demo")));
  await screen.until(/Worker\.0/);
  const head = screen.lines().slice(0, 5).join("\n");
  expect(head).toMatch(/PLAY x20/);
  expect(head).toContain("no Swoole process runs on this machine; demo, a recorded service");
});

test("--or-demo without a terminal: one table of the demo, why it is that, and 0", async () => {
  const { code, stdout, stderr } = await run(alone(swtop("--or-demo")));
  expect(code).toBe(0);
  expect(stdout.match(/^demo: /gm)).toHaveLength(1);
  expect(stdout).toMatch(/^ *20026 worker +Worker\.0 /m);
  expect(stderr).toMatch(/^swtop: nothing to watch: no Swoole process runs on this machine\..*\n$/);
});

test.skipIf(lacks("php"))(
  "--or-demo: what runs on this machine is shown live, not the demo",
  async () => {
    const tree = await Tree.start(hyperf(someApp()), 120);
    try {
      const screen = open(swtop("--or-demo"));
      await screen.until(() => pidsShown(screen, tree.pids()).length === tree.pids().length);
      expect(screen.lines()[0]).toMatch(/local.*LIVE/);
      expect(screen.text()).not.toMatch(/demo|PLAY/);
    } finally {
      tree.end();
    }
  },
);

test("the demo plays at x20, and says what it is", async () => {
  const screen = open(swtop("demo"));
  await screen.until(/Worker\.3/);
  const head = screen.lines().slice(0, 5).join("\n");
  expect(head).toMatch(/docker:\/\/shop-api-1.*PLAY x20/);
  expect(head).toContain("demo, a recorded service in fast motion");
  const clock = () => /\d\d:\d\d:\d\d/.exec(screen.lines()[0] ?? "")?.[0];
  const first = clock();
  await screen.until(() => clock() !== first);
});

test("at its end the screen stays, says so, and still takes keys", async () => {
  const screen = open(swtop("demo", "--speed", "5000"));
  await screen.until(/THE END/);
  expect(screen.text()).toMatch(/OOM.*Worker\.0/);
  screen.press("?");
  await screen.until(/freeze/);
  expect(screen.ended).toBeNull();
  screen.press("qq");
  expect(await screen.end()).toEqual({ code: 0, signal: 0 });
});

// The truth of each: the records of their making. Only `worker` ends in a kill; only `fixed` stays small.
test.each([
  ["worker", /oom_kill 1/, /^ *20026 worker +Worker\.0 /m],
  ["coroutine", /memory 103M of 115M/, /crontab-dispatcher\.0 +76\.3 /],
  ["fixed", /memory 59\.8M of 115M/, /crontab-dispatcher\.0 +3\.8 /],
])("demo --scenario %s: its own recording, here as its last table", async (scenario, head, row) => {
  const { code, stdout } = await run(swtop("demo", "--scenario", scenario));
  expect(code).toBe(0);
  expect(stdout).toMatch(head);
  expect(stdout).toMatch(row);
});
