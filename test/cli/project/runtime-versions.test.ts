import { expect, test } from "vitest";
import { runtimeVersions } from "../../../src/cli/project/runtime-versions.ts";
import type { TargetFiles } from "../../../src/domain/ports/source.ts";

type Place = { readonly space: string; readonly isContainer: boolean };

const targetAt = ({ space, isContainer }: Place): TargetFiles => ({
  read: (paths) => Promise.resolve(new Map(isContainer ? [[paths[0] ?? "", Buffer.of()]] : [])),
  list: () => Promise.resolve([]),
  links: () =>
    Promise.resolve(
      new Map([
        ["self/ns/mnt", "mnt:[1]"],
        ["7/ns/mnt", space],
      ]),
    ),
});

const HERE: Place = { space: "mnt:[1]", isContainer: true };
const MAPPED = { extensions: ["redis", "swoole"], phpApi: "20220829" };
const PHP = { PHP_VERSION: "8.2.36", PHP_INI_DIR: "/usr/local/etc/php" };

const versions = (
  environment: Readonly<Record<string, string>> | null,
  {
    place = HERE,
    mapped = MAPPED,
  }: { place?: Place; mapped?: Parameters<typeof runtimeVersions>[3] } = {},
) => runtimeVersions(targetAt(place), 7, environment, mapped);

test("what the images say of PHP and Swoole", async () => {
  expect(await versions({ ...PHP, SW_VERSION: "v5.1.8" })).toEqual({
    php: "8.2.36",
    swoole: "5.1.8",
  });
  expect(await versions({ SWOOLE_VERSION: "6.2.1", SW_VERSION: "v6.2.1" })).toEqual({
    php: null,
    swoole: "6.2.1",
  });
});

test.each([
  ["nothing is said", {}],
  ["a branch, or half a version", { ...PHP, PHP_VERSION: "8.2", SW_VERSION: "master" }],
  ["PHP's version without the mark of its image", { PHP_VERSION: "8.2.36" }],
  ["another PHP than the one that is mapped", { ...PHP, PHP_VERSION: "8.3.1" }],
  ["two say different", { SW_VERSION: "v5.1.8", SWOOLE_VERSION: "6.0.0" }],
  ["one of two is no version", { SW_VERSION: "v5.1.8", SWOOLE_VERSION: "master" }],
])("unknown stays unknown: %s", async (_, environment) => {
  expect(await versions(environment)).toEqual({ php: null, swoole: null });
});

test("of another container, of a host, and of a process whose maps are closed nothing is believed", async () => {
  const said = { ...PHP, SW_VERSION: "v5.1.8" };
  const none = { php: null, swoole: null };
  expect(await versions(said, { place: { ...HERE, space: "mnt:[2]" } })).toEqual(none);
  expect(await versions(said, { place: { ...HERE, isContainer: false } })).toEqual(none);
  expect(await versions(said, { mapped: { extensions: null, phpApi: null } })).toEqual(none);
  expect(await versions(said, { mapped: { extensions: ["openswoole"], phpApi: null } })).toEqual(
    none,
  );
  expect(await versions(null)).toEqual(none);
  const pod = { ...said, KUBERNETES_SERVICE_HOST: "10.0.0.1" };
  expect(await versions(pod, { place: { ...HERE, isContainer: false } })).toEqual({
    php: "8.2.36",
    swoole: "5.1.8",
  });
});
