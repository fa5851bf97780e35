import { projectUnreadFile } from "../../../../src/analysis/audit/rules/project.unread-file.ts";
import { known, unknown } from "../../../../src/domain/facts.ts";
import { declarationsOf, factsOf, ruleTable, withProject } from "../build.ts";

ruleTable(projectUnreadFile, [
  {
    title: "a broken configuration is an error, a broken class a warning",
    facts: withProject({
      parseErrors: [
        { file: "config/autoload/crontab.php", line: 9, message: "unexpected T_VARIABLE" },
        { file: "app/Broken.php", line: 3, message: "unexpected end" },
      ],
    }),
    says: [
      ["fail", "config/autoload/crontab.php", "error"],
      ["fail", "app/Broken.php", "warning"],
    ],
    words: ["unexpected T_VARIABLE", "php -l"],
  },
  {
    title: "a closed file, said once",
    facts: withProject({
      unreadable: ["config/autoload/server.php", "config/autoload/server.php"],
    }),
    says: [["fail", "config/autoload/server.php", "error"]],
  },
  ...(
    [
      ["closed", "may not be read"],
      ["too-large", "too large"],
      ["binary", "no text"],
    ] as const
  ).map(([why, words]) => ({
    title: `the cause of a file that is ${why}`,
    facts: {
      ...withProject({ unreadable: ["app/A.php"] }),
      declarations: known(declarationsOf({ unread: [{ file: "app/A.php", why }] }), "the files"),
    },
    says: [["fail", "app/A.php", "warning"] as const],
    words: [words],
  })),
  { title: "all were read", facts: factsOf(), says: [["pass", null]] },
  {
    title: "no project was read",
    facts: factsOf({ project: unknown("no project was read") }),
    says: [["unknown", null]],
  },
]);
