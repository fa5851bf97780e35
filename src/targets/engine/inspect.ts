import type { Container } from "../../domain/container.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { SECOND_MS } from "../../domain/units.ts";
import { ask, asked, type Engine } from "./engine.ts";
import { containerOf, eventOf } from "./inspection.ts";
import { documents, parsedLines, textOf } from "../json.ts";
import type { EngineEvent } from "./lives.ts";

/** So far back as an engine remembers anything. */
const PAST = "8760h";

const DOCKER_EVENTS = ["start", "oom", "die"].flatMap((event) => ["--filter", `event=${event}`]);

/** A container with its former lives: three questions, nothing is executed in it. @throws TransportError */
export async function inspect(
  engine: Engine,
  name: string,
  signal: AbortSignal,
): Promise<Container> {
  const inspected = await documentOf(engine, name, signal);
  const [events, image] = await Promise.all([
    eventsOf(engine, inspected, signal),
    imageOf(engine, inspected, signal),
  ]);
  return containerOf(engine, inspected, { events, image });
}

/** The document of one container. @throws TransportError `no-such-target` */
export async function documentOf(
  engine: Engine,
  name: string,
  signal: AbortSignal,
): Promise<unknown> {
  const args = ["inspect", "--type", "container", "--", name];
  const [found] = documents(await asked(engine, args, signal));
  if (found === undefined)
    throw new TransportError({ kind: "no-such-target", detail: untrustedText(name) });
  return found;
}

/** What it does not remember is no fault. */
async function eventsOf(
  engine: Engine,
  inspected: unknown,
  signal: AbortSignal,
): Promise<readonly EngineEvent[]> {
  const id = textOf(inspected, "Id");
  if (id === null) return [];
  // docker cuts `--until 0s` to the whole second, and so forgets the last ones; podman 4.3.1 tells nothing with any
  const ways =
    engine.scheme === "podman"
      ? ["--stream=false"]
      : ["--until", (Date.now() / SECOND_MS).toFixed(3), ...DOCKER_EVENTS];
  const base = ["events", "--since", PAST, "--filter", `container=${id}`];
  const args = [...base, "--format", engine.format, ...ways];
  const { stdout } = await ask(engine, args, signal);
  return parsedLines(stdout).flatMap((line) => eventOf(line) ?? []);
}

async function imageOf(engine: Engine, inspected: unknown, signal: AbortSignal): Promise<unknown> {
  const id = textOf(inspected, "Image");
  if (id === null) return null;
  const { stdout, isOk } = await ask(engine, ["image", "inspect", "--", id], signal);
  return isOk ? (documents(stdout)[0] ?? null) : null;
}
