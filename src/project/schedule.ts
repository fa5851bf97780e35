import type { ObjectDeclared, Unresolved } from "../domain/declarations.ts";
import { SCHEDULE_CLASS } from "./builder.ts";
import { SCHEDULE } from "./files.ts";
import { staticChains } from "./php/file.ts";
import { within } from "./php/nodes.ts";
import type { PhpFile } from "./php/parse.ts";
import type { Environment } from "./php/scope.ts";
import { placeOf, textOf } from "./php/written.ts";
import type { Sources } from "./sources.ts";

export type Scheduled = {
  readonly chains: readonly ObjectDeclared[];
  /** Where the facade is called, but what comes of it is not told. */
  readonly unresolved: readonly Unresolved[];
};

/** What config/crontabs.php registers through the facade. */
export function scheduledIn(sources: Sources, environment: Environment): Scheduled {
  const file = sources.php(SCHEDULE);
  if (file === null || file.error !== null) return { chains: [], unresolved: [] };
  const chains = staticChains(file, environment, SCHEDULE_CLASS).filter(({ calls }) =>
    ["command", "call"].includes(calls[0]?.name ?? ""),
  );
  const lines = new Set(
    chains.flatMap(({ calls, place }) => [place.line, calls[0]?.place.line ?? place.line]),
  );
  return {
    chains,
    unresolved: callsIn(file).filter(({ place }) => !lines.has(place.line)),
  };
}

function callsIn(file: PhpFile): readonly Unresolved[] {
  if (file.ast === null) return [];
  return [...within(file.ast)].flatMap((node) => {
    if (node.kind !== "call" || node.what.kind !== "staticlookup") return [];
    const { what, offset } = node.what;
    const isFacade = what.kind === "name" && /(?:^|\\)Schedule$/.test(what.name);
    const isTask = offset.kind === "identifier" && ["command", "call"].includes(offset.name);
    if (!isFacade || !isTask) return [];
    return [{ kind: "unresolved", place: placeOf(file, node), text: textOf(file, node), envs: [] }];
  });
}
