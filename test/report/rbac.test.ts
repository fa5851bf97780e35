import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { NEEDED_RIGHTS } from "../../src/domain/kubernetes-rights.ts";
import { rbacText } from "../../src/report/rbac.ts";

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

type Document = {
  readonly kind: string;
  readonly metadata: { readonly namespace: unknown };
  readonly rules: readonly Rule[];
};

const documentsOf = (namespace: string): readonly Document[] =>
  parseAllDocuments(rbacText(namespace)).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });

/** `get /pods/exec` for each that a Role gives. */
const given = (role: Document | undefined): readonly string[] =>
  (role?.rules ?? []).flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
    ),
  );

test("a Role with all that is asked of a namespace, and no more", () => {
  const [role, ...others] = documentsOf("shop");
  expect(role).toMatchObject({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "swtop", namespace: "shop" },
  });
  expect(others).toHaveLength(1);
  const wanted = NEEDED_RIGHTS.filter(({ necessity }) => necessity !== "asked").map(
    ({ verb, group, resource, subresource }) =>
      `${verb} ${group}/${resource}${subresource === null ? "" : `/${subresource}`}`,
  );
  expect(given(role).toSorted()).toEqual(wanted.toSorted());
  expect(given(role)).toContain("create /pods/exec");
});

test("nothing in it writes but an exec, and nothing stands for all", () => {
  const [role] = documentsOf("shop");
  const writing = given(role).filter((right) => !/^(?:get|list|watch) /u.test(right));
  expect(writing).toEqual(["create /pods/exec"]);
  expect(JSON.stringify(role)).not.toMatch(/\*|secrets|ephemeral/u);
});

test("a RoleBinding of it, with a placeholder for who is meant", () => {
  const [, binding] = documentsOf("shop");
  expect(binding).toMatchObject({
    kind: "RoleBinding",
    metadata: { name: "swtop", namespace: "shop" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "swtop" },
    subjects: [{ kind: "ServiceAccount", name: "swtop", namespace: "shop" }],
  });
  expect(rbacText("shop")).toContain("# a placeholder");
});

test.each(["true", "null", "on", "y", "123", "1e3", "0x1f"])(
  "a namespace called %s stays text",
  (namespace) => {
    for (const document of documentsOf(namespace))
      expect(document.metadata.namespace).toBe(namespace);
  },
);

test("the README's is the one that is printed", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, shown] =
    /<!-- rbac:[^>]*-->\n```yaml\n([^]*?)\n```\n<!-- \/rbac -->/u.exec(readme) ?? [];
  expect(shown).toBe(rbacText("default"));
  expect(readme).toContain("kubectl auth can-i create pods --subresource=exec");
});
