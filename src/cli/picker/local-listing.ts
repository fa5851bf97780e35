import { readFileSync } from "node:fs";
import { NO_DEMAND } from "../../domain/demand.ts";
import type { Fault } from "../../domain/fault.ts";
import type { Candidate, Listing } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Sample, Server } from "../../domain/sample.ts";
import { maskSecrets } from "../../domain/secret.ts";
import { untrustedText, type Untrusted } from "../../domain/text.ts";
import { bytes, type Bytes } from "../../domain/units.ts";
import { openObservations } from "../observations.ts";
import { lookOf, type Run } from "../run.ts";
import { LOCAL } from "../target.ts";
import type { Lister } from "./listers.ts";

/** Servers without titles are told by the second, memory of their cgroups by the third. */
const READINGS = 3;
const INTERVAL_MS = 250;

/** The Swoole servers of this machine, by a short look as `swtop local` has it. */
export const localLister = (run: Run): Lister => ({
  scheme: "local",
  list: (signal) => listLocal(run, signal),
});

async function* listLocal(run: Run, signal: AbortSignal): AsyncGenerator<Listing> {
  const own = new AbortController();
  const look = {
    ...lookOf(run, { speed: null }),
    target: LOCAL,
    intervalMs: INTERVAL_MS,
    heap: false,
    wished: () => NO_DEMAND,
  };
  let candidates: readonly Candidate[] = [];
  const listing = (isComplete: boolean, fault: Fault | null = null): Listing => ({
    kind: "local",
    candidates,
    fault,
    isComplete,
  });
  try {
    let readings = 0;
    const { observations } = openObservations(look, AbortSignal.any([signal, own.signal]));
    for await (const observation of observations) {
      if (observation.type === "session" && observation.session.state === "over") {
        yield listing(true, observation.session.fault);
        return;
      }
      if (observation.type !== "sample") continue;
      readings += 1;
      candidates = observation.sample.servers.map((server) =>
        candidateOf(server, observation.sample),
      );
      yield listing(readings >= READINGS);
      if (readings >= READINGS) return;
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    yield listing(true, error.fault);
  } finally {
    own.abort();
  }
}

function candidateOf(server: Server, sample: Sample): Candidate {
  const { id, rootPid, framework, processes } = server;
  const root = processes.find(({ pid }) => pid === rootPid) ?? processes[0];
  const pid = root?.pid ?? null;
  const containerId = pid === null ? null : containerIdOf(procText(pid, "cgroup"));
  return {
    target: LOCAL,
    kind: "local",
    name: untrustedText(id),
    state: "running",
    image: null,
    command: pid === null ? null : commandOf(pid),
    ports: [],
    ...memoryOf(server, sample, containerId !== null),
    restarts: null,
    lastEnd: null,
    startedAt: root?.startedAt ?? null,
    probably: framework === "hyperf" ? "hyperf" : "swoole",
    containerId,
  };
}

/** What its cgroup has, where that is a container's or has a limit: in another one there may be anything beside. Else what its processes share out among them, and no limit. */
function memoryOf(
  { memory, processes }: Server,
  sample: Sample,
  isContained: boolean,
): Pick<Candidate, "memoryBytes" | "limitBytes"> {
  const group = isContained ? memory : (memory ?? sample.memory);
  const isOpen = group === null || group.source === "host" || group.isUnlimited === true;
  const limitBytes = isOpen ? null : group.limitBytes;
  if (group === null || (isOpen && !isContained))
    return { memoryBytes: isContained ? null : shareOf(processes), limitBytes };
  return { memoryBytes: group.workingSetBytes ?? group.currentBytes, limitBytes };
}

/** Shared pages count once by PSS; the sum of RSS would count them in each process. */
function shareOf(processes: Server["processes"]): Bytes | null {
  let sum = 0;
  for (const { pssBytes } of processes) {
    if (pssBytes === null) return null;
    sum += pssBytes;
  }
  return processes.length === 0 ? null : bytes(sum);
}

/** Its words, as the kernel has them now: a title is one of them. */
function commandOf(pid: number): Untrusted | null {
  const words = procText(pid, "cmdline").split("\0");
  const text = maskSecrets(words.filter((word) => word !== "")).join(" ");
  return text === "" ? null : untrustedText(text);
}

/**
 * The id of the container whose cgroup it is: `/docker/<id>`, `docker-<id>.scope`, `libpod-<id>.scope/container`, `kubepods/../cri-containerd-<id>.scope`. The innermost one; null: there is none,
 * or it is seen from inside, where its path is `/`.
 * @param text /proc/PID/cgroup
 */
export function containerIdOf(text: string): string | null {
  const ids = [...text.matchAll(/(?<=[/:-])[0-9a-f]{64}(?=\.scope|\/|$)/gmu)].map(([id]) => id);
  return ids.at(-1) ?? null;
}

/** Empty: the process is gone, or the system has no /proc. */
function procText(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
