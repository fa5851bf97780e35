// The snapshots by keys alone, on a real store.
import { render } from "ink-testing-library";
import { afterEach, expect, test } from "vitest";
import type { Effect } from "../../src/domain/effect.ts";
import { screenView } from "../../src/store/select/screen.ts";
import type { State } from "../../src/store/state.ts";
import { createMonitorStore, monitorActions } from "../../src/store/store.ts";
import { App } from "../../src/ui/App.tsx";
import { geometryOf } from "../../src/ui/geometry.ts";
import { START } from "../store/build.ts";
import { leaking, minute, ofSlot, partly, running, whole } from "../store/snapshot-build.ts";
import { look, SGR } from "./build.ts";

/** As ink-testing-library draws. */
const SIZE = { columns: 100, rows: 24 };

const unmounts: (() => void)[] = [];
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

/** The screen on a real store; what it draws, what its keys ask for, and what comes in. */
async function mounted(state: State) {
  const store = createMonitorStore(state);
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
  return {
    text,
    effects,
    press: (keys: string) => screen.stdin.write(keys),
    come: (...progress: readonly ReturnType<typeof whole>[]) => {
      for (const each of progress) actions.observed({ type: "snapshot", progress: each }, START);
    },
  };
}

const LEFT = "\u001b[D";
const RIGHT = "\u001b[C";
const DOWN = "\u001b[B";

test("S reads the selected process, shows each part as it comes, and again what grew", async () => {
  const { text, press, effects, come } = await mounted(running());
  press("S");
  await expect.poll(text).toContain("- GC snapshot  Worker.0 pid 39 gen 1 - reading");
  expect(effects).toMatchObject([{ type: "snapshot-take", subject: { pid: 39 } }]);
  come(partly(leaking(24_111, { at: minute(0) }), 62));
  await expect.poll(text).toContain("reading 62 %");
  come(whole(leaking(24_111, { at: minute(0) })));
  await expect.poll(text).toContain("CONCLUSION  held references: ");
  press("S");
  come(whole(leaking(48_211, { at: minute(33) })));
  await expect.poll(text).toContain("- 2 of 2 -");
  expect(text()).toMatch(/used 130.8 \(\+15.4\)/);
  press(LEFT);
  await expect.poll(text).toContain("- 1 of 2 -");
  press(RIGHT);
  await expect.poll(text).toContain("- 2 of 2 -");
  expect(effects).toHaveLength(2);
});

test("the document is scrolled, and goes no further than its end", async () => {
  const { text, press, come } = await mounted(running());
  come(whole(leaking(48_211)));
  press("5");
  await expect.poll(text).toMatch(/- \d+ below/);
  press(DOWN);
  await expect.poll(text).toContain("- 1 above");
  press("k");
  await expect.poll(text).not.toContain("above");
  press("GGjj");
  await expect.poll(text).toMatch(/- \d+ above -/);
  const end = text();
  press("g");
  await expect.poll(text).not.toContain("above");
  press("\u001b[6~\u001b[6~");
  await expect.poll(text).toBe(end);
});

test("d compares with other slots, Tab leads to them, c copies, e asks for a file", async () => {
  const { text, press, effects, come } = await mounted(running());
  come(whole(leaking(24_105, ofSlot(1))), whole(leaking(48_211)));
  press("5d");
  await expect.poll(text).toContain("vs Worker.1");
  press("\t");
  await expect.poll(text).toContain("- GC snapshot  Worker.1 pid 40");
  press("ce");
  await expect
    .poll(() => effects)
    .toMatchObject([
      { type: "copy", text: expect.stringContaining("slot\tWorker.1") },
      { type: "snapshot-export" },
    ]);
});

test("Esc ends the reading first; 1 and 3 leave it alone, 5 comes back", async () => {
  const { text, press, effects, come } = await mounted(running());
  press("S");
  come(partly(leaking(3), 10));
  await expect.poll(text).toContain("reading 10 %");
  press("1");
  await expect.poll(text).toContain("Processes");
  press("3");
  await expect.poll(text).toContain("Crontab");
  press("5");
  await expect.poll(text).toContain("reading 10 %");
  expect(effects).toHaveLength(1);
  press("\u001b");
  await expect.poll(text).toContain("being ended..");
  expect(effects.at(-1)).toEqual({ type: "snapshot-cancel" });
  press("\u001b");
  await expect.poll(text).toContain("Processes");
  expect(effects).toHaveLength(2);
});

test("in a recording S says why not, and 5 shows what is recorded", async () => {
  const { text, press, effects, come } = await mounted(
    running({ playback: { speed: 1, isOver: true } }),
  );
  press("S");
  await expect.poll(text).toContain("a recording has no memory to read");
  expect(text()).toContain("Processes");
  come(whole(leaking(48_211)));
  press("5");
  await expect.poll(text).toContain("CONCLUSION  held references: ");
  expect(effects).toEqual([]);
});

test("the help of the view has its keys", async () => {
  const { text, press } = await mounted(running());
  press("5");
  await expect.poll(text).toContain("no snapshot of Worker.0 yet");
  press("?");
  await expect.poll(text).toContain("an earlier snapshot");
  expect(text()).not.toContain("sort by");
});
