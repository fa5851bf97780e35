import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  answerReader,
  helloReader,
  newPrefix,
  newSecret,
  startScript,
  type Answer,
  type Hello,
  type Prefix,
  type Reader,
} from "../../src/collector/protocol.ts";
import { lacks } from "../fixtures/needs.ts";

/** The shells a target may have. */
export const SHELLS = [
  { name: "dash", command: ["dash"], isMissing: lacks("dash") },
  { name: "busybox ash", command: ["busybox", "ash"], isMissing: lacks("busybox") },
  { name: "bash", command: ["bash"], isMissing: lacks("bash") },
] as const;

export const SCRIPT = readFileSync(
  fileURLToPath(new URL("../../src/collector/collector.sh", import.meta.url)),
  "utf8",
);

export type Collector = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly hello: Hello;
  readonly ask: (request: (prefix: Prefix) => Uint8Array) => Promise<Answer>;
};

/** Starts the real script in a real shell and waits for its hello. It ends with its stdin, when the test ends. */
export async function startCollector(
  command: readonly string[],
  { env = process.env, script = SCRIPT }: { env?: NodeJS.ProcessEnv; script?: string } = {},
): Promise<Collector> {
  const child = spawn(command[0] ?? "", command.slice(1), { stdio: "pipe", detached: true, env });
  child.stdin.on("error", () => undefined);
  const secret = newSecret(Math.random);
  const heard = hear(child, helloReader(secret));
  child.stdin.write(startScript(script, secret));
  const hello = await heard;
  return {
    child,
    hello,
    async ask(request) {
      const prefix = newPrefix(Math.random);
      const answer = hear(child, answerReader(prefix));
      child.stdin.write(request(prefix));
      const result = await answer;
      if (result.kind !== "answer") throw new Error(result.kind);
      return result.answer;
    },
  };
}

const hear = <Result>(
  child: ChildProcessWithoutNullStreams,
  reader: Reader<Result>,
): Promise<Result> =>
  new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      const result = reader.take(chunk);
      if (result === null) return;
      child.stdout.off("data", take);
      child.off("close", end);
      resolve(result);
    };
    const end = (): void => {
      reject(new Error("the collector ended"));
    };
    child.stdout.on("data", take);
    child.once("close", end);
  });

/** Letter of a process's state; `null` when it is gone. A zombie is not gone. */
export function stateOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).slice(0, 1);
  } catch {
    return null;
  }
}

/** A process and all below it. */
export function familyOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return [pid, ...children.filter((child) => child !== "").flatMap((c) => familyOf(Number(c)))];
  } catch {
    return [];
  }
}

/** PIDs of a collector that runs: main, watchdog, its sleep. */
export function collectorPids({ hello }: Collector): readonly number[] {
  if (hello.kind !== "ready") throw new Error(`no collector: ${hello.kind}`);
  return [...new Set([...familyOf(hello.mainPid), hello.watcherPid])];
}
