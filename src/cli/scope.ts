import type { Scope } from "../domain/ports/inspector.ts";
import type { Options } from "./args.ts";

/** Where in which cluster, as far as the options say it. */
export const scopeOf = (options: Options): Scope => ({
  context: options.text("context") ?? "",
  namespace: options.text("namespace") ?? "",
  container: options.text("container") ?? "",
  kubeconfig: options.text("kubeconfig") ?? "",
});
