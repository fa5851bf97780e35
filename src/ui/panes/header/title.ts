import { show } from "../../../domain/text.ts";
import { SECOND_MS } from "../../../domain/units.ts";
import type { HeaderView } from "../../../store/view.ts";
import { cellWidth, fitCells } from "../../../words/cells.ts";
import {
  clockTime,
  percent,
  shortBytes,
  shortDuration,
  stopwatch,
  zoneName,
} from "../../../words/format.ts";
import {
  fittingParts,
  line,
  plain,
  spansWidth,
  type Line,
  type Part,
  type Span,
} from "../../line.ts";
import type { Theme } from "../../theme.ts";

const NAME = " swtop  ";
const GAP = "   ";
const SHORTEST_TARGET = 12;
const SHORTEST_POD = 40;

/** Who is watched, how fresh that is, what it costs, and when: the first line. */
export function titleLine(header: HeaderView, width: number, theme: Theme): Line {
  const names = targetNames(header);
  const shortest = names.at(-1) ?? "";
  const time = timePart(header);
  const production: readonly Span[] =
    header.production === null ? [] : [[` ${show(header.production)} `, "selected"], plain(" ")];
  const least =
    NAME.length +
    spansWidth(production) +
    Math.min(cellWidth(shortest), names.length > 1 ? SHORTEST_POD : SHORTEST_TARGET) +
    1 +
    spansWidth(time.spans);
  const parts = fittingParts(
    [...stateParts(header, theme), ...costParts(header, theme), zonePart(header)],
    width - least,
  );
  const zone = parts.findLast((part) => part.gives === ZONE_GIVES);
  const middle = parts.filter((part) => part !== zone).flatMap((part) => part.spans);
  const right = [...time.spans, ...(zone?.spans ?? [])];
  const room =
    width - NAME.length - spansWidth(production) - spansWidth(middle) - spansWidth(right) - 1;
  const target = names.find((name) => cellWidth(name) <= room) ?? shortest;
  const shown = fitCells(target, Math.min(room, Math.max(cellWidth(target), 1)), {
    align: "left",
    ellipsis: theme.glyphs.ellipsis,
  });
  const left: Span[] = [plain(NAME), ...production, [shown, "strong"], ...middle];
  const free = width - spansWidth(left) - spansWidth(right) - 1;
  return line([...left, plain(" ".repeat(Math.max(0, free))), ...right], width, theme);
}

/** Longest first. Of a pod context and namespace give way before its own name does; a context that is named beside it is not said twice. */
function targetNames({ target, production }: HeaderView): readonly string[] {
  const [, namespace, pod, container] =
    /^k8s:\/\/[^/]+\/([^/]+)\/([^/]+)\/(.+)$/u.exec(target) ?? [];
  if (pod === undefined) return [show(target)];
  const short = [`k8s:${namespace}/${pod}/${container}`, `${pod}/${container}`, pod];
  return (production === null ? [target, ...short] : short).map(show);
}

const ZONE_GIVES = 5;

const zonePart = ({ zoneMinutes, isUtc }: HeaderView): Part => ({
  gives: ZONE_GIVES,
  spans: [plain(` ${zoneName(zoneMinutes, isUtc)}`)],
});

const timePart = ({ at, zoneMinutes }: HeaderView): Part => ({
  gives: 0,
  spans: at === null ? [] : [plain(" "), [clockTime(at, zoneMinutes), "strong"]],
});

function stateParts(header: HeaderView, theme: Theme): readonly Part[] {
  const parts: Part[] = [{ gives: 0, spans: [plain(GAP), stateSpan(header, theme)] }];
  if (header.isFrozen) parts.push({ gives: 0, spans: [plain("  "), ["FROZEN", "selected"]] });
  if (header.recording !== null) {
    const { sinceMs, bytes } = header.recording;
    parts.push({ gives: 1, spans: [plain("  "), ["REC", "bad"]] });
    parts.push({ gives: 4, spans: [plain(` ${stopwatch(sinceMs)} ${shortBytes(bytes)}`)] });
  }
  if (header.isSlowed) parts.push({ gives: 2, spans: [plain("  "), ["SLOWED", "warning"]] });
  if (header.droppedSamples > 0) {
    parts.push({ gives: 3, spans: [plain("  "), [`${header.droppedSamples} dropped`, "warning"]] });
  }
  if (header.lateSamples > 0)
    parts.push({ gives: 8, spans: [plain(`  ${header.lateSamples} late`)] });
  return parts;
}

/** `* LIVE 1s`, `STALE 14s`, `PLAY x20`, `THE END`. What is not fresh is loud. */
export function stateSpan(
  { playback, state, silentMs, intervalMs }: HeaderView,
  { glyphs }: Theme,
): Span {
  if (playback !== null) {
    return playback.isOver ? ["THE END", "selected"] : [`PLAY x${playback.speed}`, "good"];
  }
  const silent = silentMs === null || silentMs < SECOND_MS ? "" : ` ${wholeDuration(silentMs)}`;
  const states: Readonly<Record<HeaderView["state"], Span>> = {
    connecting: ["CONNECTING", "warning"],
    live: [`* LIVE ${shortDuration(intervalMs)}`, "good"],
    stale: [` STALE${silent} `, "alarm"],
    retrying: [` STALE${silent} ${glyphs.unknown} retrying `, "alarm"],
    over: [" OVER ", "alarm"],
  };
  return states[state];
}

const wholeDuration = (ms: number): string => shortDuration(Math.floor(ms / SECOND_MS) * SECOND_MS);

function costParts({ targetCost, ownCost }: HeaderView, theme: Theme): readonly Part[] {
  return [
    { gives: 6, spans: costSpans("collector", targetCost, theme) },
    { gives: 7, spans: costSpans("own", ownCost, theme) },
  ];
}

/** Nothing where nothing is known: a recording costs its target nothing. */
function costSpans(
  name: string,
  { cpuPercent, rssBytes }: HeaderView["ownCost"],
  { glyphs }: Theme,
): readonly Span[] {
  if (cpuPercent === null && rssBytes === null) return [];
  const memory = rssBytes === null ? glyphs.unknown : shortBytes(rssBytes);
  const cpu = cpuPercent === null ? glyphs.unknown : percent(cpuPercent);
  return [plain(`${GAP}${name} ${memory} ${cpu}%cpu`)];
}
