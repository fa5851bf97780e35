import { render } from "ink-testing-library";
import { afterEach, describe, expect, test } from "vitest";
import type { Command } from "../../src/store/command.ts";
import type { Geometry, ScreenView } from "../../src/store/view.ts";
import { App } from "../../src/ui/App.tsx";
import type { Later } from "../../src/ui/dispatcher.ts";
import { aHeader, anOpened, aTable, aView, look, processLines, leakingRow } from "./build.ts";

const unmounts: (() => void)[] = [];
afterEach(() => {
  for (const unmount of unmounts.splice(0)) unmount();
});

/** The part of a store that a pane's keys depend on, and every Command that reached it. */
function mounted({ later, view: first = aView() }: { later?: Later; view?: ScreenView } = {}) {
  const pressed: Command[] = [];
  const geometries: Geometry[] = [];
  const listeners = new Set<() => void>();
  let view = first;
  let reads = 0;
  const become = (facts: Partial<ScreenView>) => {
    view = { ...view, ...facts };
    for (const listener of listeners) listener();
  };
  const filtered = (filter: ScreenView["table"]["filter"]) =>
    become({ table: { ...view.table, filter } });
  const press = (command: Command) => {
    pressed.push(command);
    if (command.type === "filter-open") filtered({ text: "", isTyping: true });
    if (command.type === "filter-type") {
      filtered({ text: (view.table.filter?.text ?? "") + command.text, isTyping: true });
    }
    if (command.type === "filter-keep") {
      filtered({ text: view.table.filter?.text ?? "", isTyping: false });
    }
    if (command.type === "open") become({ process: anOpened(100) });
    if (command.type === "help") become({ isHelpOpen: !view.isHelpOpen });
    if (command.type === "back") {
      become({ isHelpOpen: false, process: null, table: { ...view.table, filter: null } });
    }
  };
  const { sentences } = look();
  const screen = render(
    <App
      read={() => {
        reads += 1;
        return view;
      }}
      subscribe={(listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      }}
      press={press}
      geometryChanged={(geometry) => geometries.push(geometry)}
      appearance={{ hasColour: false, isAscii: false }}
      sentences={sentences}
      {...(later === undefined ? {} : { later })}
    />,
  );
  unmounts.push(() => screen.unmount());
  return { ...screen, pressed, geometries, become, listeners, reads: () => reads };
}

/** What the keys of some reads meant, each read by itself. */
async function commands(...reads: readonly string[]): Promise<readonly Command[]> {
  const screen = mounted();
  await typed(screen, ...reads);
  return screen.pressed;
}

async function typed(screen: ReturnType<typeof mounted>, ...reads: readonly string[]) {
  await expect.poll(() => screen.lastFrame()).toContain("Processes");
  await expect.poll(() => screen.stdin.listenerCount("readable")).toBe(1);
  for (const read of reads) screen.stdin.write(read);
}

const move = (by: number): Command => ({ type: "move", by });
const letters = (text: string): Command[] =>
  text.split("").map((text_) => ({ type: "filter-type", text: text_ }));

describe("keys", () => {
  test.each<[string, Command]>([
    ["j", move(1)],
    ["\u001b[B", move(1)],
    ["k", move(-1)],
    ["\u001b[A", move(-1)],
    ["\u001bOA", move(-1)],
    ["g", { type: "top" }],
    ["G", { type: "bottom" }],
    ["\u001b[H", { type: "top" }],
    ["\u001b[F", { type: "bottom" }],
    ["\u001b[1~", { type: "top" }],
    ["\u001b[4~", { type: "bottom" }],
    ["\u001b[5~", { type: "page", by: -1, part: "full" }],
    ["\u001b[6~", { type: "page", by: 1, part: "full" }],
    ["\u0006", { type: "page", by: 1, part: "full" }],
    ["\u0002", { type: "page", by: -1, part: "full" }],
    ["\u0004", { type: "page", by: 1, part: "half" }],
    ["\u0015", { type: "page", by: -1, part: "half" }],
    ["<", { type: "sort-shift", by: -1 }],
    [">", { type: "sort-shift", by: 1 }],
    ["I", { type: "reverse" }],
    ["M", { type: "sort-by", key: "rss" }],
    ["P", { type: "sort-by", key: "cpu" }],
    ["N", { type: "sort-by", key: "pid" }],
    ["T", { type: "sort-by", key: "age" }],
    ["t", { type: "tree" }],
    ["?", { type: "help" }],
    ["z", { type: "freeze" }],
    ["Z", { type: "freeze" }],
    ["c", { type: "copy" }],
    ["r", { type: "record" }],
    ["u", { type: "utc" }],
    ["+", { type: "zoom", by: 1 }],
    ["-", { type: "zoom", by: -1 }],
    ["=", { type: "zoom", by: 0 }],
    ["\r", { type: "open" }],
    ["q", { type: "quit" }],
    ["\u0003", { type: "quit" }],
    ["\u001a", { type: "suspend" }],
  ])("%j", async (read, command) => {
    expect(await commands(read)).toEqual([command]);
  });

  test("several in one read keep their order", async () => {
    expect(await commands("jjj")).toEqual([move(1), move(1), move(1)]);
    expect(await commands("kkjk")).toEqual([move(-1), move(-1), move(1), move(-1)]);
    expect(await commands("j\u001b[Bk\u0006")).toEqual([
      move(1),
      move(1),
      move(-1),
      { type: "page", by: 1, part: "full" },
    ]);
    expect(await commands("j\u0003")).toEqual([move(1), { type: "quit" }]);
  });

  test("what is bound to nothing does nothing", async () => {
    expect(
      await commands("\u001b[Z", "\u001b[I", "\u001b[<0;3;4M", "x", "é", "计", "\u001b[1;5P"),
    ).toEqual([]);
  });

  test("/task in one read opens the filter and types", async () => {
    expect(await commands("/task")).toEqual([{ type: "filter-open" }, ...letters("task")]);
  });

  test("while one types every letter is text, and Ctrl-C still quits", async () => {
    expect(await commands("/", "q?zjI", "计", "\u007f", "\r", "q")).toEqual([
      { type: "filter-open" },
      ...letters("q?zjI"),
      { type: "filter-type", text: "计" },
      { type: "filter-erase" },
      { type: "filter-keep" },
      { type: "quit" },
    ]);
    expect(await commands("/a\rj")).toEqual([
      { type: "filter-open" },
      ...letters("a"),
      { type: "filter-keep" },
      move(1),
    ]);
    expect(await commands("/", "\u0003")).toEqual([{ type: "filter-open" }, { type: "quit" }]);
  });

  test("q goes back one level before it quits", async () => {
    expect(await commands("\rq")).toEqual([{ type: "open" }, { type: "back" }]);
    expect(await commands("?qq")).toEqual([{ type: "help" }, { type: "back" }, { type: "quit" }]);
  });

  test("a paste goes into the filter while it is open, else nowhere", async () => {
    expect(await commands("\u001b[200~qjz\u001b[201~")).toEqual([]);
    expect(await commands("/", "\u001b[200~Work\u001b[2Jer\n.0\u001b[201~")).toEqual([
      { type: "filter-open" },
      { type: "filter-type", text: "Worker .0" },
    ]);
  });

  test("an escape that clings to what follows is two keys", async () => {
    expect(await commands("\u001b/ab")).toEqual([
      { type: "back" },
      { type: "filter-open" },
      ...letters("ab"),
    ]);
  });
});

/** Waiting by hand: `pass` lets the time be over. */
function byHand() {
  let waiting: (() => void) | null = null;
  const later: Later = (_ms, run) => {
    waiting = run;
    return () => {
      waiting = null;
    };
  };
  return { later, pass: () => waiting?.(), isWaiting: () => waiting !== null };
}

describe("an arrow whose escape came in a read before", () => {
  test("is an arrow when the rest comes in time, also with more behind it", async () => {
    const time = byHand();
    const screen = mounted(time);
    await typed(screen, "\u001b");
    await expect.poll(time.isWaiting).toBe(true);
    screen.stdin.write("[B");
    expect(screen.pressed).toEqual([move(1)]);

    screen.stdin.write("\u001b");
    await expect.poll(time.isWaiting).toBe(true);
    screen.stdin.write("[6~jj");
    expect(screen.pressed.slice(1)).toEqual([
      { type: "page", by: 1, part: "full" },
      move(1),
      move(1),
    ]);
    expect(time.isWaiting()).toBe(false);
  });

  test("an escape alone means itself when the time is over", async () => {
    const time = byHand();
    const screen = mounted(time);
    await typed(screen, "\u001b");
    await expect.poll(time.isWaiting).toBe(true);
    expect(screen.pressed).toEqual([]);
    time.pass();
    expect(screen.pressed).toEqual([{ type: "back" }]);
  });

  test("an escape before another key comes first", async () => {
    const time = byHand();
    const screen = mounted(time);
    await typed(screen, "\u001b");
    await expect.poll(time.isWaiting).toBe(true);
    screen.stdin.write("q");
    expect(screen.pressed).toEqual([{ type: "back" }, { type: "quit" }]);
  });
});

describe("drawing", () => {
  test("follows the source, and only that", async () => {
    const screen = mounted();
    await expect.poll(() => screen.lastFrame()).toContain("Worker.0");
    const frames = screen.frames.length;
    screen.become({ header: aHeader({ target: "docker://other" }) });
    await expect.poll(() => screen.lastFrame()).toContain("docker://other");
    expect(screen.frames.length).toBe(frames + 1);
  });

  test("a source that answers the same object costs no frame: the Still", async () => {
    const screen = mounted({ view: aView({ header: aHeader({ isFrozen: false }) }) });
    await expect.poll(() => screen.lastFrame()).toContain("Worker.0");
    await expect.poll(() => screen.stdin.listenerCount("readable")).toBe(1);
    const frames = screen.frames.length;
    for (let i = 0; i < 50; i += 1) for (const listener of screen.listeners) listener();
    screen.stdin.write("j");
    await expect.poll(() => screen.pressed).toEqual([move(1)]);
    expect(screen.frames.length).toBe(frames);
  });

  test("asks once per change, however often it looks", async () => {
    const screen = mounted();
    await expect.poll(() => screen.lastFrame()).toContain("Worker.0");
    await expect.poll(() => screen.stdin.listenerCount("readable")).toBe(1);
    const before = screen.reads();
    screen.stdin.write("j".repeat(200));
    await expect.poll(() => screen.pressed.length).toBe(200);
    expect(screen.reads() - before).toBeLessThanOrEqual(1);
  });

  test("tells the geometry at the start, and a size ends a freeze", async () => {
    const screen = mounted({ view: aView({ header: aHeader({ isFrozen: true }) }) });
    await expect.poll(() => screen.geometries.length).toBe(1);
    expect(screen.geometries[0]?.columns).toBe(100);
    expect(screen.pressed).toEqual([{ type: "freeze" }]);
  });

  test("wide glyphs and hostile names stay on their line", async () => {
    const slot = "计划任务🚀q\u0301\u001b[2J\u202e.0";
    const row = leakingRow(20);
    const process = { ...row.process, slot: slot as typeof row.process.slot };
    const screen = mounted({ view: aView({ table: aTable(processLines([{ ...row, process }])) }) });
    await expect.poll(() => screen.lastFrame()).toContain("计划任务");
    const lines = (screen.lastFrame() ?? "").split("\n");
    expect(lines.filter((line) => line.includes("计划任务"))).toHaveLength(1);
    expect(lines.findIndex((line) => line.includes("计划任务"))).toBe(6);
    expect(screen.lastFrame()).not.toContain("\u001b[2J");
  });
});
