// `swtop` alone on a terminal: what can be watched from here, and the table one Enter later.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startDocker, type Docker } from "../fixtures/engine.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf, isAlive, Tree } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";
import { descendants, inShell, pidsShown, run, someApp, swtop } from "./swtop.ts";
import { KEYS, Terminal } from "./terminal.ts";

/** An engine that is not there, whatever this machine runs. */
const NO_ENGINE = { DOCKER_HOST: "unix:///nonexistent/docker.sock", DOCKER_CONTEXT: "" };

let terminal: Terminal;
const open = (
  argv: readonly [string, ...string[]],
  options: ConstructorParameters<typeof Terminal>[1] = {},
): Terminal => {
  terminal = new Terminal([...argv], { env: NO_ENGINE, ...options });
  return terminal;
};
afterEach(() => terminal.close());

const restored = {
  isAlternate: false,
  isCursorShown: true,
  isPasteBracketed: false,
  isMouseOn: false,
};

test("it offers the demo, whatever else there is; Enter plays it", async () => {
  const screen = open(swtop());
  await screen.until(/demo: the built-in incident/);
  screen.press("built-in");
  await screen.until(/\/built-in_/);
  screen.press(KEYS.enter);
  await screen.until(/PLAY x20/);
  expect(screen.text()).not.toContain("what to watch?");
  screen.press("q");
  expect(await screen.end()).toEqual({ code: 0, signal: 0 });
  expect(screen.modes()).toEqual(restored);
});

test("an engine that does not answer is one line, and holds up nothing", async () => {
  const screen = open(swtop());
  await screen.until(/^ docker: /m);
  expect(screen.lines().filter((line) => line.startsWith(" docker: "))).toHaveLength(1);
  screen.press("xyz");
  await screen.until(/nothing fits the filter/);
});

test.each([
  ["Esc", KEYS.escape, 0],
  ["Ctrl-C", KEYS.ctrlC, 0],
])("%s leaves it, the terminal is as it was, and nothing of it runs on", async (_, key, code) => {
  const screen = open(inShell());
  await screen.until(/what to watch\?/);
  const program = screen.childPid ?? screen.pid;
  const started = [program, ...descendants(program)];
  screen.press(key);
  await screen.until(/flags-end/);
  expect(screen.text()).toContain(`ended-with=${code}`);
  expect(screen.text()).toMatch(/(?<!-)\becho\b/);
  expect(screen.modes()).toEqual(restored);
  await until(() => started.every((pid) => !isAlive(pid)), "the end of all that was started");
});

test("SIGTERM ends it with 143, and the terminal is as it was", async () => {
  const screen = open(swtop());
  await screen.until(/what to watch\?/);
  screen.signal("SIGTERM");
  expect((await screen.end()).code).toBe(143);
  expect(screen.modes()).toEqual(restored);
});

test("a screen that is too small says what it needs, and a larger one shows all", async () => {
  const screen = open(swtop(), { columns: 50, rows: 12 });
  await screen.until("needs 60x15, has 50x12 (Ctrl-C quits)");
  screen.resize(80, 24);
  await screen.until(/demo: the built-in incident/);
  screen.picture("picker-80x24");
});

test("without a terminal, or with a target, there is none", async () => {
  const { stdout, stderr } = await run(swtop());
  expect(stdout + stderr).not.toContain("what to watch?");
  const screen = open(swtop("demo"));
  await screen.until(/PLAY x20/);
  expect(screen.raw).not.toContain("what to watch?");
});

describe.skipIf(lacks("php"))("a server of this machine", () => {
  let tree: Tree;
  const app = someApp();
  beforeEach(async () => {
    tree = await Tree.start(hyperf(app), 600);
  });
  afterEach(() => tree.end());

  test("is found by its name, and one Enter later the live table runs", async () => {
    const screen = open(swtop());
    await screen.until(new RegExp(`${app} +local +[0-9.]+M / – .* hyperf`));
    screen.press(app);
    await screen.until(new RegExp(`> ${app} `));
    screen.picture("picker-local");
    screen.press(KEYS.enter);
    await screen.until(() => pidsShown(screen, tree.pids()).length === tree.pids().length);
    expect(screen.lines()[0]).toMatch(/local:.*LIVE/);
    expect(screen.text()).not.toMatch(/what to watch|attaching/);
    // the terminal was not given back in between
    expect(screen.raw).not.toContain("\u001b[?1049l");
    screen.press("q");
    expect(await screen.end()).toEqual({ code: 0, signal: 0 });
    expect(screen.modes()).toEqual(restored);
  });

  test("that ends before it is chosen: the reason where something else can be chosen", async () => {
    const screen = open(inShell());
    await screen.until(new RegExp(`${app} +local`));
    tree.end();
    screen.press(app);
    await screen.until(`/${app}_`);
    screen.press(KEYS.enter);
    await screen.until(/nothing to watch: no Swoole process runs on this machine/);
    await screen.until(/what to watch\?[^]*demo: the built-in incident/);
    screen.press(KEYS.escape);
    await screen.until(/flags-end/);
    expect(screen.text()).toContain("ended-with=0");
    expect(screen.modes()).toEqual(restored);
  });
});

describe.skipIf(lacks("dockerd"))("a container", () => {
  let engine: Docker;
  let id = "";
  const app = someApp();
  beforeAll(async () => {
    engine = await startDocker();
    engine.image("php");
    id = engine.tree("shop-api-1", hyperf(app));
    engine.image("bare", ["dash"]);
    engine.client("run", "-d", "--name", "shellless", "--network", "none", "bare", "sleep", "600");
    engine.client("run", "-d", "--name", "gone", "--network", "none", "php", "sleep", "0");
  }, 60_000);
  afterAll(() => engine.end(), 60_000);

  /** What was executed in containers so far, as the engine has it. */
  const executed = () => {
    const told = [
      "--since",
      "0",
      "--until",
      `${Date.now() / 1000}`,
      "--format",
      "{{.Action}} {{.ID}}",
    ];
    return (
      engine
        .client("events", ...told)
        .match(/^exec_.*$/gm)
        ?.join("\n") ?? ""
    );
  };

  test("is one entry, seen from here and from its engine; nothing is executed in it before Enter, and then the table runs against it", async () => {
    const screen = open(swtop(), { env: engine.env });
    await screen.until(/^[ >] shop-api-1 +docker +[0-9.]+M \/ 128M +\d+% +0 +\d+s hyperf +php /m);
    await screen.until(/local \d+ +docker 3 +podman \d/);
    expect(screen.text()).not.toContain(`${app}.Master`);
    expect(screen.text()).not.toMatch(new RegExp(`^[ >] ${app}`, "m"));
    screen.picture("picker-docker");
    expect(executed()).toBe("");
    screen.press("shop-api");
    await screen.until(/> shop-api-1/);
    screen.press(KEYS.enter);
    await screen.until(/Worker\.0[^]*Worker\.1/);
    expect(screen.lines()[0]).toMatch(/docker:\/\/shop-api-1.*LIVE/);
    expect(executed()).toContain(id);
    screen.press("q");
    expect(await screen.end()).toEqual({ code: 0, signal: 0 });
  });

  test("that does not run is not attached to: the last line says why", async () => {
    const screen = open(swtop(), { env: engine.env });
    await screen.until(/^[ >] gone +docker/m);
    screen.press("gone");
    await screen.until(/> gone/);
    screen.press(KEYS.enter);
    await screen.until("gone is not running.");
    expect(screen.ended).toBeNull();
  });

  test("without a shell is refused where something else can be chosen", async () => {
    const screen = open(inShell(), { env: engine.env });
    await screen.until(/shellless/);
    screen.press("shellless");
    await screen.until(/> shellless/);
    screen.press(KEYS.enter);
    await screen.until(/what to watch\?[^]*demo: the built-in incident[^]*no shell/);
    screen.press(KEYS.ctrlC);
    await screen.until(/flags-end/);
    expect(screen.text()).toContain("ended-with=0");
    expect(screen.modes()).toEqual(restored);
  });
});
