import { existsSync, statSync } from "node:fs";
import { maskSecrets } from "../domain/secret.ts";
import type { Target } from "../domain/target.ts";
import { usageEnding, type Invocation } from "./args.ts";
import { endingOf } from "./fault-ending.ts";
import { requireHeeded } from "./idle-options.ts";
import { nearest } from "./nearest.ts";
import { COMMANDS } from "./options.ts";

/** Kinds of the contract that this version reaches through exec only. */
const BY_EXEC: Readonly<Record<string, string>> = {
  docker: "swtop exec -- docker exec -i NAME sh",
  podman: "swtop exec -- podman exec -i NAME sh",
  k8s: "swtop exec -- kubectl exec -i POD -- sh",
  ssh: "swtop exec -- ssh -T HOST sh",
};
const KINDS = ["local", "exec", "demo", "recording", ...Object.keys(BY_EXEC)];

export const LOCAL: Target = { scheme: "local", uri: "local:", address: [] };
export const DEMO: Target = { scheme: "demo", uri: "demo:", address: [] };

/** Commands that also take a project's directory; an audit compares two of whatever it takes. */
const OF_PROJECTS: readonly Invocation["command"][] = ["audit", "crontab"];
/** What a project's directory has, so that it is meant where no word is said. */
const PROJECT_FILE = "composer.json";

/**
 * The targets that the words of a command line name, one at least (contract part 1: words win over paths).
 * @throws Ending 2 for what is no target, or for an option that none of them heeds, 3 for a path that is missing.
 */
export function targetsOf(invocation: Invocation): readonly [Target, ...Target[]] {
  const targets = namedTargets(invocation);
  requireHeeded(invocation, targets);
  return targets;
}

function namedTargets(invocation: Invocation): readonly [Target, ...Target[]] {
  const { words, foreign, command } = invocation;
  const [word, ...rest] = words;
  if (command === "demo") {
    if (word !== undefined) throw usageEnding({ kind: "too-many-words", word, after: "demo" });
    return [DEMO];
  }
  if (word === undefined) return [unnamedTarget(invocation)];
  const target = namedTarget(word, rest, foreign) ?? pathTarget(word, command);
  const [next] = rest;
  if (next === undefined || target.scheme === "exec") return [target];
  if (command !== "audit") throw usageEnding({ kind: "too-many-words", word: next, after: word });
  const [second, third] = namedTargets({ ...invocation, words: rest });
  if (third !== undefined)
    throw usageEnding({ kind: "too-many-words", word: rest[1] ?? "", after: next });
  return [target, second];
}

function unnamedTarget({ foreign, command }: Invocation): Target {
  if (foreign !== null) throw usageEnding({ kind: "unknown-word", word: "--", nearest: "exec --" });
  return OF_PROJECTS.includes(command) && existsSync(PROJECT_FILE) ? projectTarget(".") : LOCAL;
}

function namedTarget(
  word: string,
  rest: readonly string[],
  foreign: readonly string[] | null,
): Target | null {
  const scheme = word.split(":")[0] ?? word;
  if (word === "local" || word === "local:") return LOCAL;
  if (word === "demo" || word === "demo:") return DEMO;
  if (word === "exec" || word.startsWith("exec:")) return execTarget(word, rest, foreign);
  if (word.startsWith("recording:")) return recordingTarget(word.slice("recording:".length));
  const instead = BY_EXEC[scheme];
  if (instead !== undefined && (word === scheme || word.startsWith(`${scheme}://`))) {
    throw usageEnding({ kind: "not-built", word: scheme, instead: `\`${instead}\` does it today` });
  }
  return null;
}

function execTarget(
  word: string,
  rest: readonly string[],
  foreign: readonly string[] | null,
): Target {
  const written = word
    .slice("exec:".length)
    .split(/\s+/)
    .filter((each) => each !== "");
  const command = [...written, ...rest, ...(foreign ?? [])];
  if (command.length === 0) {
    throw usageEnding({
      kind: "missing-words",
      target: "exec",
      wanted: "a command that ends in a shell, e.g. swtop exec -- docker exec -i NAME sh",
    });
  }
  return { scheme: "exec", uri: `exec:${maskSecrets(command).join(" ")}`, address: command };
}

function pathTarget(word: string, command: Invocation["command"]): Target {
  const kind = fileKind(word);
  if (kind === "directory" && OF_PROJECTS.includes(command)) return projectTarget(word);
  if (kind !== null || word === "-") return recordingTarget(word);
  if (word.includes("/") || word.includes(".")) return missing(word);
  throw usageEnding({
    kind: "unknown-word",
    word,
    nearest: nearest(word, command === "screen" ? [...COMMANDS, ...KINDS] : KINDS),
  });
}

const projectTarget = (path: string): Target => ({ scheme: "project", uri: path, address: [path] });

const recordingTarget = (path: string): Target =>
  path === "-" || fileKind(path) !== null
    ? { scheme: "recording", uri: `recording:${path}`, address: [path] }
    : missing(path);

function missing(path: string): never {
  throw endingOf("unreadable-file", path);
}

function fileKind(path: string): "file" | "directory" | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return null;
  return found.isDirectory() ? "directory" : "file";
}
