// Which container is meant by a word: a name, an id, a compose service, or labels.
import { TransportError } from "../../domain/ports/transport.ts";
import { targetOf, type Target } from "../../domain/target.ts";
import { untrustedText } from "../../domain/text.ts";
import { named } from "../likeness.ts";
import { asked, type Engine } from "./engine.ts";
import { documentOf } from "./inspect.ts";
import { containerOf, nameOf } from "./inspection.ts";
import { documents, textOf, textsOf } from "../json.ts";
import { stillFault } from "./still.ts";

/** Docker's compose and podman's. */
const SERVICE_LABELS = ["com.docker.compose.service", "io.podman.compose.service"];

export async function resolve(
  engine: Engine,
  words: readonly string[],
  labels: readonly string[],
  signal: AbortSignal,
): Promise<readonly Target[]> {
  const meant: Target[] = [];
  for (const word of words) meant.push(await one(engine, word, signal));
  if (labels.length === 0) return unique(meant);
  const labelled = await withLabels(engine, labels, signal);
  if (labelled.length === 0 && meant.length === 0)
    throw new TransportError({ kind: "no-such-label", detail: untrustedText(labels.join(" ")) });
  return unique([...meant, ...labelled.map((name) => targetOf(engine.scheme, name))]);
}

const unique = (targets: readonly Target[]): readonly Target[] => [
  ...new Map(targets.map((target) => [target.uri, target])).values(),
];

async function one(engine: Engine, word: string, signal: AbortSignal): Promise<Target> {
  let inspected: unknown;
  try {
    inspected = await documentOf(engine, word, signal);
  } catch (error) {
    if (!(error instanceof TransportError) || error.fault.kind !== "no-such-target") throw error;
    inspected = await documentOf(engine, await service(engine, word, signal), signal);
  }
  const container = containerOf(engine, inspected, { events: [], image: null });
  const platform = textOf(inspected, "Platform");
  if (platform !== null && platform !== "linux")
    throw new TransportError({
      kind: "not-linux",
      detail: untrustedText(`${container.name} (${platform})`),
    });
  // one that its engine starts over and over is what somebody was called for
  const runs = container.state === "running" || container.state === "restarting";
  if (!runs) throw new TransportError(stillFault(container, false));
  return targetOf(engine.scheme, nameOf(inspected));
}

/** The one container of a compose service. @throws TransportError with what is named like it */
async function service(engine: Engine, word: string, signal: AbortSignal): Promise<string> {
  for (const label of SERVICE_LABELS) {
    const names = await withLabels(engine, [`${label}=${word}`], signal);
    const [first] = names;
    if (first !== undefined && names.length === 1) return first;
    if (names.length > 1) throw named("ambiguous-target", word, names);
  }
  const all = await namesOf(engine, ["-a"], signal);
  throw named("no-such-target", word, all);
}

const withLabels = (
  engine: Engine,
  labels: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> =>
  namesOf(
    engine,
    labels.flatMap((label) => ["--filter", `label=${label}`]),
    signal,
  );

async function namesOf(
  engine: Engine,
  args: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const stdout = await asked(engine, ["ps", ...args, "--format", engine.format], signal);
  return documents(stdout).flatMap((each) => {
    const name = textOf(each, "Names") ?? textsOf(each, "Names")[0];
    return name === undefined ? [] : [name.split(",")[0] ?? name];
  });
}
