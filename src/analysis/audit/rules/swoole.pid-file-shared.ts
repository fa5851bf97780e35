import { passed, undecided } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { declaredAt, ofSetting } from "../swoole-settings.ts";

export const swoolePidFileShared: Rule = {
  id: "swoole.pid-file-shared",
  code: "SV-26",
  severity: "warning",
  claim: "Replicas write one PID file: a reload hits the wrong process",
  advice: "Put the PID file where each container has its own.",
  snippet: "'pid_file' => '/tmp/hyperf.pid',",
  source:
    "hyperf-skeleton:config/autoload/server.php (runtime/hyperf.pid); hyperf:src/server/src/Command",
  needs: ["declarations"],
  // Which volumes a container shares is told by no fact: from several replicas on it cannot be decided, and is never said to fail.
  check: (facts) =>
    ofSetting(facts, "pid_file", (reading) => {
      const where = { declared: declaredAt(reading) };
      const file = String(reading.value);
      const own = OWN.test(file);
      if (own || file === "") return passed(`pid_file is ${file}`, where);
      if (facts.replicas.known && facts.replicas.value <= 1)
        return passed(`pid_file is ${file}, and there is one replica`, where);
      return undecided(
        `whether the folder of pid_file ${file} is on a volume that replicas share (\`--replicas 1\`: there is one)`,
        where,
      );
    }),
};

/** Nobody mounts a shared volume there. */
const OWN = /^\/(?:tmp|run|var\/run|dev\/shm)\//u;
