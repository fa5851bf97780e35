import { known } from "../../../../src/domain/facts.ts";
import { cronNodeIdentity } from "../../../../src/analysis/audit/rules/cron.node-identity.ts";
import {
  declarationsOf,
  factsOf,
  podFact,
  raw,
  ruleTable,
  taskOf,
  withDeclarations,
  withProject,
} from "../build.ts";

const unbound = { config: { dependencies: {} } };
const hostNetwork = {
  ...unbound,
  manifests: [
    {
      file: "deploy/api.yaml",
      line: 1,
      kind: "Deployment",
      name: "api",
      replicas: 3,
      terminationGracePeriodSeconds: 60,
      hostNetwork: true,
      memoryLimitBytes: null,
      scales: null,
    },
  ],
};

ruleTable(cronNodeIdentity, [
  {
    title: "fails where pods share the network of their host and have no names",
    facts: withDeclarations(hostNetwork),
    says: [["fail", null, "error"]],
    words: ["Deployment/api runs in the network of its host", "gethostname()"],
  },
  {
    title: "fails where a live pod is in the network of its node",
    facts: { ...withDeclarations(unbound), pod: podFact({ hostNetwork: true }) },
    says: [["fail", null, "error"]],
    words: ["Deployment/shop-leak (cluster) runs in the network of its host"],
  },
  {
    title: "of a live pod that is not, a manifest says nothing",
    facts: { ...withDeclarations(hostNetwork), pod: podFact() },
    says: [["pass", null]],
  },
  {
    title: "fails where names are bound, but the version does not ask for them",
    facts: factsOf({
      ...withProject({ versions: { "hyperf/crontab": "3.0.44" } }),
      declarations: known(declarationsOf({ manifests: hostNetwork.manifests }), "project files"),
    }),
    says: [["fail", null]],
  },
  {
    title: "passes with names",
    facts: factsOf({ replicas: known(3, "--replicas") }),
    says: [["pass", null]],
    words: ["App\\Crontab\\PodName names the replica"],
  },
  {
    title: "passes with a lock by names of its own",
    facts: withDeclarations({
      ...hostNetwork,
      config: {
        dependencies: {
          "Hyperf\\Crontab\\Mutex\\ServerMutex":
            "Hyperf\\Crontab\\Mutex\\RedisServerMutexByNodeName",
        },
      },
    }),
    says: [["pass", null]],
  },
  {
    title: "passes with a single replica",
    facts: withDeclarations(unbound),
    says: [["pass", null]],
  },
  {
    title: "is unknown with several replicas: their addresses are not read",
    facts: factsOf({
      declarations: known(declarationsOf(unbound), "project files"),
      replicas: known(3, "--replicas"),
    }),
    says: [["unknown", null]],
    words: ["/sys/class/net/*/address"],
  },
  {
    title: "does not guess what is bound",
    facts: withDeclarations({
      config: {
        dependencies: { "Hyperf\\Crontab\\Mutex\\ServerNodeInterface": raw("fn () => new Node()") },
      },
    }),
    says: [["unknown", null]],
    words: ["fn () => new Node()"],
  },
  {
    title: "leaves out a project that does not use the lock",
    facts: withProject({ crontab: { tasks: [taskOf({ onOneServer: false })] } }),
    says: [],
  },
]);
