import type { MemoryReading } from "../../../domain/reading.ts";
import type { HeaderView, MemoryView } from "../../../store/view.ts";
import { clockMinute, percent, shortBytes, signedMebibytes } from "../../../words/format.ts";
import {
  fittingParts,
  line,
  plain,
  spansWidth,
  type Line,
  type Part,
  type Span,
} from "../../line.ts";
import { roleLook, type Style, type Theme } from "../../theme.ts";

type Paper = { readonly width: number; readonly theme: Theme };
type Zone = Pick<HeaderView, "zoneMinutes">;

/** Whose memory it is, how much of its limit, and a bar of who holds it: W workers, T task workers, U user processes, M master and manager, s shared, f files, o others. */
export function memoryLine(view: MemoryView, { zoneMinutes }: Zone, { width, theme }: Paper): Line {
  const { memory } = view;
  const { unknown } = theme.glyphs;
  if (memory === null) return line([plain(` MEM ${unknown}`)], width, theme);
  const { currentBytes, limitBytes } = memory;
  const left: Span[] = [
    plain(` MEM ${sourceText(view)}`),
    [`${amount(currentBytes, unknown)} / ${amount(limitBytes, unknown)}`, "strong"],
    plain(shareText(memory)),
  ];
  const peakTime = view.peakAt === null ? "" : ` ${clockMinute(view.peakAt, zoneMinutes)}`;
  const right: readonly Part[] = [
    {
      gives: memory.peakBytes === null ? 3 : 1,
      spans: [plain(`  peak ${amount(memory.peakBytes, unknown)}${peakTime}`)],
    },
    { gives: 2, spans: [plain(`  swap ${amount(memory.swapBytes, unknown)}`)] },
  ];
  const room = width - spansWidth(left) - 4;
  const kept = fittingParts(right, Math.max(0, room - 20)).flatMap((part) => part.spans);
  const bar = barSpans(view, Math.max(0, room - spansWidth(kept)), theme);
  return line([...left, plain(" ["), ...bar, plain("]"), ...kept], width, theme);
}

function sourceText({ memory, serverId }: MemoryView): string {
  if (memory?.source === "host") return "of the machine ";
  if (memory?.isUnlimited === true) return "without a limit, of the machine's ";
  return serverId === null ? "" : "of the server ";
}

const amount = (value: number | null, unknown: string): string =>
  value === null ? unknown : shortBytes(value);

function shareText({ currentBytes, limitBytes }: MemoryReading): string {
  if (currentBytes === null || limitBytes === null || limitBytes === 0) return "";
  return `  ${Math.round((currentBytes / limitBytes) * 100)}%`;
}

/** The bar in exactly `cells` letters. Without a limit its end is the current figure. */
function barSpans(view: MemoryView, cells: number, theme: Theme): readonly Span[] {
  const { memory } = view;
  const whole = memory?.limitBytes ?? memory?.currentBytes ?? null;
  if (whole === null || whole === 0) return [plain(theme.glyphs.unknown)];
  let held: number = memory?.currentBytes ?? whole;
  let sum = 0;
  let drawn = 0;
  const spans: Span[] = [];
  for (const { bytes, letter, style } of holders(view)) {
    const taken = Math.max(0, Math.min(bytes, held));
    held -= taken;
    sum += taken;
    const end = Math.max(drawn, Math.min(cells, Math.round((sum / whole) * cells)));
    if (end > drawn) spans.push([letter.repeat(end - drawn), style]);
    drawn = end;
  }
  return [...spans, [".".repeat(cells - drawn), "faint"]];
}

type Holder = { readonly bytes: number; readonly letter: string; readonly style: Style };

/** Who holds the current figure; files include shared memory in the kernel's count. */
function holders({ byRole, memory }: MemoryView): readonly Holder[] {
  const shared = memory?.shmemBytes ?? 0;
  const files = Math.max(0, (memory?.fileBytes ?? 0) - shared);
  return [
    ...byRole.map(({ role, bytes }): Holder => ({ bytes, ...roleLook(role) })),
    { bytes: shared, letter: "s", style: "shared" },
    { bytes: memory?.source === "host" ? 0 : files, letter: "f", style: "file" },
    { bytes: Infinity, letter: "o", style: "plain" },
  ];
}

/** What stands against the limit when the kernel has dropped all it can, what it killed, and the CPU. */
export function pressureLine(
  view: MemoryView,
  { zoneMinutes }: Zone,
  { width, theme }: Paper,
): Line {
  const { unknown } = theme.glyphs;
  const { memory, bytesPerMinute } = view;
  const unreclaimable = memory?.unreclaimableBytes ?? null;
  const rate = bytesPerMinute === null ? unknown : signedMebibytes(bytesPerMinute);
  const moves = unreclaimable === null ? "" : `  ${rate} MiB/min`;
  const parts: readonly Part[] = [
    {
      gives: 0,
      spans: [plain(` OOM unreclaimable ${amount(unreclaimable, unknown)}${moves}`)],
    },
    ...killParts(view, zoneMinutes, unknown),
    { gives: 2, spans: [plain(cpuText(view, unknown))] },
    {
      gives: 3,
      spans: [plain(`   working set ${amount(memory?.workingSetBytes ?? null, unknown)}`)],
    },
    { gives: 5, spans: [plain(roleText(view))] },
    { gives: 3, spans: [plain(othersText(view))] },
  ];
  return line(
    fittingParts(parts, width).flatMap((part) => part.spans),
    width,
    theme,
  );
}

function killParts(
  { memory, lastOomAt, formerKills }: MemoryView,
  zoneMinutes: number,
  unknown: string,
): readonly Part[] {
  const kills = memory?.oomKills ?? null;
  const style = (kills ?? 0) + formerKills > 0 ? "bad" : "plain";
  const before = formerKills === 0 ? "" : ` (+${formerKills} before)`;
  const last = lastOomAt === null ? "" : `, last ${clockMinute(lastOomAt, zoneMinutes)}`;
  return [
    { gives: 0, spans: [plain("   "), [`oom_kill ${kills ?? unknown}${before}`, style]] },
    { gives: 1, spans: [[last, style]] },
  ];
}

function cpuText({ cpu }: MemoryView, unknown: string): string {
  if (cpu === null) return "";
  const usage = cpu.usagePercent === null ? unknown : `${percent(cpu.usagePercent)}%`;
  const limit = cpu.limitCores === null ? "" : ` of ${cpu.limitCores} cores`;
  const throttled =
    cpu.throttledPercent === null ? "" : `, throttled ${percent(cpu.throttledPercent)}%`;
  return `   cpu ${usage}${limit}${throttled}`;
}

function roleText({ byRole }: MemoryView): string {
  const counts = new Map<string, number>();
  for (const { role, count } of byRole) {
    const { letter } = roleLook(role);
    counts.set(letter, (counts.get(letter) ?? 0) + count);
  }
  return counts.size === 0
    ? ""
    : `   ${[...counts].map(([letter, count]) => letter + count).join(" ")}`;
}

const othersText = ({ others }: MemoryView): string =>
  others.count === null || others.count === 0
    ? ""
    : `   +${others.count} other${others.rssBytes === null ? "" : ` ${shortBytes(others.rssBytes)}`}`;
