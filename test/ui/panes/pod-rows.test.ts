import { expect, test } from "vitest";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, HOUR_MS, MIB, MINUTE_MS } from "../../../src/domain/units.ts";
import type { SeenFromOutside } from "../../../src/domain/pod.ts";
import type { PodsView } from "../../../src/store/view.ts";
import { podRows } from "../../../src/ui/panes/pods/rows.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { aWorkload } from "../../fixtures/pods.ts";
import { look, NOW, SGR } from "../build.ts";

const seen = (name: string, facts: Partial<SeenFromOutside> = {}): SeenFromOutside => ({
  name: untrustedText(name),
  state: untrustedText("Running"),
  isReady: true,
  memoryBytes: bytes(120 * MIB),
  limitBytes: bytes(256 * MIB),
  restarts: 0,
  startedAt: epochMs(NOW - 3 * HOUR_MS),
  lastEnd: null,
  ...facts,
});

const killed = seen("shop-api-p72wbjgzkm-kl562", {
  memoryBytes: bytes(60 * MIB),
  restarts: 2,
  startedAt: epochMs(NOW - 5 * MINUTE_MS),
  lastEnd: { reason: untrustedText("OOMKilled"), at: epochMs(NOW - 5 * MINUTE_MS) },
});

const view = (facts: Partial<PodsView> = {}): PodsView => ({
  pod: untrustedText("shop-api-p72wbjgzkm-qh9l4"),
  workload: aWorkload({ name: untrustedText("shop-api") }),
  isWithoutShell: false,
  rows: [
    { kind: "pod", seen: seen("shop-api-p72wbjgzkm-sq52x") },
    { kind: "pod", seen: killed },
  ],
  hidden: 0,
  at: NOW,
  ...facts,
});

const drawn = (shown: PodsView, width = 130): readonly string[] =>
  podRows(shown, { width, theme: look().theme }).map((line) => line.replaceAll(SGR, "").trimEnd());

test("the other pods: memory against limit, restarts, the last death, their age", () => {
  const [rule = "", ...rows] = drawn(view());
  expect(rule).toMatch(/^- 2 other pods of Deployment shop-api - A attaches to all -+$/u);
  expect(rows).toEqual([
    "    shop-api-p72wbjgzkm-sq52x ready   120M / 256M  47%  0 restarts  up 3h",
    "    shop-api-p72wbjgzkm-kl562 ready  60.0M / 256M  23%  2 restarts, OOMKilled 5m ago  up 5m",
  ]);
});

test("without a shell the containers stand there, too, and nobody is told to attach", () => {
  const rows: PodsView["rows"] = [
    { kind: "container", seen: seen("app", { memoryBytes: null }) },
    {
      kind: "container",
      seen: seen("cron", {
        state: untrustedText("CrashLoopBackOff"),
        isReady: false,
        limitBytes: null,
        startedAt: null,
        restarts: 7,
        lastEnd: { reason: null, at: null },
      }),
    },
    { kind: "pod", seen: killed },
  ];
  const [rule = "", app, cron] = drawn(view({ isWithoutShell: true, rows, hidden: 3 }));
  expect(rule).toMatch(
    /^- Containers of shop-api-p72wbjgzkm-qh9l4, without a shell - 4 other pods of Deployment shop-api - 3 more -+$/u,
  );
  expect([app, cron]).toEqual([
    "  - app                       ready                      – / 256M  0 restarts  up 3h",
    "  - cron                      CrashLoopBackOff               120M  7 restarts, ended",
  ]);
});

test.each([60, 80, 100, 160])("%i cells: as wide as it is, whatever the names are", (width) => {
  const evil = untrustedText(`\u001b]0;x\u0007${"好".repeat(80)}\n`);
  const rows: PodsView["rows"] = [
    { kind: "pod", seen: seen(evil, { state: evil, lastEnd: { reason: evil, at: null } }) },
    { kind: "container", seen: killed },
  ];
  const shown = view({ rows, pod: evil, workload: aWorkload({ name: evil }) });
  const lines = podRows(shown, { width, theme: look().theme });
  expect(lines.map((line) => cellWidth(line.replaceAll(SGR, "")))).toEqual(lines.map(() => width));
  for (const hostile of ["\u0007", "\n"]) expect(lines.join("")).not.toContain(hostile);
});
