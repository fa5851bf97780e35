// A container that leaks until the kernel kills it, as the person on call sees it.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inContainer, startDocker, TREE, treeSpec, type Docker } from "../fixtures/engine.ts";
import { lacks } from "../fixtures/needs.ts";
import { hyperf } from "../fixtures/tree.ts";
import { until } from "../fixtures/until.ts";
import { swtop } from "./swtop.ts";
import { Terminal } from "./terminal.ts";

/** Its first two lives leak; the third goes on. */
const LEAKING = treeSpec(hyperf("shop", { extra: { Master: { leakKibPerS: 12 * 1024 } } }));
const CALM = treeSpec(hyperf("shop"));
const START = `printf x >>/lives; case $(cat /lives) in xxx*) export SWTOP_TREE="$CALM";; esac; exec /usr/bin/php -n ${TREE}`;
const LIMIT = ["-m", "96m", "--memory-swap", "96m", "--restart", "always", "--network", "none"];
const rows = (terminal: Terminal) =>
  terminal
    .lines()
    .filter((each) => /Worker\.\d|Master|Manager|crontab-disp/.test(each.slice(0, 60))).length;

describe.skipIf(lacks("dockerd"))("a container that leaks until the kernel kills it", () => {
  let engine: Docker;
  let id: string;
  const terminals: Terminal[] = [];
  const open = (columns: number, lines: number): Terminal => {
    const terminal = new Terminal(swtop("docker", "api"), {
      columns,
      rows: lines,
      env: engine.env,
    });
    terminals.push(terminal);
    return terminal;
  };
  const deaths = () => Number(engine.client("inspect", "-f", "{{.RestartCount}}", "api"));
  beforeAll(async () => {
    engine = await startDocker();
    engine.image("php");
    const variables = ["-e", `SWTOP_TREE=${LEAKING}`, "-e", `CALM=${CALM}`];
    id = engine.client(
      "run",
      "-d",
      "--name",
      "api",
      ...LIMIT,
      ...variables,
      "php",
      "sh",
      "-c",
      START,
    );
  }, 60_000);
  afterEach(() => {
    for (const terminal of terminals.splice(0)) terminal.close();
  });
  afterAll(() => engine.end(), 60_000);

  test("the screen tells what was killed and by which limit, and goes on with the next life", async () => {
    const terminal = open(160, 45);
    await terminal.until(() => rows(terminal) === 6);
    const before = deaths();
    await terminal.until(/ ! OOM: killed .*at the limit of 96 MiB/, 60_000);
    expect(deaths()).toBeGreaterThan(before);
    // the rows of the new life with the history of the former, and what that had written
    await terminal.until(() => / LIVE /.test(terminal.text()) && rows(terminal) === 6, 30_000);
    await terminal.until(/[▁-█]x/u, 30_000);
    const starts = () => terminal.lines().filter((each) => each.includes('{"key":"Master"')).length;
    await terminal.until(() => starts() >= 2, 30_000);
    terminal.picture("docker-oom-160x45");
    terminal.press("q");
    await terminal.until(() => terminal.ended !== null);
    await until(
      () =>
        inContainer(id).every(({ title }) => title.startsWith("shop.") || title.includes("php")),
      "a container with nothing of swtop",
    );
  }, 120_000);

  test("attached after two deaths: it tells both, their lives and the limit, at once", async () => {
    await until(() => deaths() >= 2, "two deaths", 60_000);
    const terminal = open(160, 45);
    await terminal.until(
      / ! OOM: killed (?:\d times, last )?[\d:]+(?:, [\d:]+)* and [\d:]+, after lives of .*at the limit of 96 MiB/,
      30_000,
    );
    expect(terminal.text()).toMatch(/oom_kill \d+ \(\+\d+ before\)/);
  }, 120_000);

  test("80x24: the same in fewer words", async () => {
    const terminal = open(80, 24);
    await terminal.until(/ ! OOM: killed /, 30_000);
    await terminal.until(() => rows(terminal) === 6, 30_000);
    terminal.picture("docker-oom-80x24");
  }, 60_000);
});
