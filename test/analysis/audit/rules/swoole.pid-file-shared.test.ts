import { swoolePidFileShared } from "../../../../src/analysis/audit/rules/swoole.pid-file-shared.ts";
import { known } from "../../../../src/domain/facts.ts";
import { factsOf, ruleTable } from "../build.ts";
import { withServer, withSettings } from "../swoole-server.ts";

ruleTable(
  swoolePidFileShared,
  [
    { title: "a folder of the container's own passes", facts: factsOf(), says: [["pass", null]] },
    {
      title: "one replica shares it with nobody",
      facts: withSettings({ pid_file: "/opt/www/runtime/hyperf.pid" }),
      says: [["pass", null]],
    },
    {
      title: "with replicas it depends on volumes that nobody reads",
      facts: withServer({
        settings: { pid_file: "/opt/www/runtime/hyperf.pid" },
        facts: { replicas: known(3, "--replicas") },
      }),
      says: [["unknown", null]],
      words: ["/opt/www/runtime/hyperf.pid", "volume"],
    },
  ],
  ["fail"],
);
