// What an engine runs, for the picker: names at once, figures and processes as they come. Nothing is executed in a container: `top` is the engine's own look from outside.
import type { Fault } from "../../domain/fault.ts";
import type { Candidate, Listing } from "../../domain/ports/inspector.ts";
import { targetOf } from "../../domain/target.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { bytes, type Bytes } from "../../domain/units.ts";
import { ask, asked, type Engine } from "./engine.ts";
import { containerOf, isAlive } from "./inspection.ts";
import { documents, fieldOf, textOf, textsOf } from "../json.ts";
import { probablyOf } from "./probably.ts";

/** More than that nobody reads through; those that run come first. */
const MOST = 200;
/** Each is a process of the engine's. */
const MOST_TOPS = 24;
const TOPS_AT_ONCE = 4;

/** Never throws; ends by itself. */
export async function* list(engine: Engine, signal: AbortSignal): AsyncGenerator<Listing> {
  const kind = engine.scheme;
  const known = new Map<string, Candidate>();
  const listing = (isComplete: boolean, fault: Fault | null = null): Listing => ({
    kind,
    candidates: [...known.values()],
    fault,
    isComplete,
  });
  try {
    for (const candidate of await inspectedAll(engine, signal))
      known.set(candidate.containerId ?? "", candidate);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    yield listing(true, error.fault);
    return;
  }
  yield listing(false);
  for await (const { id, ...told } of figures(engine, [...known.values()], signal)) {
    const former = known.get(id);
    if (former === undefined) continue;
    known.set(id, { ...former, ...told });
    yield listing(false);
  }
  yield listing(true);
}

type Figures = { readonly id: string } & Partial<Pick<Candidate, "memoryBytes" | "probably">>;

/** What can be told beside the names. An engine that answered with those and now does not leaves them unknown. */
async function* figures(
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): AsyncGenerator<Figures> {
  try {
    for (const [id, memoryBytes] of await memories(engine, signal)) yield { id, memoryBytes };
    for await (const { candidate, titles } of tops(engine, candidates, signal))
      yield {
        id: candidate.containerId ?? "",
        probably: probablyOf({ ...candidate, titles }),
      };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
  }
}

/** Those that run first. */
async function idsOf(engine: Engine, signal: AbortSignal): Promise<readonly string[]> {
  const base = ["ps", "-q", "--no-trunc"];
  const lists = [await asked(engine, base, signal), await asked(engine, [...base, "-a"], signal)];
  const ids = lists.flatMap((printed) => printed.split("\n")).filter((id) => id !== "");
  return [...new Set(ids)].slice(0, MOST);
}

async function inspectedAll(engine: Engine, signal: AbortSignal): Promise<readonly Candidate[]> {
  const ids = await idsOf(engine, signal);
  if (ids.length === 0) return [];
  // One that went in between makes the client complain beside the others.
  const { stdout } = await ask(engine, ["inspect", "--type", "container", "--", ...ids], signal);
  return documents(stdout).map((inspected) => candidateOf(engine, inspected));
}

function candidateOf(engine: Engine, inspected: unknown): Candidate {
  const container = containerOf(engine, inspected, { events: [], image: null });
  const { id, name, state, image, limitBytes, restartCount, lives } = container;
  const command = [textOf(inspected, "Path"), ...textsOf(inspected, "Args")]
    .filter((word) => word !== null)
    .join(" ");
  const candidate: Candidate = {
    target: targetOf(engine.scheme, name),
    kind: engine.scheme,
    name,
    state,
    image,
    command: untrustedText(command),
    ports: portsOf(inspected),
    memoryBytes: null,
    limitBytes,
    restarts: restartCount,
    lastEnd: null,
    startedAt: isAlive(state) ? (lives.at(-1)?.startedAt ?? null) : null,
    probably: null,
    containerId: id,
  };
  return { ...candidate, probably: probablyOf({ ...candidate, titles: null }) };
}

/** Published ones; where none is, those that the image exposes. */
function portsOf(inspected: unknown): readonly number[] {
  const ports = fieldOf(inspected, "NetworkSettings", "Ports");
  const exposed = fieldOf(inspected, "Config", "ExposedPorts");
  const named = [ports, exposed].flatMap((each) =>
    typeof each === "object" && each !== null ? Object.keys(each) : [],
  );
  const numbers = named.map((name) => Number.parseInt(name, 10)).filter((port) => port > 0);
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

/** By full id. */
async function memories(engine: Engine, signal: AbortSignal): Promise<ReadonlyMap<string, Bytes>> {
  const args = ["stats", "--no-stream", "--no-trunc", "--format", engine.format];
  const { stdout } = await ask(engine, args, signal);
  const found = documents(stdout).flatMap((each): readonly (readonly [string, Bytes])[] => {
    const id = textOf(each, "ID") ?? textOf(each, "id");
    const memory = sizeOf(textOf(each, "MemUsage") ?? textOf(each, "mem_usage") ?? "");
    return id === null || memory === null ? [] : [[id, memory]];
  });
  return new Map(found);
}

/** `12.3MiB / 128MiB`, podman `12.3MB / 134.2MB`: the first. */
export function sizeOf(text: string): Bytes | null {
  const match = /^\s*(?<number>[0-9.]+)\s*(?<unit>[KMGT]?)(?<binary>i?)B/iu.exec(text)?.groups;
  const number = Number(match?.["number"] ?? Number.NaN);
  if (match === undefined || Number.isNaN(number)) return null;
  const power = ["", "K", "M", "G", "T"].indexOf((match["unit"] ?? "").toUpperCase());
  return bytes(Math.round(number * (match["binary"] === "" ? 1000 : 1024) ** power));
}

async function* tops(
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): AsyncGenerator<{ readonly candidate: Candidate; readonly titles: readonly string[] }> {
  const running = candidates.filter(({ state }) => state === "running").slice(0, MOST_TOPS);
  for (let from = 0; from < running.length; from += TOPS_AT_ONCE) {
    const asking = running.slice(from, from + TOPS_AT_ONCE).map(async (candidate) => ({
      candidate,
      titles: await titlesOf(engine, candidate.containerId ?? "", signal),
    }));
    yield* await Promise.all(asking);
  }
}

async function titlesOf(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const columns = engine.scheme === "podman" ? ["args"] : ["-eo", "pid,args"];
  const { stdout, isOk } = await ask(engine, ["top", id, ...columns], signal);
  return isOk
    ? stdout
        .split("\n")
        .slice(1)
        .map((line) => line.replace(/^\s*\d+\s+/u, ""))
    : [];
}
