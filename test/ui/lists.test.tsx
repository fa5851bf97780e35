// The crontab and the audit by keys alone, on the demo's recording of the incident.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { render } from "ink-testing-library";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { Effect } from "../../src/domain/effect.ts";
import { decodeObservation } from "../../src/recording/decode.ts";
import { screenView } from "../../src/store/select/screen.ts";
import type { State } from "../../src/store/state.ts";
import { createMonitorStore, monitorActions } from "../../src/store/store.ts";
import { observed } from "../../src/store/transitions.ts";
import { App } from "../../src/ui/App.tsx";
import { geometryOf } from "../../src/ui/geometry.ts";
import { beginning } from "../store/build.ts";
import { look, SGR } from "./build.ts";

const FILE = fileURLToPath(new URL("../../src/targets/demo/worker.ndjson.gz", import.meta.url));
/** As ink-testing-library draws. */
const SIZE = { columns: 100, rows: 24 };

let incident: State;
beforeAll(() => {
  incident = beginning({ uri: "demo:", playback: { speed: 20, isOver: true } });
  for (const line of gunzipSync(readFileSync(FILE)).toString("utf8").trim().split("\n")) {
    const observation = decodeObservation(line);
    if (observation === null) throw new Error(`no observation: ${line}`);
    incident = observed(incident, observation, 0);
  }
});

const unmounts: (() => void)[] = [];
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

/** The screen on a real store; what it draws, and what its keys ask for. */
async function mounted() {
  const store = createMonitorStore(incident);
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

test.each(["a", "4"])(
  "%s shows the incident's causes: both locks of sync-stock and the strategy",
  async (key) => {
    const { text, press } = await mounted();
    press(key);
    await expect.poll(text).toContain("- Audit - 5 errors");
    expect(text()).toMatch(/ERROR CR-01 sync-stock +app\/Crontab\/SyncStock\.php:15/);
    expect(text()).toMatch(/INFO +CR-02 sync-stock +app\/Crontab\/SyncStock\.php:15/);
    // each run takes 74 s, as the recording's truth has it
    expect(text()).toMatch(
      /ERROR CR-38 sync-stock +app\/Crontab\/SyncStock\.php:15 +24 of 24 runs/,
    );
    expect(text()).toMatch(/WARN +CR-17 /);
  },
);

test("a finding is filtered, opened, copied and left again", async () => {
  const { text, press, effects } = await mounted();
  press("a");
  await expect.poll(text).toContain("- Audit");
  press("/CR-01");
  await expect.poll(text).toContain("/CR-01_");
  press("\r");
  await expect.poll(text).toContain("filter CR-01 hides");
  expect(text()).not.toContain("CR-02");
  press("G\r");
  await expect.poll(text).toContain("- ERROR CR-01 cron.no-singleton sync-stock");
  expect(text()).toMatch(/ write +singleton: true, onOneServer: true/);
  expect(text()).toMatch(/ proof +app\/Crontab\/SyncStock\.php:15/);
  press("c");
  await expect
    .poll(() => effects)
    .toEqual([{ type: "copy", text: "singleton: true, onOneServer: true" }]);
  press("q");
  await expect.poll(text).toContain("filter CR-01 hides");
  press("q");
  await expect.poll(text).toContain("CR-02");
  press("q");
  await expect.poll(text).toContain("Processes");
  expect(effects).toHaveLength(1);
});

test("Tab leads to the processes a finding speaks of", async () => {
  const { text, press } = await mounted();
  press("a");
  await expect.poll(text).toContain("- Audit");
  press("\t");
  await expect.poll(text).toMatch(/Processes .*filter worker/);
  expect(text()).toContain("Worker.0");
  expect(text()).not.toContain("Master");
});

test("e and R ask for a file and for the project again, o for what is right", async () => {
  const { text, press, effects } = await mounted();
  press("eR");
  press("a");
  await expect.poll(text).toContain("- Audit");
  expect(effects).toEqual([]);
  press("eR");
  await expect.poll(() => effects).toEqual([{ type: "audit-export" }, { type: "project-again" }]);
  press("oG");
  await expect.poll(text).toMatch(/> ok /);
});

test("3 shows the tasks, Enter one of them, and 1 the processes again", async () => {
  const { text, press } = await mounted();
  press("3");
  await expect.poll(text).toContain("- Crontab 4 tasks");
  expect(text()).toMatch(/d sync-stock +\* \* \* \* \* +.* 00:48:13 ok; 24 overlapping/);
  // a worker was killed, and took one of its ticks with it
  expect(text()).toMatch(/c heartbeat .* ok; 1 missed/);
  press("G\r");
  await expect.poll(text).toContain("- Task sync-stock");
  expect(text()).toContain("24 longer than the");
  expect(text()).toContain("every minute");
  press("1");
  await expect.poll(text).toContain("Processes");
  press("?");
  await expect.poll(text).toContain("audit of the settings");
});

test("an opened process leads to the audit and gets its place back", async () => {
  const { text, press } = await mounted();
  press("\r");
  await expect.poll(text).not.toContain("Processes");
  const [, , , , opened = ""] = text().split("\n");
  press("a");
  await expect.poll(text).toContain("- Audit");
  press("q");
  await expect.poll(text).not.toContain("- Audit");
  expect(text()).toContain(opened);
});
