import type { Target } from "../domain/target.ts";
import { usageEnding, type Invocation } from "./args.ts";
import type { OptionName } from "./options.ts";

type Kind = "running" | "recording" | "directory";

const WATCHED: readonly Kind[] = ["running", "recording"];
const READ: readonly Kind[] = ["running", "directory"];

/** What one of the targets has to be, so that the option changes anything. An option that is not named here does with each, or is taken everywhere by contract (--interval, --for, --count). */
const HEEDED_BY: readonly (readonly [OptionName, readonly Kind[]])[] = [
  ["budget", WATCHED],
  ["force", WATCHED],
  ["project", ["running"]],
  ["set", READ],
  ["env-file", READ],
];

/** @throws Ending 2 for an option that nothing of what is named heeds: whoever gave it would believe that the answer depends on it */
export function requireHeeded(invocation: Invocation, targets: readonly Target[]): void {
  const { options } = invocation;
  if (options.has("rules")) return;
  const kinds = targets.map((target) => kindOf(target, options.has("processes")));
  const idle = HEEDED_BY.find(
    ([name, by]) => options.has(name) && !kinds.some((kind) => by.includes(kind)),
  );
  if (idle === undefined) return;
  throw usageEnding({
    kind: "idle-option",
    option: `--${idle[0]}`,
    target: targets.map(({ uri }) => uri).join(" and "),
    is: kinds.includes("recording") ? "recording" : "directory",
  });
}

function kindOf({ scheme }: Target, hasProcesses: boolean): Kind {
  if (scheme === "project") return "directory";
  if (scheme === "recording") return "recording";
  return scheme === "demo" && !hasProcesses ? "recording" : "running";
}
