import { expect, test } from "vitest";
import type { Container } from "../../../src/domain/container.ts";
import { untrustedText } from "../../../src/domain/text.ts";
import { bytes, epochMs, HOUR_MS, MIB } from "../../../src/domain/units.ts";
import { containerRows } from "../../../src/ui/panes/process/container-rows.ts";
import { cellWidth } from "../../../src/words/cells.ts";
import { aContainer } from "../../fixtures/containers.ts";
import { anOpened, look, NOW, SGR, ZONE } from "../build.ts";

const drawn = (container: Container, width = 200) =>
  containerRows({ ...anOpened(20), container: { container, at: NOW } }, ZONE, {
    width,
    theme: look().theme,
  }).map((line) => line.replaceAll(SGR, "").trimEnd());

const full = aContainer({
  image: untrustedText("shop/api:7"),
  imageDigest: untrustedText("sha256:0123456789abcdef0123456789abcdef"),
  imageAt: epochMs(NOW - 75 * HOUR_MS),
  limitBytes: bytes(128 * MIB),
  restartCount: 2,
  logDriver: untrustedText("json-file"),
  lives: [
    {
      startedAt: epochMs(NOW - 60 * HOUR_MS),
      endedAt: epochMs(NOW - 30 * HOUR_MS),
      exitCode: 137,
      oomKilled: true,
    },
    { startedAt: epochMs(NOW - 29 * HOUR_MS), endedAt: null, exitCode: null, oomKilled: null },
  ],
});

test("what a process runs in, in one line", () => {
  expect(drawn(full)).toEqual([
    " in       api-1 running, 2 restarts, last exit 137 (OOM) 11-25 08:04, limit 128M, image shop/api:7 0123456789ab built 3d ago, log json-file",
  ]);
});

test("what is not known is not said", () => {
  expect(drawn(aContainer())).toEqual([" in       api-1 running, no limit of its own"]);
  expect(drawn(aContainer({ engine: "systemd", name: untrustedText("api.service") }))).toEqual([
    " unit     api.service running",
  ]);
  expect(containerRows(anOpened(20), ZONE, { width: 80, theme: look().theme })).toEqual([]);
});

test("hostile names move nothing and are cut", () => {
  const evil = untrustedText(`\u001b]0;x\u0007a\u202e\n${"好".repeat(300)}`);
  for (const width of [60, 80, 133]) {
    const [line = ""] = containerRows(
      {
        ...anOpened(20),
        container: {
          at: NOW,
          container: { ...full, name: evil, image: evil, imageDigest: evil, logDriver: evil },
        },
      },
      ZONE,
      { width, theme: look().theme },
    );
    const text = line.replaceAll(SGR, "");
    expect(cellWidth(text)).toBe(width);
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(text).not.toMatch(/[\u0000-\u001f\u202e]/u);
  }
});
