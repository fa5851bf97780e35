import { spawn, type ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { examined } from "../../../src/analysis/doctor/examine.ts";
import { understand } from "../../../src/cli/args.ts";
import { systemClock } from "../../../src/cli/clock.ts";
import { gather } from "../../../src/cli/doctor/gather.ts";
import type { Run } from "../../../src/cli/run.ts";
import { targetsOf } from "../../../src/cli/target.ts";
import { isAlive } from "../../fixtures/tree.ts";
import { until } from "../../fixtures/until.ts";
import { doctorJson } from "../../../src/report/doctor.ts";

type Told = { readonly ok: boolean | null; readonly text: string; readonly fix: string | null };
export type Diagnosis = {
  readonly wasHad: boolean;
  readonly check: (id: string) => Told;
  /** Ids of the checks that failed. */
  readonly failed: readonly string[];
};

/** `swtop doctor OPTIONS exec -- COMMAND` without its output: a real shell with real defects. */
export async function diagnosis(
  command: readonly string[],
  options: readonly string[] = [],
): Promise<Diagnosis> {
  const invocation = understand(["doctor", ...options, "exec", "--", ...command]);
  const targets = targetsOf(invocation);
  const run: Run = {
    invocation,
    target: targets[0],
    targets,
    version: "0.0.0",
    clock: systemClock,
    signal: new AbortController().signal,
    stop: () => undefined,
    hangUp: () => undefined,
    onScreen: () => undefined,
    env: {},
  };
  const { wasHad, facts } = await gather(run);
  const { checks }: { checks: readonly (Told & { id: string })[] } = JSON.parse(
    doctorJson(run.target.uri, examined(facts), facts.place),
  );
  return {
    wasHad,
    failed: checks.filter(({ ok }) => ok === false).map(({ id }) => id),
    check(id) {
      const found = checks.find((each) => each.id === id);
      if (found === undefined) throw new Error(`no check ${id}`);
      return found;
    },
  };
}

/** Mount and PID namespaces of their own, as a container has them: nothing is to be seen in them but what `before` starts. They end with `end`. */
export class Namespaces {
  readonly #child: ChildProcess;
  readonly #init: number;

  /** @param before a script of the shell; what it puts in the background runs on */
  static async start(before: string): Promise<Namespaces> {
    const script = `${before}\necho ready\nread -r end`;
    const child = spawn(
      "unshare",
      ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", script],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    let said = "";
    child.stdout.on("data", (more: Buffer) => {
      said += more.toString();
    });
    await until(() => said.includes("ready") || child.exitCode !== null, "namespaces of its own");
    const { pid } = child;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return new Namespaces(child, Number(children.trim()));
  }

  private constructor(child: ChildProcess, init: number) {
    this.#child = child;
    this.#init = init;
  }

  /** The words of a command that runs in them. */
  inside(...command: readonly string[]): readonly string[] {
    return ["nsenter", "-t", String(this.#init), "--mount", "--pid", "--", ...command];
  }

  /** All that runs in them ends with their first process. */
  async end(): Promise<void> {
    this.#child.kill("SIGKILL");
    await until(() => !isAlive(this.#init), "the end of the namespaces");
  }
}

/** Folders with copies of programs, files of cgroups. Gone after `remove`. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "swtop-doctor-"));

  /** @returns its path */
  put(name: string, text: string): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  copy(from: string, name: string): void {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(from, path);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** As /sys/fs/cgroup shows it in a container of cgroup v2; sizes in bytes. */
export function cgroupV2(folder: Folder, limit: string, used: number): void {
  const files = {
    "cgroup.controllers": "cpu memory pids",
    "memory.current": String(used),
    "memory.max": limit,
    "memory.peak": String(used),
    "memory.events": "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0",
    "memory.stat": `anon ${used}\nfile 0\nkernel 0\nshmem 0\nslab_reclaimable 0\nslab_unreclaimable 0\ninactive_file 0`,
    "memory.swap.current": "0",
  };
  for (const [name, text] of Object.entries(files)) folder.put(`cgroup/${name}`, `${text}\n`);
}
