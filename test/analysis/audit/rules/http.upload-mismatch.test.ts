import { httpUploadMismatch } from "../../../../src/analysis/audit/rules/http.upload-mismatch.ts";
import { factsOf, raw, ruleTable, withDeclarations } from "../build.ts";
import { iniOf, otherFramework, withServer } from "../swoole-server.ts";

ruleTable(httpUploadMismatch, [
  {
    title: "128M in php.ini, 2 MiB in the server",
    facts: withDeclarations({ ini: iniOf({ upload_max_filesize: "128M", post_max_size: "100M" }) }),
    says: [["fail", null, "info"]],
    words: ["upload_max_filesize is 128M, package_max_length 2 MiB"],
  },
  {
    title: "the server takes as much",
    facts: withServer({
      settings: { package_max_length: 128 * 1024 ** 2 },
      declarations: { ini: iniOf({ post_max_size: "128M" }) },
    }),
    says: [["pass", null]],
  },
  { title: "php.ini says nothing", facts: factsOf(), says: [["pass", null]] },
  {
    title: "php.ini was not read",
    facts: withDeclarations({ ini: null }),
    says: [["unknown", null]],
  },
  {
    title: "what is no constant",
    facts: withServer({
      settings: { package_max_length: raw("env('MAX')") },
      declarations: { ini: iniOf({ post_max_size: "128M" }) },
    }),
    says: [["unknown", null]],
  },
  { title: "a plain server's code is not read", facts: otherFramework(null, {}), says: [] },
]);
