// Looks at a target until enough is known of it to say what works there.
import type { Facts, ProjectSeen } from "../../analysis/doctor/facts.ts";
import type { Container } from "../../domain/container.ts";
import { NO_DEMAND } from "../../domain/demand.ts";
import type { SnapshotSubject } from "../../domain/effect.ts";
import type { Fault } from "../../domain/fault.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Observation, SessionChange } from "../../domain/observation.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import type { Sample } from "../../domain/sample.ts";
import type { SnapshotFault } from "../../domain/snapshot.ts";
import type { Target } from "../../domain/target.ts";
import { KIB, SECOND_MS } from "../../domain/units.ts";
import { logZoneOf } from "../clock.ts";
import { logWish } from "../logs/wish.ts";
import { openObservations, type Opened } from "../observations.ts";
import type { ReadOutcome } from "../project/follow.ts";
import { projectWish } from "../project/wish.ts";
import { lookOf, type Run } from "../run.ts";
import { snap } from "../snapshot/snap.ts";
import { lookInto, type LookedInto, type Patient } from "./look.ts";
import { placeOf } from "./place.ts";

/** What a process without a title is may be known only with its third sample. */
const SETTLED_SAMPLES = 3;
const SETTLING_MS = 300;
/** Logs are looked for in rounds of a second, and again when the project is read. */
const QUIET_MS = 2500;
const LONGEST_MS = 20 * SECOND_MS;
/** Of each log: that it can be read shows only the reading. */
const BACKLOG_BYTES = 4 * KIB;

type Gathered = {
  /** The target answered: it can be examined. */
  readonly wasHad: boolean;
  readonly facts: Facts;
};

/** Nothing is known of a target but why it was not had. */
export const factsOfFault = (target: Target, fault: Fault | null): Facts => ({
  place: placeOf(target),
  fault,
  container: null,
  rights: null,
  shell: null,
  own: null,
  hidepid: null,
  commands: null,
  sample: null,
  subject: null,
  cgroupVersion: null,
  logs: null,
  project: null,
  skewMs: null,
  zone: null,
  engines: [],
});

/** Never throws for what a target does. */
export async function gather(run: Run): Promise<Gathered> {
  const { clock, invocation } = run;
  const { options } = invocation;
  const own = new AbortController();
  const signal = AbortSignal.any([run.signal, own.signal]);
  const mostMs = options.number("for") ?? LONGEST_MS;
  void clock.sleep(mostMs, signal).then(() => own.abort());
  const look = {
    ...lookOf(run, { speed: null }),
    intervalMs: options.number("interval") ?? SETTLING_MS,
    project: await projectWish(run),
    logs: { ...logWish(run), backlogBytes: BACKLOG_BYTES },
    wished: () => NO_DEMAND,
  };
  const opened = openObservations(look, signal);
  const visit = new Visit(run, opened, signal);
  try {
    for await (const observation of opened.observations) {
      visit.note(observation);
      if (visit.isOver()) break;
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    visit.fault ??= error.fault;
  } finally {
    own.abort();
  }
  return { wasHad: visit.sample !== null, facts: visit.facts() };
}

/** What came so far. */
class Visit {
  sample: Sample | null = null;
  fault: Fault | null = null;
  readonly #run: Run;
  readonly #opened: Opened;
  readonly #signal: AbortSignal;
  #samples = 0;
  #newsMs: number;
  #skewMs: number | null = null;
  #container: Container | null = null;
  #logs: readonly LogSource[] | null = null;
  #project: ProjectSeen | null = null;
  #looked: LookedInto | "under way" | "failed" | null = null;

  constructor(run: Run, opened: Opened, signal: AbortSignal) {
    this.#run = run;
    this.#opened = opened;
    this.#signal = signal;
    this.#newsMs = run.clock.monotonic();
    void opened.again?.().then((outcome) => this.#readProject(outcome));
  }

  note(observation: Observation): void {
    if (observation.type === "session") this.#noteSession(observation.session);
    if (observation.type === "container") this.#container = observation.container;
    if (observation.type === "sample") {
      this.#samples += 1;
      this.sample = observation.sample;
      if (this.#samples >= SETTLED_SAMPLES) this.#look(observation.sample);
    }
    if (observation.type !== "project" && observation.type !== "log-sources") return;
    this.#newsMs = this.#run.clock.monotonic();
    if (observation.type === "log-sources") this.#logs = observation.sources;
    else this.#project = { kind: "read", project: observation.project };
  }

  #noteSession({ state, at, fault }: SessionChange): void {
    if (state === "live") {
      this.#skewMs = at - this.#run.clock.now();
      this.fault = null;
    }
    if (state === "retrying" || state === "over") this.fault = fault;
  }

  isOver(): boolean {
    // what never answered, or answers no more, is not waited for
    if (this.fault !== null) return true;
    if (this.sample === null || this.#looked === null || this.#looked === "under way") return false;
    if (this.sample.servers.length === 0) return true;
    return this.#project !== null && this.#run.clock.monotonic() - this.#newsMs >= QUIET_MS;
  }

  facts(): Facts {
    const { target } = this.#run;
    const looked = typeof this.#looked === "object" ? this.#looked : null;
    const shell = this.#opened.source?.shell() ?? null;
    const isServed = this.sample !== null && this.sample.servers.length > 0;
    return {
      ...factsOfFault(target, this.fault),
      shell: shell === null ? null : { ...shell, program: null },
      ...looked,
      sample: this.sample,
      container: this.#container,
      logs: this.#logs ?? (isServed ? [] : null),
      project: this.#project,
      skewMs: this.#skewMs,
      zone:
        looked === null
          ? null
          : { name: looked.zone, takenFor: logZoneOf(target) ?? looked.zone ?? "UTC" },
    };
  }

  #readProject(outcome: ReadOutcome): void {
    this.#newsMs = this.#run.clock.monotonic();
    const directory = this.#run.invocation.options.text("project");
    if (outcome === "no-project") this.#project ??= { kind: "none", directory };
    if (outcome === "too-large") this.#project ??= { kind: "too-large" };
  }

  #look(sample: Sample): void {
    const { source } = this.#opened;
    if (this.#looked !== null || source === null) return;
    const { files } = source;
    const shell = source.shell();
    this.#looked = "failed";
    if (files === null || shell === null) return;
    this.#looked = "under way";
    const isInherited = this.#run.target.scheme !== "local";
    const snapshotFault = (subject: SnapshotSubject) => this.#snapshotFault(subject);
    void this.#lookInto({ files, shell, sample, isInherited, snapshotFault });
  }

  async #lookInto(patient: Patient): Promise<void> {
    try {
      this.#looked = await lookInto(patient);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      this.#looked = "failed";
    }
    this.#newsMs = this.#run.clock.monotonic();
  }

  /** Level 1 starts no reader where the memory is closed, and says why it is. */
  async #snapshotFault(subject: SnapshotSubject): Promise<SnapshotFault | null> {
    const { target, clock } = this.#run;
    const look = { target, clock, level: 1, subject, earlier: null, force: false } as const;
    let fault: SnapshotFault | null = null;
    for await (const { snapshot } of snap(look, this.#signal)) fault = snapshot.faults[0] ?? null;
    return fault;
  }
}
