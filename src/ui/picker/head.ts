// The first lines of the picker: what it is and where its pods are, the kinds, the rule over the rows.
import { looksLikeProduction } from "../../domain/looks-like-production.ts";
import { show } from "../../domain/text.ts";
import { isPlace } from "../../store/picker/entries.ts";
import type { KindTab, PickerView } from "../../store/picker/view.ts";
import { cellWidth } from "../../words/cells.ts";
import { ORDER, PICKER_TITLE, placesText, watchableText } from "../../words/picker.ts";
import { ruled } from "../axis.ts";
import { line, plain, spansWidth, type Line, type Span } from "../line.ts";
import type { Paper } from "../list-lines.ts";
import { middleCut } from "./middle-cut.ts";

/** A context that looks like production is inverse: what is chosen there is what users depend on. */
export function titleLine({ place }: Pick<PickerView, "place">, { width, theme }: Paper): Line {
  const title: readonly Span[] = [[" swtop  ", "strong"], plain(PICKER_TITLE)];
  if (place === null || place.context === "") return line(title, width, theme);
  const namespace = show(place.namespace);
  const words = { context: "   context ", namespace: namespace === "" ? "" : "  namespace " };
  const fixed = spansWidth([...title, plain(words.context + words.namespace)]);
  const room = Math.max(LEAST_CONTEXT, width - fixed - cellWidth(namespace));
  const context = middleCut(show(place.context), room, theme.glyphs.ellipsis);
  const style = looksLikeProduction(place.context) ? "selected" : "strong";
  const where: readonly Span[] = [
    plain(words.context),
    [context, style],
    plain(words.namespace),
    [namespace, "strong"],
  ];
  return line([...title, ...where], width, theme);
}

/** Less of it tells nothing, however long the namespace is. */
const LEAST_CONTEXT = 10;

/** `[all 7]  local 1  docker 4  podman ..  k8s`: dots where more may come, nothing where nobody was asked. Where there is no room the first ones give way to the one that is shown. */
export function tabsLine(tabs: readonly KindTab[], { width, theme }: Paper): Line {
  const shown = tabs.findIndex(({ isShown }) => isShown);
  const all = tabs.map(tabSpans);
  let from = 0;
  while (from < shown && spansWidth([LEFT, ...all.slice(from, shown + 1).flat()]) > width)
    from += 1;
  const before: readonly Span[] = from === 0 ? [] : [[theme.glyphs.ellipsis, "faint"]];
  return line([LEFT, ...before, ...all.slice(from).flat()], width, theme);
}

const LEFT = plain(" ");

function tabSpans({ kind, count, isShown, isAsked, isUnasked }: KindTab): readonly Span[] {
  const figure = isAsked ? (count === 0 ? " .." : ` ${count}..`) : ` ${count}`;
  const text = `${kind ?? "all"}${isUnasked ? "" : figure}`;
  return [isShown ? [`[${text}]`, "strong"] : plain(` ${text} `), plain(" ")];
}

export function scrollRule(view: PickerView, { width, theme }: Paper): Line {
  const { above, below, filter, hiddenCount, kind, tabs } = view;
  const count = tabs.find(({ isShown }) => isShown)?.count ?? 0;
  const what =
    kind !== null && isPlace(kind) ? [placesText(kind, count)] : [watchableText(count), ORDER];
  const parts = [
    ...what,
    filter === "" ? "" : `filter ${show(filter)} hides ${hiddenCount}`,
    above > 0 ? `${above} above` : "",
    below > 0 ? `${below} below` : "",
  ].filter((part) => part !== "");
  return line([[ruled(parts.join(" - "), width), "faint"]], width, theme);
}
