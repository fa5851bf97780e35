import { expect, test } from "vitest";
import { appEnvOf } from "../../../src/analysis/audit/app-env.ts";
import { declarationsOf, raw } from "./build.ts";

test.each([
  [{ app_env: "prod" }, true, true],
  [{ app_env: "Production" }, true, true],
  [{ app_env: "staging" }, false, true],
  [{ app_env: "dev" }, false, true],
  [{ app_env: "" }, true, false],
  [{ app_env: null }, true, false],
  [{ app_env: null, app: { env: "local" } }, false, true],
  [{ app_env: raw("getenv('ENV')") }, true, false],
])("%j is production: %j, told: %j", (config, isProduction, isTold) => {
  expect(appEnvOf(declarationsOf({ config }))).toMatchObject({ isProduction, isTold });
});

test("what is no constant is named by file and line", () => {
  expect(appEnvOf(declarationsOf({ config: { app_env: raw("env()") } })).text).toBe(
    "the environment is not told (config/config.php:3 is no constant: env()): judged as production",
  );
});
