import { describe, expect, test } from "vitest";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, MIB } from "../../../src/domain/units.ts";
import type { HeaderView, MemoryView } from "../../../src/store/view.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { memoryLine, pressureLine } from "../../../src/ui/panes/header/memory.ts";
import { messageRows } from "../../../src/ui/panes/header/messages.ts";
import { titleLine } from "../../../src/ui/panes/header/title.ts";
import { aHeader, aMemory, aMemoryView, aView, look, NOW, ZONE, SGR } from "../build.ts";

const { theme } = look();
const zone = { zoneMinutes: ZONE };

const title = (width: number, facts: Partial<HeaderView> = {}) =>
  titleLine(aHeader(facts), width, theme).replaceAll(SGR, "");
const memory = (width: number, facts: Partial<MemoryView> = {}) =>
  memoryLine(aMemoryView(facts), zone, { width, theme }).replaceAll(SGR, "");
const pressure = (width: number, facts: Partial<MemoryView> = {}) =>
  pressureLine(aMemoryView(facts), zone, { width, theme }).replaceAll(SGR, "");

const said = (header: Partial<HeaderView>) =>
  messageRows(aView({ header: aHeader(header) }), { width: 160, height: 3 }, look()).map((line) =>
    line.replaceAll(SGR, "").trimEnd(),
  );

describe("the first line", () => {
  test("says who, how fresh, at what cost, and when", () => {
    expect(title(120)).toBe(
      " swtop  docker://shop-api-1   * LIVE 1s   collector 2.9M 0.3%cpu   own 98.0M 2.5%cpu                    14:04:12 +08:00 ",
    );
  });

  test("gives up costs and the size of a recording before the state and the pod's name", () => {
    const facts = {
      target: "k8s://prod-eu/shop/shop-api-7d9f6c8b5-x2lkq/app",
      recording: { file: "a", bytes: 2_100_000, sinceMs: 760_000 },
      isFrozen: true,
    };
    expect(title(80, facts)).toBe(
      " swtop  k8s:shop/shop-api-7d9f6c8b5-x2lkq/app   * LIVE 1s  FROZEN  REC 14:04:12 ",
    );
    for (let width = 60; width < 200; width += 1) {
      expect(cellWidth(title(width, facts))).toBe(width);
      expect(title(width, facts)).toMatch(/ swtop {2}\S+.*LIVE 1s {2}FROZEN.*14:04:12/);
    }
  });

  test.each([
    [{ state: "connecting", silentMs: null }, /CONNECTING/],
    [{ state: "stale", silentMs: 14_300 }, / STALE 14s /],
    [{ state: "retrying", silentMs: 130_000 }, / STALE 2m – retrying /],
    [{ state: "over" }, / OVER /],
    [{ playback: { speed: 20, isOver: false } }, /PLAY x20/],
    [{ playback: { speed: 20, isOver: true } }, /THE END/],
    [{ isUtc: true, zoneMinutes: 0 }, /06:04:12 UTC/],
    [{ droppedSamples: 3, lateSamples: 2, isSlowed: true }, /SLOWED {2}3 dropped {2}2 late/],
    [{ intervalMs: 250 }, /LIVE 250ms/],
    [{ ownCost: { cpuPercent: null, rssBytes: null } }, /collector 2\.9M 0\.3%cpu {9}/],
    [{ ownCost: { cpuPercent: null, rssBytes: bytes(MIB) } }, /own 1\.0M –%cpu/],
  ] as const)("%j", (facts, pattern) => expect(title(160, facts)).toMatch(pattern));

  test("of a pod context and namespace give way before its own name does", () => {
    const target = "k8s://eu/shop/shop-api-7d9f6c8b5-x2x4z/app";
    const facts = { target };
    expect(title(160, facts)).toContain(`${target} `);
    expect(title(98, { ...facts, targetCost: { cpuPercent: null, rssBytes: null } })).toContain(
      " k8s:shop/shop-api-7d9f6c8b5-x2x4z/app ",
    );
    for (let width = 60; width < 160; width += 1)
      expect(title(width, facts)).toContain("shop-api-7d9f6c8b5-x2x4z");
    const production = { target: target.replace("eu", "prod-eu"), production: "prod-eu" };
    expect(title(160, production).split("prod-eu")).toHaveLength(2);
    expect(title(80, production)).toContain(" shop-api-7d9f6c8b5-x2x4z");
  });

  test("a context that looks like production is named in inverse before the target", () => {
    const facts = { target: "k8s://prod-eu/shop/api-0/app", production: "prod-eu" };
    const drawn = titleLine(aHeader(facts), 120, theme);
    expect(drawn).toContain(theme.paint(" prod-eu ", "selected"));
    expect(title(120, facts)).toMatch(/^ swtop {3}prod-eu {2}k8s:shop\/api-0\/app/u);
    expect(title(120, { ...facts, production: null })).toMatch(/^ swtop {2}k8s:/u);
    for (const width of [60, 80]) expect(cellWidth(title(width, facts))).toBe(width);
  });

  test("what is not fresh is inverse", () => {
    expect(titleLine(aHeader({ state: "stale", silentMs: 14_000 }), 100, theme)).toContain(
      "\u001b[7m STALE 14s \u001b[27m",
    );
  });

  test("before the first sample there is no time", () => {
    expect(title(100, { at: null, state: "connecting", silentMs: null })).not.toMatch(/\d\d:\d\d:/);
  });
});

test("what happened on another day is said with its day", () => {
  const loop = {
    kind: "crash-loop",
    confidence: "high",
    serverId: "shop",
    slot: untrustedText("a.0"),
  } as const;
  const at = epochMs(NOW - 86_400_000);
  const conclusions = [{ ...loop, starts: 4, windowMs: 60_000, lastPid: 1, at }];
  const drawn = (header: HeaderView) =>
    messageRows(aView({ header, conclusions }), { width: 80, height: 2 }, look())[0]?.trimEnd();
  expect(drawn(aHeader())).toContain("crash-loop 11-25 14:04");
  expect(drawn(aHeader({ at: null }))).toContain("crash-loop 2026-11-25 14:04");
});

test("kills that groups of before counted stay beside the counter of the new one", () => {
  const facts = { memory: aMemory({ oomKills: 0 }), formerKills: 2, lastOomAt: null };
  expect(pressure(120, facts)).toContain("   oom_kill 0 (+2 before)   cpu");
  const { theme: coloured } = look({ hasColour: true });
  const styled = (formerKills: number) =>
    pressureLine(aMemoryView({ ...facts, formerKills }), zone, { width: 120, theme: coloured });
  const bad = styled(2).slice(0, styled(2).indexOf("oom_kill"));
  expect(bad).not.toBe(styled(0).slice(0, styled(0).indexOf("oom_kill")));
});

describe("memory", () => {
  test("stands against its limit, held by role", () => {
    expect(memory(100)).toBe(
      " MEM 1.71G / 2.00G  85% [WWWWWWWWWWWWWWWWWWWWWTTTTTTTUUsfffoooooo.......]  peak 1.79G 13:41  swap 0 ".slice(
        0,
        100,
      ),
    );
    for (let width = 60; width < 200; width += 1) expect(cellWidth(memory(width))).toBe(width);
  });

  test("of a machine says so, and files do not count there", () => {
    const text = memory(120, { memory: aMemory({ source: "host", peakBytes: null }) });
    expect(text).toContain(" MEM of the machine 1.71G / 2.00G");
    expect(text).toMatch(/\[W+T+U+s+o+\.+\]/);
  });

  test("never fills the bar beyond what is in use", () => {
    const text = memory(120, {
      memory: aMemory({ currentBytes: bytes(1024 * MIB) }),
      byRole: [{ role: null, bytes: bytes(4096 * MIB), count: 1 }],
    });
    const [, bar = ""] = /\[(.*)\]/.exec(text) ?? [];
    expect(bar.length).toBeGreaterThan(20);
    expect(bar.split("?").length - 1).toBe(Math.round(bar.length / 2));
  });

  test("unknown is no zero", () => {
    expect(memory(80, { memory: null }).trim()).toBe("MEM –");
    const nothing = aMemory({ limitBytes: null, currentBytes: null, swapBytes: null });
    expect(memory(80, { memory: nothing })).toMatch(/^ MEM – \/ – \[–\] .*swap –/);
    expect(pressure(80, { memory: null, cpu: null })).toMatch(/unreclaimable – .*oom_kill –/);
  });
});

describe("what stands against the limit", () => {
  test("at 160 and at 60 columns", () => {
    expect(pressure(160).trimEnd()).toBe(
      " OOM unreclaimable 1.62G  +3.1 MiB/min   oom_kill 2, last 09:12   cpu 12.5% of 2 cores, throttled 0.0%   working set 1.71G   W8 T4 U3 M1   +2 other 7.5M",
    );
    expect(pressure(60).trimEnd()).toBe(" OOM unreclaimable 1.62G  +3.1 MiB/min   oom_kill 2");
  });

  test("a rate that is not known is said to be so", () => {
    expect(pressure(60, { bytesPerMinute: null }).trimEnd()).toBe(
      " OOM unreclaimable 1.62G  – MiB/min   oom_kill 2, last 09:12",
    );
  });
});

describe("messages", () => {
  const view = aView({
    header: aHeader({
      state: "stale",
      fault: { kind: "silent", detail: null },
      notice: "no Swoole server is here: this is the demo",
    }),
    conclusions: [
      {
        kind: "crash-loop",
        confidence: "high",
        serverId: "shop-api",
        slot: untrustedText("Worker.5"),
        starts: 5,
        windowMs: 60_000,
        lastPid: 44,
        at: NOW,
      },
    ],
  });
  const drawn = (height: number) =>
    messageRows(view, { width: 60, height }, look()).map((line) =>
      line.replaceAll(SGR, "").trimEnd(),
    );

  test("the cause of silence first, then what is wrong, then why this is shown", () => {
    expect(drawn(3)).toEqual([
      " fault silent",
      " ! conclusion crash-loop 14:04:12",
      " no Swoole server is here: this is the demo",
    ]);
  });

  test("of a server without a manager who is left", () => {
    const header = aHeader({ lostManagers: [{ serverId: "shop", pids: [39], event: null }] });
    const [line] = messageRows(aView({ header }), { width: 80, height: 3 }, look());
    expect(line?.replaceAll(SGR, "")).toMatch(
      /^ ! the manager of shop is gone: 1 orphan \(PID 39\), and nothing starts/,
    );
  });

  test("which pod was watched before, and how that ended", () => {
    const life = {
      startedAt: null,
      endedAt: epochMs(NOW - 60_000),
      exitCode: 137,
      oomKilled: true,
    };
    const formerPod = { name: untrustedText("shop-a"), until: NOW, life };
    expect(said({ formerPod })[0]).toMatch(
      /^ until \d\d:\d\d:\d\d in pod shop-a \(OOM killed \d\d:\d\d:\d\d\)$/u,
    );
    expect(
      said({ formerPod: { ...formerPod, life: { ...life, exitCode: 3, oomKilled: false } } })[0],
    ).toMatch(/ in pod shop-a \(exit 3 \d/u);
    expect(said({ formerPod: { ...formerPod, life: null } })[0]).toMatch(/ in pod shop-a$/u);
  });

  test("what has no room is counted", () => {
    expect(drawn(1)).toEqual([" fault silent  (+2 more)"]);
  });

  test("one blank line when there is nothing to say", () => {
    expect(messageRows(aView(), { width: 9, height: 3 }, look())).toEqual(["         "]);
  });
});
