/** Frameworks on Swoole by the package that says so; the first that is there. The names are those of the running processes (analysis/roles). */
export const FRAMEWORKS: readonly {
  readonly name: string;
  readonly packages: readonly string[];
  /**
   * `hyperf`: merged by the names of the files. `plain`: `config/NAME.php` is NAME. A pattern: each file that fits is under its own path, unmerged. Null:
   * another way that is not read.
   */
  readonly config: "hyperf" | "plain" | RegExp | null;
}[] = [
  { name: "hyperf", packages: ["hyperf/framework", "hyperf/hyperf"], config: "hyperf" },
  { name: "octane", packages: ["laravel/octane"], config: "plain" },
  { name: "laravel-s", packages: ["hhxsv5/laravel-s"], config: "plain" },
  { name: "laravel-swoole", packages: ["swooletw/laravel-swoole"], config: "plain" },
  { name: "think-swoole", packages: ["topthink/think-swoole"], config: "plain" },
  { name: "imi", packages: ["imiphp/imi", "yurunsoft/imi"], config: /^config\/config\.php$/u },
  { name: "easyswoole", packages: ["easyswoole/easyswoole"], config: /^(?:dev|produce)\.php$/u },
  { name: "swoft", packages: ["swoft/framework", "swoft/swoft"], config: /^app\/bean\.php$/u },
  {
    name: "mezzio-swoole",
    packages: ["mezzio/mezzio-swoole", "zendframework/zend-expressive-swoole"],
    config: /^config\/(?:autoload\/(?:[^/]+\.)?(?:global|local)|development\.config)\.php$/u,
  },
  { name: "simps", packages: ["simps/simps"], config: "plain" },
  { name: "mixphp", packages: ["mix/framework", "mix/vega", "mix/http-server"], config: null },
  { name: "manaphp", packages: ["manaphp/framework"], config: null },
  {
    name: "swoole-bundle",
    packages: ["swoole-bundle/swoole-bundle", "k911/swoole-bundle"],
    config: null,
  },
];
