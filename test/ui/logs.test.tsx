// The log pane by keys alone, on a real store.
import { render } from "ink-testing-library";
import { afterEach, expect, test } from "vitest";
import type { Effect } from "../../src/domain/effect.ts";
import type { LogRecord } from "../../src/domain/log.ts";
import { epochMs } from "../../src/domain/units.ts";
import { screenView } from "../../src/store/select/screen.ts";
import { createMonitorStore, monitorActions } from "../../src/store/store.ts";
import { App } from "../../src/ui/App.tsx";
import { geometryOf } from "../../src/ui/geometry.ts";
import { START } from "../store/build.ts";
import { aLine, aRecord, told } from "../store/logs/build.ts";
import { running } from "../store/snapshot-build.ts";
import { look, SGR } from "./build.ts";

/** As ink-testing-library draws. */
const SIZE = { columns: 100, rows: 24 };

const unmounts: (() => void)[] = [];
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

const record = (
  message: string,
  second: number,
  facts: Parameters<typeof aRecord>[1] = {},
): LogRecord =>
  aRecord(message, { at: epochMs(START + second * 1000), slot: "Worker.0", pid: 39, ...facts });

const RECORDS: readonly LogRecord[] = [
  ...Array.from({ length: 30 }, (_, index) =>
    record(`GET /api/stock/${index}`, index, { level: "info" }),
  ),
  record("ConnectException: timed out", 30, {
    level: "error",
    lines: ["head", "#0 a.php(1)", "#1 {main}"].map((text) => aLine(text)),
  }),
  record("of another worker", 31, { slot: "Worker.1", pid: 40 }),
  record("the last line", 32, { level: "debug" }),
];

async function mounted() {
  const store = createMonitorStore(told(running(), ...RECORDS));
  const actions = monitorActions(store);
  const effects: Effect[] = [];
  const { sentences } = look();
  const screen = render(
    <App
      read={(geometry) => screenView(store.getState(), geometry, 0)}
      subscribe={(changed) => store.subscribe(changed)}
      press={(command) => effects.push(...actions.commanded(command, geometryOf(SIZE)))}
      geometryChanged={() => undefined}
      appearance={{ hasColour: false, isAscii: true }}
      sentences={sentences}
    />,
  );
  unmounts.push(() => screen.unmount());
  await expect.poll(() => screen.stdin.listenerCount("readable")).toBe(1);
  const text = () => (screen.lastFrame() ?? "").replaceAll(SGR, "");
  await expect.poll(text).toContain("Processes");
  return { text, effects, press: (keys: string) => screen.stdin.write(keys) };
}

test("2 opens the log of the chosen worker, f puts it below the table, l over the screen, Esc leads back", async () => {
  const { text, press } = await mounted();
  press("g2f");
  await expect.poll(text).toContain("- 2 Logs  Worker.0 - follow - ");
  expect(text()).toMatch(/>\d\d:\d\d:\d\d debug the last line/);
  expect(text()).toContain("(+2 lines, Enter to unfold)");
  expect(text()).not.toContain("of another worker");
  expect(text()).toContain("Processes");
  press("l");
  await expect.poll(text).not.toContain("Processes");
  expect(text()).toContain("GET /api/stock/20");
  press("\u001b");
  await expect.poll(text).toContain("Processes");
});

test("where there is no room beside the table 2 opens it over the screen at once, of all until a row is chosen; 2 and Esc lead back", async () => {
  const { text, press } = await mounted();
  press("2");
  await expect.poll(text).toContain("- 2 Logs  all - follow");
  expect(text()).not.toContain("Processes");
  expect(text()).toContain("of another worker");
  press("2");
  await expect.poll(text).toContain("Processes");
  expect(text()).toContain("- 2 Logs  all - follow");
  press("j");
  await expect.poll(text).toContain("- 2 Logs  Worker.1 - follow");
  press("2");
  await expect.poll(text).not.toContain("Processes");
  press("\u001b");
  await expect.poll(text).toContain("Processes");
  expect(text()).toContain("G follow");
  press("\u001b");
  await expect.poll(text).not.toContain("G follow");
  press("k");
  await expect.poll(text).toContain("- 2 Logs  Worker.0 - follow");
});

test("one moves up and it pauses, Enter unfolds the trace, G follows", async () => {
  const { text, press } = await mounted();
  press("gl");
  await expect.poll(text).toContain("the last line");
  press("k");
  await expect.poll(text).toContain("- 2 Logs  Worker.0 - paused, G follows");
  press("\r");
  await expect.poll(text).toMatch(/^ {3}#1 \{main\}/m);
  press("\r");
  await expect.poll(text).toContain("(+2 lines, Enter to unfold)");
  press("G");
  await expect.poll(text).toContain("- follow");
});

test("a search is typed, its matches are counted and marked, & shows only these", async () => {
  const { text, press } = await mounted();
  press("gl");
  await expect.poll(text).toContain("the last line");
  press("/stock/2");
  await expect.poll(text).toContain(" /stock/2_ ");
  press("\r");
  await expect.poll(text).toContain("/stock/2 11 matches");
  expect(text()).toMatch(/^\*.* GET \/api\/stock\/28/m);
  press("&");
  await expect.poll(text).toContain(" - only stock/2");
  expect(text()).not.toContain("the last line");
  press("\u001b");
  await expect.poll(text).not.toContain("only stock/2");
});

test("the threshold hides what is known to be lower, s shows all", async () => {
  const { text, press } = await mounted();
  press("gl");
  await expect.poll(text).toContain("the last line");
  press(">>>>");
  await expect.poll(text).toMatch(/- level>=(warn|error)/);
  expect(text()).not.toContain("GET /api");
  expect(text()).toContain("ConnectException");
  press("<<<<ss");
  await expect.poll(text).toContain("- 2 Logs  all - follow");
  expect(text()).toContain("of another worker");
});

test("wrap, times and columns change how lines are drawn, o shows the sources", async () => {
  const { text, press } = await mounted();
  press("gl");
  await expect.poll(text).toContain("the last line");
  press("t");
  await expect.poll(text).toMatch(/^>debug the last line/m);
  press("\u001b[C");
  await expect.poll(text).toContain("- from cell ");
  press("\u001b[Dw");
  await expect.poll(text).toContain("- wrapped");
  press("o");
  await expect.poll(text).toContain("- 2 Logs  Worker.0 - sources");
});

test("Space marks rows: the log follows them, and the row says so", async () => {
  const { text, press } = await mounted();
  press(" ");
  await expect.poll(text).toMatch(/^>\* +39 /m);
  press("j ");
  await expect.poll(text).toMatch(/^>\* +40 /m);
  expect(text()).toContain("- 2 Logs  Worker.0 Worker.1 - follow");
  expect(text()).toContain("of another worker");
});

test("c and Ctrl-S ask for the line and for the raw lines", async () => {
  const { text, press, effects } = await mounted();
  press("gl");
  await expect.poll(text).toContain("the last line");
  press("c");
  await expect.poll(() => effects.length).toBe(1);
  press("\u0013");
  await expect.poll(() => effects.length).toBe(2);
  expect(effects[0]).toMatchObject({ type: "copy" });
  expect(JSON.stringify(effects[0])).toContain("the last line");
});
