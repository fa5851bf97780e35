import { formerLives, type Container, type ContainerLife } from "../../../domain/container.ts";
import { show } from "../../../domain/text.ts";
import type { EpochMs } from "../../../domain/units.ts";
import type { ProcessView } from "../../../store/view.ts";
import { fitCells } from "../../../words/cells.ts";
import { counted, moment, shortBytes, shortDuration } from "../../../words/format.ts";
import { line, plain, type Line } from "../../line.ts";
import type { Theme } from "../../theme.ts";
import { LABEL_CELLS } from "./fact-rows.ts";

/** Cells of a digest that tell images apart. */
const DIGEST_CELLS = 12;

/** What the process runs in, as its engine tells it: one line, what matters most first. */
export function containerRows(
  { container: told }: ProcessView,
  zoneMinutes: number,
  { width, theme }: { readonly width: number; readonly theme: Theme },
): readonly Line[] {
  if (told === null) return [];
  const { container, at } = told;
  const text = [
    `${show(container.name)} ${container.state}`,
    ...restartsText(container),
    ...lastEndText(formerLives(container).at(-1), (time) => moment(time, at, zoneMinutes)),
    ...(container.engine === "systemd" || container.limitBytes !== null
      ? []
      : ["no limit of its own"]),
    ...(container.limitBytes === null ? [] : [`limit ${shortBytes(container.limitBytes)}`]),
    ...imageText(container, at),
    ...(container.logDriver === null ? [] : [`log ${show(container.logDriver)}`]),
  ].join(", ");
  const { ellipsis } = theme.glyphs;
  const cut = fitCells(text, width - LABEL_CELLS - 1, { align: "left", ellipsis });
  return [
    line([plain(" "), [labelOf(container).padEnd(LABEL_CELLS), "faint"], plain(cut)], width, theme),
  ];
}

/** No longer than the others in front of it. */
const labelOf = ({ engine }: Container): string => (engine === "systemd" ? "unit" : "in");

const restartsText = ({ restartCount }: Container): readonly string[] =>
  restartCount === null ? [] : [counted(restartCount, "restart")];

function lastEndText(
  life: ContainerLife | undefined,
  formatTime: (at: EpochMs) => string,
): readonly string[] {
  if (life === undefined) return [];
  const { exitCode, endedAt, oomKilled } = life;
  const code = exitCode === null ? "last end" : `last exit ${exitCode}`;
  const why = oomKilled === true ? " (OOM)" : "";
  return [`${code}${why}${endedAt === null ? "" : ` ${formatTime(endedAt)}`}`];
}

function imageText({ image, imageDigest, imageAt }: Container, at: EpochMs): readonly string[] {
  if (image === null && imageDigest === null) return [];
  const digest = imageDigest === null ? null : shortDigest(show(imageDigest));
  const age = imageAt === null || imageAt > at ? null : `built ${shortDuration(at - imageAt)} ago`;
  const parts = [image === null ? null : show(image), digest, age];
  return [`image ${parts.filter((part) => part !== null).join(" ")}`];
}

const shortDigest = (digest: string): string =>
  digest.slice(digest.indexOf(":") + 1).slice(0, DIGEST_CELLS);
