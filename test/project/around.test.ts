import { expect, test } from "vitest";
import { hyperf, php, plain, readProject } from "./memory-project.ts";

test("one setting in two files is doubled", () => {
  const { doubled, config } = readProject(
    hyperf({
      "config/config.php": php("return ['crontab' => [\n    'enable' => false,\n]];"),
      "config/autoload/crontab.php": php("return ['enable' => false];"),
      "config/autoload/sub/more.php": php("return 1;"),
    }),
  );
  expect(doubled).toEqual([
    {
      path: "crontab.enable",
      places: [
        { file: "config/config.php", line: 4 },
        { file: "config/autoload/crontab.php", line: 3 },
      ],
    },
  ]);
  expect(plain(config)).toEqual({ crontab: { enable: [false, false] }, sub: { more: 1 } });
});

test("bin/hyperf.php sets memory, zone and constants before all else", () => {
  const { bin, config } = readProject(
    hyperf({
      "bin/hyperf.php": php(
        "ini_set('memory_limit', '1G');\ndate_default_timezone_set('Asia/Shanghai');\ndefine('WORKERS', 4);",
      ),
      "config/autoload/server.php": php("return ['settings' => ['worker_num' => WORKERS * 2]];"),
    }),
  );
  expect(bin?.iniSets.map(({ name, value, place }) => [name, plain(value), place.line])).toEqual([
    ["memory_limit", "1G", 3],
  ]);
  expect(plain(bin?.timezone ?? undefined)).toBe("Asia/Shanghai");
  expect(plain(config)).toEqual({ server: { settings: { worker_num: 8 } } });
});

const INI = { "docker/php.ini": "memory_limit = 64M\n", "conf.d/a.ini": "memory_limit = 96M\n" };
const values = (files: Record<string, string>, withSystem = false): readonly unknown[] =>
  readProject(hyperf(files), { withSystem }).ini?.map(({ value }) => value) ?? [];

test("settings of PHP: the file before its folder, the folder by names", () => {
  expect(values({ ...INI, "conf.d/b.ini": "memory_limit = 97M\n" })).toEqual(["64M", "96M", "97M"]);
});

test("of a target those in effect there, not those of the repository", () => {
  const there = {
    ...INI,
    "/usr/local/etc/php/conf.d/10-a.ini": "memory_limit = 256M\n",
    "/usr/local/etc/php/conf.d/09-a.ini": "memory_limit = 255M\n",
    "/usr/local/etc/php/php.ini": "memory_limit = 128M\n",
  };
  expect(values(there, true)).toEqual(["128M", "255M", "256M"]);
});

test("how the container starts, what the cluster is told, and what is to be ignored", () => {
  const manifest =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 3\n";
  const { entrypoints, manifests, ignores } = readProject(
    hyperf({
      Dockerfile: 'FROM php\nENTRYPOINT ["php", "bin/hyperf.php", "start"]\n',
      "k8s/api.yaml": manifest,
      "k8s/chart/templates/api.yaml": manifest,
      "config/autoload/server.php": php("// swtop-ignore CR-17: on purpose\nreturn [];"),
    }),
  );
  expect(entrypoints.map(({ file, line, form }) => [file, line, form])).toEqual([
    ["Dockerfile", 2, "exec"],
  ]);
  expect(manifests.map(({ file, name, replicas }) => [file, name, replicas])).toEqual([
    ["k8s/api.yaml", "api", 3],
  ]);
  expect(ignores).toEqual([
    { file: "config/autoload/server.php", line: 3, ids: ["CR-17"], reason: "on purpose" },
  ]);
});

test("patterns in the code are found where a task leads", () => {
  const { code } = readProject(
    hyperf({
      "config/autoload/crontab.php": php(
        "use Hyperf\\Crontab\\Crontab;\nreturn ['crontab' => [(new Crontab())->setName('a')->setCallback([App\\Report::class, 'run'])]];",
      ),
      "app/Report.php": php(
        "namespace App;\nuse App\\Model\\Order;\nclass Report { public function run() { return Order::query()->where('a', 1)->get(); } }",
      ),
      "app/Other.php": php(
        "namespace App;\nclass Other { function x($db) { $db->enableQueryLog(); } }",
      ),
    }),
  );
  expect(code.map(({ kind, file }) => [kind, file])).toEqual(
    expect.arrayContaining([["full-result", "app/Report.php"]]),
  );
});
