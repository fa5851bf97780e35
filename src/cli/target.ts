import { existsSync, statSync } from "node:fs";
import { maskSecrets } from "../domain/secret.ts";
import { targetOf, type Target } from "../domain/target.ts";
import { anyPod, namedPod } from "../targets/k8s/address.ts";
import { usageEnding, type Invocation, type Options } from "./args.ts";
import { endingOf } from "./fault-ending.ts";
import { requireHeeded } from "./idle-options.ts";
import { isByLabels, labelledTarget } from "./labels.ts";
import { nearest } from "./nearest.ts";
import { COMMANDS } from "./options.ts";
import { scopeOf } from "./scope.ts";

/** Kinds whose words name one target each, with an example: `docker A B`, `ssh HOST`. Who is meant is asked later (resolve.ts). */
const BY_NAME: Readonly<Record<string, string>> = {
  docker: "the name of a container, e.g. swtop docker api",
  podman: "the name of a container, e.g. swtop podman api",
  k8s: "a pod or workload, e.g. swtop k8s deploy/shop -n prod",
  ssh: "a host, e.g. swtop ssh deploy@web-1",
};
const KINDS = ["local", ...Object.keys(BY_NAME), "exec", "demo", "recording"];
/** Commands that look at several targets at once. */
export const OF_SEVERAL: readonly Invocation["command"][] = ["screen", "watch"];

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
  const { words, command } = invocation;
  if (command === "demo") {
    const [word] = words;
    if (word !== undefined) throw usageEnding({ kind: "too-many-words", word, after: "demo" });
    return [DEMO];
  }
  const found: Target[] = [];
  let rest = words;
  while (rest.length > 0) {
    const [word = ""] = rest;
    const last = found.at(-1);
    if (last !== undefined && command !== "audit" && !(last.scheme in BY_NAME))
      throw usageEnding({ kind: "too-many-words", word, after: words[0] ?? "" });
    const taken = takenFrom(rest, invocation);
    found.push(...taken.targets);
    rest = taken.rest;
  }
  const [first, ...others] = found;
  if (first === undefined) return [unnamedTarget(invocation)];
  requireNothingBehind(invocation, found);
  requireFew(invocation, [first, ...others]);
  return [first, ...others];
}

/** Only a command to be executed has words behind `--`. */
function requireNothingBehind({ foreign }: Invocation, targets: readonly Target[]): void {
  const [word] = foreign ?? [];
  if (word !== undefined && targets.every(({ scheme }) => scheme !== "exec"))
    throw usageEnding({ kind: "too-many-words", word, after: "--" });
}

/** An audit compares two; several of one kind of running target are looked at side by side. */
function requireFew({ command }: Invocation, targets: readonly Target[]): void {
  const isSideBySide =
    OF_SEVERAL.includes(command) && targets.every(({ scheme }) => scheme in BY_NAME);
  const most = command === "audit" ? 2 : isSideBySide ? MOST_TARGETS : 1;
  const surplus = targets[most];
  if (surplus === undefined) return;
  const after = targets[most - 1];
  throw usageEnding({
    kind: "too-many-words",
    word: wordsOf(surplus),
    after: after === undefined ? "" : wordsOf(after),
  });
}

const wordsOf = ({ scheme, uri, address }: Target): string =>
  scheme === PODS ? uri : (address[0] ?? uri);

const MOST_TARGETS = 32;

type Taken = { readonly targets: readonly Target[]; readonly rest: readonly string[] };

/** The targets that the next words name, and the words behind them. */
function takenFrom(words: readonly string[], { foreign, command, options }: Invocation): Taken {
  const [word = "", ...rest] = words;
  const wanted = BY_NAME[word];
  if (wanted === undefined) {
    const target =
      uriTarget(word, options) ?? namedTarget(word, rest, foreign) ?? pathTarget(word, command);
    return { targets: [target], rest: target.scheme === "exec" ? [] : rest };
  }
  const end = rest.findIndex((each) => KINDS.includes(each) || isUri(each));
  const names = end === -1 ? rest : rest.slice(0, end);
  const isLabelled = isByLabels(word, options);
  if (names.length === 0 && !isLabelled) {
    // on a screen it is picked
    if (word === PODS && command === "screen") return { targets: [anyPod(scopeOf(options))], rest };
    throw usageEnding({ kind: "missing-words", target: word, wanted });
  }
  const named = names.map((name) => namedTargetOf(word, name, options));
  return {
    targets: isLabelled ? [...named, labelledTarget(word, { names, options })] : named,
    rest: rest.slice(names.length),
  };
}

const namedTargetOf = (scheme: string, name: string, options: Options): Target =>
  scheme === PODS ? namedPod(name, scopeOf(options)) : targetOf(scheme, name);

const PODS = "k8s";

const URI = /^([a-z0-9]+):\/\/(.*)$/u;

const isUri = (word: string): boolean => (URI.exec(word)?.[1] ?? "") in BY_NAME;

/** `docker://api`, `ssh://me@host:2222`, `k8s://prod/shop/api-0/app`; null: no such URI. */
function uriTarget(word: string, options: Options): Target | null {
  const [, scheme = "", name = ""] = URI.exec(word) ?? [];
  if (!isUri(word)) return null;
  if (name === "")
    throw usageEnding({ kind: "missing-words", target: word, wanted: BY_NAME[scheme] ?? "" });
  if (scheme === PODS) return namedPod(word, scopeOf(options));
  return { scheme, uri: word, address: [scheme === "ssh" ? word : name] };
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
  if (word === "local" || word === "local:") return LOCAL;
  if (word === "demo" || word === "demo:") return DEMO;
  if (word === "exec" || word.startsWith("exec:")) return execTarget(word, rest, foreign);
  if (word.startsWith("recording:")) return recordingTarget(word.slice("recording:".length));
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
