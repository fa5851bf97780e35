import { examined } from "../../analysis/doctor/examine.ts";
import type { Facts } from "../../analysis/doctor/facts.ts";
import type { Fault } from "../../domain/fault.ts";
import { doctorJson, doctorText } from "../../report/doctor.ts";
import { rbacText } from "../../report/rbac.ts";
import { inspectors } from "../../targets/index.ts";
import { doctorRefusalText } from "../../words/doctor.ts";
import { usageEnding, type Options } from "../args.ts";
import { enginesSeen } from "../doctor/engines.ts";
import { factsOfFault, gather } from "../doctor/gather.ts";
import { rightsSeen } from "../doctor/rights.ts";
import { Ending, EXIT } from "../exit.ts";
import { FaultEnding, faultEnding } from "../fault-ending.ts";
import { Output } from "../output.ts";
import { resolved } from "../resolve.ts";
import { wantsJson, type Run } from "../run.ts";

/** What nobody runs has no rights, shell or memory to look at. */
const NOT_RUNNING: readonly string[] = ["recording", "demo", "project"];

/**
 * `swtop doctor`: what works in a target and what does not, each with what mends it; without a target this machine and its engines.
 * @throws Ending 2 for what does not run, 3 when the target cannot be had: what is known all the same is printed before
 */
export async function doctor(run: Run): Promise<void> {
  const { target, invocation } = run;
  const output = new Output(process.stdout, run.stop);
  if (invocation.options.has("rbac")) return output.line(rbacText(namespaceOf(invocation.options)));
  if (NOT_RUNNING.includes(target.scheme))
    throw new Ending(EXIT.usage, `swtop: ${doctorRefusalText(target.uri)}`);
  const isMachine = invocation.words.length === 0 && invocation.foreign === null;
  const [{ wasHad, facts }, engines] = await Promise.all([
    visited(run),
    isMachine ? enginesSeen(inspectors, run.signal) : [],
  ]);
  if (run.signal.aborted) return;
  const checks = examined({ ...facts, engines });
  await output.line(
    wantsJson(invocation)
      ? doctorJson(target.uri, checks, facts.place)
      : doctorText(checks, { place: facts.place, version: run.version, at: run.clock.now() }),
  );
  if (!wasHad) throw faultEnding(facts.fault ?? SILENT);
}

/** @throws Ending 2 for what no namespace can be called. @source RFC 1123 label, by the API conventions of Kubernetes */
function namespaceOf(options: Options): string {
  const value = options.text("namespace") ?? "default";
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u.test(value)) return value;
  const wanted = "a name of small letters, digits and - is wanted, of 63 at most";
  throw usageEnding({ kind: "bad-value", option: "--namespace", value, wanted });
}

const SILENT: Fault = { kind: "silent", detail: null };

async function visited(run: Run): Promise<{ readonly wasHad: boolean; readonly facts: Facts }> {
  const { signal } = run;
  try {
    const asked = { inspectors, signal, takesStill: false, takesSeveral: false };
    const {
      targets: [target],
    } = await resolved([run.target], run.invocation.options.texts("label"), asked);
    const [{ wasHad, facts }, rights] = await Promise.all([
      gather({ ...run, target }),
      rightsSeen(inspectors, target, signal),
    ]);
    return { wasHad, facts: { ...facts, rights } };
  } catch (error) {
    if (!(error instanceof FaultEnding)) throw error;
    const rights = await rightsSeen(inspectors, run.target, signal);
    return { wasHad: false, facts: { ...factsOfFault(run.target, error.fault), rights } };
  }
}
