import type { Facts } from "../../../domain/facts.ts";
import type { Severity } from "../../../domain/verdict.ts";
import { ADVISORIES, type Advisory } from "../advisories.ts";
import { failed, passed, undecided } from "../findings.ts";
import type { Finding, Rule } from "../rule.ts";
import { asInt, isCoroutineServer, swooleReading } from "../swoole-settings.ts";
import { isVersion, isWithin } from "../version.ts";

const SWOOLE = "ext-swoole";

export const versionAdvisory: Rule = {
  id: "version.advisory",
  code: "VA-01",
  severity: "error",
  claim: "An installed version is known to leak memory",
  advice: "Upgrade to a version that has the fix.",
  snippet: null,
  source:
    "Swoole's and Hyperf's repositories, see the evidence of each advisory; includes SV-01, SV-02 and RD-01",
  needs: ["project"],
  check: (facts) => [...ofSwoole(facts), ...ofHyperf(facts)],
};

function ofSwoole(facts: Facts): readonly Finding[] {
  const version = facts.project.known ? facts.project.value.versions.swoole : null;
  if (version === null || !isVersion(version))
    return [
      undecided(
        "the version of Swoole (`php --ri swoole` in the container, or audit a running target): swoole.leaky-version-pipe (SV-01), the pipe message leak of 5.0.1 and 5.0.2, swoole.leaky-version-curl (SV-02), the curl leak of 6.1.3, and others depend on it",
        { subject: SWOOLE },
      ),
    ];
  const found = ofPackage(facts, SWOOLE, version);
  return found.length > 0
    ? found
    : [passed(`Swoole ${version}: in no range of the advisories`, { subject: SWOOLE })];
}

function ofHyperf(facts: Facts): readonly Finding[] {
  const isHyperf = facts.project.known && facts.project.value.framework === "hyperf";
  if (!isHyperf) return [];
  const packages = facts.declarations.known ? facts.declarations.value.packages : null;
  if (packages === null)
    return [
      undecided("the versions of Hyperf's packages: a readable composer.lock", {
        subject: "hyperf",
      }),
    ];
  const installed = [...new Set(ADVISORIES.map((advisory) => advisory.package))].flatMap((name) => {
    const version = name === SWOOLE ? undefined : packages[name]?.version;
    return version === undefined ? [] : [{ name, version }];
  });
  const found = installed.flatMap(({ name, version }) =>
    isVersion(version)
      ? ofPackage(facts, name, version)
      : [undecided(`which release ${name} ${version} stands on`, { subject: name })],
  );
  return found.length > 0
    ? found
    : [
        passed(
          `${installed.length} of Hyperf's packages with advisories are installed, in no range of them`,
          { subject: "hyperf" },
        ),
      ];
}

const ofPackage = (facts: Facts, name: string, version: string): readonly Finding[] =>
  ADVISORIES.filter(
    (advisory) =>
      advisory.package === name && isWithin(version, advisory.affected) && isOfUse(facts, advisory),
  ).map((advisory) => finding(advisory, version));

const SEVERITY_OF: Readonly<Record<Advisory["severity"], Severity>> = {
  high: "error",
  medium: "warning",
  low: "info",
  info: "info",
};

/** What is not measured is said quietly. */
const finding = (advisory: Advisory, version: string): Finding =>
  failed(
    `${advisory.package} ${version} is in ${advisory.affected}, ${advisory.component}: ${advisory.summary} It shows as: ${advisory.symptom} (${advisory.evidence.join(", ")})`,
    {
      subject: advisory.id,
      severity: advisory.confidence === "high" ? SEVERITY_OF[advisory.severity] : "info",
      advice: `Upgrade ${advisory.package === SWOOLE ? "Swoole" : advisory.package} to ${advisory.fixed} or later.`,
    },
  );

/** Some leak only in what not every project has; what is not told counts as there. */
function isOfUse(facts: Facts, { only }: Advisory): boolean {
  if (only === "coroutine-server")
    return !facts.declarations.known || isCoroutineServer(facts.declarations.value);
  if (only === "task-workers") {
    const reading = swooleReading(facts, "task_worker_num");
    return reading.state !== "constant" || asInt(reading.value) > 0;
  }
  return true;
}
