import type { Finding, Place, Said } from "../domain/doctor.ts";
import type { SnapshotFault } from "../domain/snapshot.ts";
import { faultFix } from "./doctor-fault-fixes.ts";
import {
  asUser,
  fix,
  restarted,
  traced,
  withCgroup,
  withRights,
  withoutHidepid,
  withSameClock,
  withTool,
  type Fix,
} from "./doctor-ways.ts";

export type { Fix } from "./doctor-ways.ts";

/** Null: it works, or no command mends it. */
export const fixOf = ({ ok, said }: Finding, place: Place): Fix | null =>
  ok === true ? null : mending(said, place);

type Of<Kind extends Said["kind"]> = Extract<Said, { kind: Kind }>;
type Ways = {
  readonly [Kind in Said["kind"]]?: (said: Of<Kind>, place: Place) => Fix | null;
};

function mending<Kind extends Said["kind"]>(said: Of<Kind>, place: Place): Fix | null {
  const ways: { readonly [Each in Kind]?: (said: Of<Each>, place: Place) => Fix | null } = WAYS;
  return ways[said.kind]?.(said, place) ?? null;
}

const toChoose = (): Fix => fix("swtop", "shows all that can be watched from here");

const WAYS: Ways = {
  refused: ({ fault }, place) => faultFix(fault, place),
  ladder: (_, place) => withRights(place),
  foreign: ({ own, their }, place) =>
    own.uid === their.uid && own.gid === their.gid ? traced(place) : asUser(place, their),
  "tools-missing": ({ missing }, place) => withTool(place, missing),
  "heap-without-dd": (_, place) => withTool(place, ["dd"]),
  hidepid: (_, place) => withoutHidepid(place),
  "heap-closed": (said, place) => HEAP_WAYS[said.fault.kind]?.(said, place) ?? null,
  "heap-by-snapshot": ({ their }, place) => (their === null ? traced(place) : asUser(place, their)),
  "no-server": toChoose,
  "no-php": toChoose,
  php: ({ isReplaced }, place) => (isReplaced ? restarted(place) : null),
  machine: ({ version }, place) => (version === null ? withCgroup(place) : null),
  headroom: (_, { words }) =>
    fix(`swtop snapshot --level 1 --slot Worker.0 ${words}`, "a level that needs no room"),
  logs: logsWay,
  project: ({ their }, place) => (their === null ? traced(place) : asUser(place, their)),
  "no-project": (_, { words }) => fix(`swtop --project DIR ${words}`, "DIR as the target names it"),
  "project-too-large": () => fix("swtop audit DIR", "in a checkout of it"),
  clock: (_, place) => withSameClock(place),
  zone: ({ zone }, { words }) => fix(`swtop logs --tz ${zone ?? "ZONE"} ${words}`),
};

type HeapWay = (said: Of<"heap-closed">, place: Place) => Fix | null;

const HEAP_WAYS: Readonly<Partial<Record<SnapshotFault["kind"], HeapWay>>> = {
  "other-user": ({ their }, place) => (their === null ? traced(place) : asUser(place, their)),
  "not-dumpable": (_, place) => traced(place),
  // without the name of a capability nobody here may
  "not-permitted": ({ fault }, place) =>
    fault.detail === null
      ? fix("sudo swtop local", "on the host, outside of the sandbox")
      : traced(place),
  yama: ({ fault }) =>
    fault.detail?.trim() === "3"
      ? null
      : fix(
          "sudo sysctl kernel.yama.ptrace_scope=0",
          "for all of that machine: set it back afterwards. Or run swtop as root",
        ),
  "other-build": (_, place) => restarted(place),
};

function logsWay({ sources }: Of<"logs">, place: Place): Fix {
  const lack = sources.find(({ state }) => state === "no-dd" || state === "no-ls");
  if (lack !== undefined) return withTool(place, [lack.state === "no-ls" ? "ls" : "dd"]);
  const isClosed = sources.some(
    ({ source, state }) => state === "unreadable" && source.startsWith("file:"),
  );
  if (isClosed) return traced(place);
  return fix(`swtop --log FILE ${place.words}`, "or --log-cmd COMMAND: what prints the log");
}
