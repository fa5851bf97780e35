import { failed, passed } from "../findings.ts";
import type { Rule } from "../rule.ts";
import { declaredAt, ofSetting } from "../swoole-settings.ts";

export const swooleAdminServerOpen: Rule = {
  id: "swoole.admin-server-open",
  code: "SV-25",
  severity: "error",
  claim: "Whoever reaches the port may stop the server, read its source and its memory",
  advice: "Listen on 127.0.0.1 only, and ask for a name and a secret.",
  snippet: "'admin_server' => env('ADMIN_SERVER'), // name:secret@127.0.0.1:9580",
  source: "swoole:library/src/core/Server/Admin.php (no token is asked for without name:secret@)",
  needs: ["declarations"],
  check: (facts) =>
    ofSetting(
      facts,
      "admin_server",
      (reading) => {
        const uri = String(reading.value);
        const where = { declared: declaredAt(reading) };
        if (uri === "" || reading.value === false) return passed("there is no admin server", where);
        // The reader masks secrets; where it masks the whole value, there was one.
        if (uri.includes("@") || uri === "***")
          return passed("the admin server asks for a secret", where);
        if (uri.startsWith("unix:/"))
          return passed("Swoole starts no admin server on a Unix socket", where);
        return LOOPBACK.test(uri)
          ? passed("the admin server listens on the loopback only", where)
          : failed(`the admin server listens on ${uri} and asks for no secret`, where);
      },
      "there is no admin server",
    ),
};

const LOOPBACK = /^(?:127\.|localhost(?::|$)|\[?::1\]?)/iu;
