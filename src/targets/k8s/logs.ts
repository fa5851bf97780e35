// What a container of a pod wrote to stdout and stderr, as its node keeps it: of the current life, and of the one before.
import type { ContainerLine, LogsFrom } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { PodAddress } from "./address.ts";
import type { Cluster } from "./cluster.ts";
import { logLines } from "./log-lines.ts";
import { podPath, withQuery } from "./paths.ts";

type Place = Pick<PodAddress, "namespace" | "pod" | "container">;
type Asked = Pick<Cluster, "follow">;

/** Of a life that is over so many lines are held at once. */
const MOST_FORMER_LINES = 20_000;
/**
 * Words of a 400 that says: there is no log yet, or not any more.
 * @source captures of a 1.34 cluster; kubelet, `validateContainerLogStatus`
 */
const NO_LOG =
  /^(?:previous terminated )?container .+ in pod .+ (?:is waiting to start|is not available|is terminated|not found)/u;

/**
 * Follows until the container ends: a follow does not go on with its next life. Of a container that does not run yet it ends at once.
 * Stops what it started with `signal`, or when nobody takes any more.
 * @throws TransportError `forbidden`, `no-such-pod`, `unauthorized`, `cluster-unreachable`; `system-refused` when the node has no log to give; `stream-ended` when the connection breaks
 */
export async function* logs(
  cluster: Asked,
  place: Place,
  from: LogsFrom,
  signal: AbortSignal,
): AsyncGenerator<readonly ContainerLine[]> {
  const own = new AbortController();
  const both = AbortSignal.any([signal, own.signal]);
  try {
    const path = pathOf(place, { follow: "true", ...queryOf(from) });
    const { chunks } = await cluster.follow({ path }, both);
    yield* logLines(chunks);
  } catch (error) {
    if (!signal.aborted && !isWithoutLog(error)) throw error;
  } finally {
    own.abort();
  }
}

/**
 * The last lines of the life before the current one, at most 20,000; none where there is no such life, or its log is gone. While a container waits for its next start that is also its current log.
 * @throws TransportError as `logs`
 */
export async function previousLogs(
  cluster: Asked,
  place: Place,
  from: LogsFrom,
  signal: AbortSignal,
): Promise<readonly ContainerLine[]> {
  const lines = from.kind === "tail" ? Math.min(from.lines, MOST_FORMER_LINES) : MOST_FORMER_LINES;
  const last = queryOf({ kind: "tail", lines });
  const path = pathOf(place, { previous: "true", ...queryOf(from), ...last });
  const batches: (readonly ContainerLine[])[] = [];
  try {
    const { chunks } = await cluster.follow({ path }, signal);
    for await (const batch of logLines(chunks)) batches.push(batch);
  } catch (error) {
    if (!isWithoutLog(error) && !isSentence(error)) throw error;
  }
  return batches.flat();
}

const queryOf = (from: LogsFrom): Readonly<Record<string, string>> =>
  from.kind === "tail"
    ? { tailLines: String(from.lines) }
    : { sinceTime: new Date(from.at).toISOString() };

const pathOf = (
  { namespace, pod, container }: Place,
  wanted: Readonly<Record<string, string>>,
): string =>
  withQuery(`${podPath(namespace, pod)}/log`, { container, timestamps: "true", ...wanted });

const isWithoutLog = (error: unknown): boolean =>
  error instanceof TransportError && NO_LOG.test(error.fault.detail ?? "");

const isSentence = (error: unknown): boolean =>
  error instanceof TransportError && error.fault.kind === "system-refused";
