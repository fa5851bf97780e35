import { expect, test } from "vitest";
import { understand } from "../../../src/cli/args.ts";
import { noProject } from "../../../src/cli/project/examine.ts";
import { projectMissed } from "../../../src/store/transitions.ts";
import { aSample, beginning, seen } from "../../store/build.ts";

const SUBJECT = "k8s://prod/shop/shop-0/app";

const examined = (missed: "nowhere" | "not-there") => {
  const { known } = projectMissed(seen(beginning(), aSample(0, [])), missed);
  return { subject: SUBJECT, folder: "", known };
};

test.each(["audit", "crontab"])(
  "%s: the directory that was named and is none stands in the sentence",
  (command) => {
    const invocation = understand([command, "k8s", "deploy/shop", "--project", "/nope"]);
    expect(noProject(examined("not-there"), invocation).message).toBe(
      `swtop: no PHP project is found in /nope in ${SUBJECT}.`,
    );
  },
);

test("who named none is told how to", () => {
  const ending = noProject(examined("nowhere"), understand(["audit", "k8s", "deploy/shop"]));
  expect(ending.message).toContain(`is found in ${SUBJECT}. Name its directory`);
});
