import { httpPackageMaxLength } from "../../../../src/analysis/audit/rules/http.package-max-length.ts";
import { factsOf, raw, ruleTable } from "../build.ts";
import { SERVER_FILE, otherFramework, withServer, withSettings } from "../swoole-server.ts";

ruleTable(httpPackageMaxLength, [
  {
    title: "20 MiB in PROCESS mode: what the workers and the master may hold",
    facts: withSettings({ package_max_length: 20 * 1024 ** 2 }),
    says: [["fail", null, "warning"]],
    words: [
      "bodies of up to 20 MiB; one in each of 4 workers, and its copy in the master: 160 MiB of 4.0 GiB",
    ],
  },
  {
    title: "64 MiB are an error",
    facts: withSettings({ package_max_length: 64 * 1024 ** 2 }),
    says: [["fail", null, "error"]],
  },
  {
    title: "so is what may fill the container",
    facts: withServer({
      settings: { package_max_length: 50 * 1024 ** 2, worker_num: 60 },
    }),
    says: [["fail", null, "error"]],
  },
  {
    title: "only the upload port is large, and named",
    facts: withServer({
      servers: [
        { name: "http", type: 1 },
        { name: "upload", type: 1, settings: { package_max_length: 30 * 1024 ** 2 } },
      ],
    }),
    says: [
      ["fail", "upload", "warning"],
      ["pass", "http"],
    ],
  },
  { title: "Swoole's default", facts: factsOf(), says: [["pass", null]], words: ["2 MiB"] },
  {
    title: "what is no constant",
    facts: withSettings({ package_max_length: raw("env('MAX')") }),
    says: [["unknown", null]],
    words: [`${SERVER_FILE} is no constant: env('MAX')`],
  },
  {
    title: "other frameworks say it elsewhere",
    facts: otherFramework("think-swoole", {
      swoole: { http: { options: { package_max_length: 20 * 1024 ** 2 } } },
    }),
    says: [["fail", null, "warning"]],
  },
  { title: "a plain server's code is not read", facts: otherFramework(null, {}), says: [] },
]);
