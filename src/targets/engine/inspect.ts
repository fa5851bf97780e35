import type { Container } from "../../domain/container.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { ask, asked, type Engine } from "./engine.ts";
import { containerOf, eventOf, type EngineEvent } from "./inspection.ts";
import { documents, parsedLines, textOf } from "./json.ts";

/** So far back as an engine remembers anything. */
const PAST = "8760h";

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
  const span = ["--since", PAST, "--until", "0s"];
  const stop = engine.scheme === "podman" ? ["--stream=false"] : [];
  const filters = ["start", "oom", "die"].flatMap((event) => [
    "--filter",
    `event=${engine.scheme === "podman" && event === "die" ? "died" : event}`,
  ]);
  const format = ["--format", engine.scheme === "podman" ? "json" : "{{json .}}"];
  const args = ["events", ...span, ...stop, "--filter", `container=${id}`, ...filters, ...format];
  const { stdout } = await ask(engine, args, signal);
  return parsedLines(stdout).flatMap((line) => eventOf(line) ?? []);
}

async function imageOf(engine: Engine, inspected: unknown, signal: AbortSignal): Promise<unknown> {
  const id = textOf(inspected, "Image");
  if (id === null) return null;
  const { stdout, isOk } = await ask(engine, ["image", "inspect", "--", id], signal);
  return isOk ? (documents(stdout)[0] ?? null) : null;
}
