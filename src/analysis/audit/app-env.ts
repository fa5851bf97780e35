import type { Declarations } from "../../domain/declarations.ts";
import { constantOf, settingOf } from "../../domain/setting.ts";
import { notConstant } from "./findings.ts";

export type AppEnv = {
  /** Also when it is not told: a finding too many is seen, one too few is not. */
  readonly isProduction: boolean;
  readonly isTold: boolean;
  /** How it is known, to stand in the evidence. */
  readonly text: string;
};

/** `app_env` of Hyperf's config.php, `env` of Laravel's app.php. */
export function appEnvOf(declarations: Pick<Declarations, "config">): AppEnv {
  for (const path of ["app_env", "app.env"]) {
    const setting = settingOf(declarations, path);
    const value = constantOf(setting);
    if (typeof value === "string" && value !== "")
      return {
        isProduction: /^prod(uction)?$/iu.test(value),
        isTold: true,
        text: `the environment is ${value}`,
      };
    if (setting.state === "unresolved")
      return asProduction(`the environment is not told (${notConstant(setting)})`);
  }
  return asProduction("no environment is declared");
}

const asProduction = (text: string): AppEnv => ({
  isProduction: true,
  isTold: false,
  text: `${text}: judged as production`,
});
