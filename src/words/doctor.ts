import type { Container } from "../domain/container.ts";
import type { Ids, Place, Said } from "../domain/doctor.ts";
import type { LogSource } from "../domain/log-source.ts";
import { maskText } from "../domain/secret.ts";
import { show, type Untrusted } from "../domain/text.ts";
import { ladderText } from "./doctor-rights.ts";
import { faultText } from "./faults.ts";
import { counted, shortBytes, shortDuration } from "./format.ts";
import { sourceStateText } from "./log-pane.ts";
import { snapshotCauseText } from "./snapshot-faults.ts";

/** What `swtop doctor FILE` is told. */
export const doctorRefusalText = (target: string): string =>
  `doctor examines what runs, and \`${show(target)}\` does not: name a target, e.g. swtop doctor local`;

/** One sentence for people: what works, what does not and why, or why it is not known. Without controls, secrets masked. */
export const saidText = (said: Said, place: Place): string =>
  maskText(show(sentenceOf(said, place)));

type Of<Kind extends Said["kind"]> = Extract<Said, { kind: Kind }>;
type Sentences = {
  readonly [Kind in Said["kind"]]: (said: Of<Kind>, place: Place) => string;
};

const sentenceOf = <Kind extends Said["kind"]>(said: Of<Kind>, place: Place): string => {
  const sentences: { readonly [Each in Kind]: (said: Of<Each>, place: Place) => string } =
    SENTENCES;
  return sentences[said.kind](said, place);
};

const SENTENCES: Sentences = {
  "not-reached": () => "not known: what comes before it failed",
  passed: () => "works as far as it was tried",
  answered: (_, { kind }) => ANSWERED[kind],
  started: () => "the command starts",
  nobody: () => "not tried: no process of PHP is seen",
  closed: () => "not known: the processes that lead there are closed, see rights",
  "not-told": () => "not known: the target did not tell it",
  refused: ({ fault }) => faultText(fault),
  here: () => "this machine",
  container: ({ container }) => containerText(container),
  listed: ({ engine, count }) =>
    engine === "ssh"
      ? `${counted(count, "host")} used before, not tried`
      : `answers, ${counted(count, "container")}`,
  "not-installed": ({ engine }) => `not on this machine: no command ${engine}`,
  ladder: ladderText,
  user: ({ own, canTrace }) =>
    `${idsText(own)}${canTrace ? ", with SYS_PTRACE" : ", without SYS_PTRACE"}`,
  foreign: ({ own, their, pid }) =>
    `${idsText(own)} may not look into pid ${pid} of ${idsText(their)}: its private memory, descriptors, project and logs are closed`,
  shell: ({ program }) =>
    program === null ? "a POSIX shell answers" : `${nameOf(program)} answers`,
  tools: ({ tools }) => `has ${tools.join(" ")}`,
  "tools-missing": ({ tools, missing }) =>
    `no ${missing.join(", no ")}: ${missing.map((tool) => WITHOUT[tool] ?? tool).join("; ")}. It has ${tools.join(" ") || "nothing of use"}`,
  processes: ({ count }) => `${counted(count, "process", "processes")} seen, nothing is hidden`,
  hidepid: ({ value, own, count }) =>
    `/proc is mounted with hidepid=${value}: only what uid ${own.uid} may trace is seen, ${counted(count, "process", "processes")}`,
  servers: ({ ids, processes }) =>
    `${counted(ids.length, "server")} of Swoole (${listText(ids)}), ${counted(processes, "process", "processes")}`,
  "no-server": ({ found }) => `no process of Swoole is seen; ${runningText(found)}`,
  php: ({ program, php, swoole, isReplaced }) =>
    [
      php === null ? "PHP, version not told" : `PHP ${php}`,
      ...(swoole === null ? [] : [`Swoole ${swoole}`]),
      ...(program === null ? [] : [program]),
      ...(isReplaced ? ["replaced since the process began: no snapshot can be read"] : []),
    ].join(", "),
  "no-php": ({ found }) => `no process of PHP is seen; ${runningText(found)}`,
  heap: ({ pid }) => `memory of pid ${pid} can be read`,
  "heap-closed": ({ pid, fault }) =>
    `memory of pid ${pid} is closed: ${snapshotCauseText({ ...fault, part: null })}`,
  "heap-by-snapshot": ({ pid }) =>
    `the live heap of pid ${pid} cannot be read from here; a snapshot of it can`,
  "heap-without-dd": () => "no dd: HEAP and REAL stay empty",
  limit: limitText,
  machine: ({ memory, version }) =>
    `${version === null ? "no cgroup is to be seen" : `cgroup v${version}, no group of its own`}: measured against the machine, ${sizeText(memory.limitBytes)}`,
  headroom: ({ leftBytes, limitBytes, wantedBytes }) =>
    `${shortBytes(leftBytes)} free of ${shortBytes(limitBytes)}${wantedBytes === null ? "" : `; levels 2 and 3 of a snapshot want ${shortBytes(wantedBytes)}`}`,
  logs: ({ sources }) => logsText(sources),
  project: ({ project: { root, framework, versions, unreadable } }) =>
    [
      root,
      framework ?? "no known framework",
      ...(versions.hyperf === null ? [] : [`hyperf ${versions.hyperf}`]),
      ...(unreadable.length === 0
        ? []
        : [`closed: ${listText(unreadable)}, so that what they declare is not known`]),
    ].join(", "),
  "no-project": ({ directory }) =>
    directory === null
      ? "not found by the processes: neither their working directory nor an open bin/*.php leads to one"
      : `there is none in ${directory}`,
  "project-too-large": () => "it is too large to be read beside the screen",
  clock: ({ skewMs, sinceMs }) => {
    const size = Math.abs(skewMs);
    return size < sinceMs
      ? `as here, within ${shortDuration(sinceMs)}`
      : `${shortDuration(size)} ${skewMs > 0 ? "ahead of" : "behind"} this machine's: times of both do not fit together`;
  },
  zone: ({ zone, takenFor, crontab }) => {
    const ticks = crontab === null ? "" : `; crontab counts in ${crontab}`;
    return zone === null
      ? `not told; log times without a zone are taken for ${takenFor}${ticks}`
      : `${zone}; log times without a zone are taken for ${takenFor}${ticks}`;
  },
};

const ANSWERED: Readonly<Record<Place["kind"], string>> = {
  local: "this machine",
  docker: "docker answers",
  podman: "podman answers",
  kubernetes: "the cluster answers",
  ssh: "the host answers",
  other: "the command runs",
};

const WITHOUT: Readonly<Record<string, string>> = {
  dd: "the live heap and log files cannot be read",
  ls: "log files and connections cannot be followed",
};

const idsText = ({ uid, gid }: Ids): string => `uid ${uid}, gid ${gid}`;

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const MOST_LISTED = 4;
function listText(names: readonly string[]): string {
  const more = names.length - MOST_LISTED;
  const some = names.slice(0, MOST_LISTED).map((name) => name.slice(0, LONGEST_NAME));
  return more > 0 ? `${some.join(", ")} and ${more} more` : some.join(", ");
}
const LONGEST_NAME = 60;

function runningText(found: readonly Untrusted[]): string {
  const names = [...new Set(found)].toSorted();
  return names.length === 0 ? "nothing else runs there" : `what runs: ${listText(names)}`;
}

function containerText({ name, state, image, limitBytes, restartCount }: Container): string {
  return [
    `${name} is ${state}`,
    ...(image === null ? [] : [`image ${image}`]),
    ...(restartCount === null ? [] : [counted(restartCount, "restart")]),
    limitBytes === null ? "no memory limit" : `limit ${shortBytes(limitBytes)}`,
  ].join(", ");
}

const sizeText = (size: number | null): string => (size === null ? "unknown" : shortBytes(size));

function limitText({ memory, server, isLimited }: Of<"limit">): string {
  const { source, limitBytes, currentBytes, oomKills } = memory;
  return [
    `${source === "cgroup-v1" ? "cgroup v1" : "cgroup v2"}${server === null ? "" : ` of ${server}`}`,
    isLimited
      ? `limit ${sizeText(limitBytes)}`
      : `no limit, measured against the machine's ${sizeText(limitBytes)}`,
    `${sizeText(currentBytes)} used`,
    ...(oomKills === null || oomKills === 0 ? [] : [counted(oomKills, "OOM kill")]),
  ].join(", ");
}

function logsText(sources: readonly LogSource[]): string {
  if (sources.length === 0) return "no log is found";
  const parts = [...sources]
    .toSorted((a, b) => Number(a.state === "followed") - Number(b.state === "followed"))
    .map((source) => `${source.source} ${sourceStateText({ ...source, bytes: null })}`);
  return listLong(parts);
}

/** Longer than a name: a path with its state. */
function listLong(parts: readonly string[]): string {
  const some = parts.slice(0, MOST_LISTED).map((part) => part.slice(0, LONGEST_PART));
  const more = parts.length - some.length;
  return more > 0 ? `${some.join("; ")}; and ${more} more` : some.join("; ");
}
const LONGEST_PART = 160;
