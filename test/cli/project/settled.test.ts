import { expect, test } from "vitest";
import { isSettled } from "../../../src/cli/project/settled.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { aContainer } from "../../fixtures/containers.ts";
import { aProject } from "../../store/declared.ts";

const at = epochMs(0);
const declared = { at, project: aProject([]), declarations: null, machine: null };
const container = { at, container: aContainer({ engine: "kubernetes" }) };

const missed = { declared: null, container: null, missed: "nowhere" } as const;

test.each([
  ["two samples are too few", { declared, container }, "docker", 2, null, false],
  ["three and a project are enough", { declared, container: null }, "docker", 3, null, true],
  ["the project is waited for", { declared: null, container }, "docker", 39, null, false],
  ["not for ever", { declared: null, container: null }, "docker", 40, null, true],
  ["not where it was looked for in vain", missed, "docker", 3, null, true],
  ["nor the cluster's word beside it", missed, "k8s", 3, null, true],
  ["so is the cluster's word on a pod", { declared, container: null }, "k8s", 39, null, false],
  ["and that not for ever", { declared, container: null }, "k8s", 40, null, true],
  ["with both a pod is settled", { declared, container }, "k8s", 3, null, true],
  ["as many samples as are asked for", { declared, container }, "k8s", 4, 5, false],
] as const)("%s", (_, known, scheme, samples, count, settled) => {
  expect(isSettled({ missed: null, ...known }, { scheme, samples, count })).toBe(settled);
});
