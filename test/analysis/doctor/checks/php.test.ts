import { php } from "../../../../src/analysis/doctor/checks/php.ts";
import { checkTable, facts, failed, subject } from "../build.ts";
import { untrustedText } from "../../../../src/domain/text.ts";

checkTable(php, [
  ["PHP and its version", facts(), true, { kind: "php", php: "8.2.36", isReplaced: false }],
  [
    "its version is not told",
    facts({ subject: subject({ versions: { php: null, swoole: null } }) }),
    null,
    { kind: "php", php: null },
  ],
  [
    "its file was replaced by an upgrade",
    facts({ subject: subject({ program: untrustedText("/usr/bin/php8.2 (deleted)") }) }),
    false,
    { kind: "php", isReplaced: true },
  ],
  ["none runs", facts({ subject: null }), false, { kind: "no-php", found: ["php"] }],
  ["no shell", failed("no-shell"), null, { kind: "not-reached" }],
]);
