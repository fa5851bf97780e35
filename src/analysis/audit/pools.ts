import type { Declarations } from "../../domain/declarations.ts";
import { entriesOf, settingOf, type Setting } from "../../domain/setting.ts";
import { at, notConstant, undecided } from "./findings.ts";
import type { Finding } from "./rule.ts";

/** One named pool of connections; every process has its own of each. */
export type Pool = {
  /** The file in `config/autoload/`. */
  readonly kind: "databases" | "redis";
  readonly name: string;
  /** `redis.default`. */
  readonly subject: string;
  /** Of the connection itself: `host`, `read_timeout`. */
  readonly of: (path: string) => Setting;
  /** Of its `pool`: `max_connections`. */
  readonly option: (name: string) => Setting;
  readonly declared: Setting;
};

/** @source hyperf:src/db-connection/src/Pool/DbPool.php, hyperf:src/redis/src/Pool/RedisPool.php */
export function poolsOf(
  declarations: Pick<Declarations, "config">,
  kinds: readonly Pool["kind"][] = ["databases", "redis"],
): readonly Pool[] {
  return kinds.flatMap((kind) =>
    entriesOf(settingOf(declarations, kind)).map(({ key }) => {
      const of = (path: string): Setting =>
        settingOf(declarations, [kind, key, ...path.split(".").filter((part) => part !== "")]);
      const name = String(key);
      return {
        kind,
        name,
        subject: `${kind}.${name}`,
        of,
        option: (option: string) => of(`pool.${option}`),
        declared: of(""),
      };
    }),
  );
}

/** Files of pools that are no constant as a whole: how many there are is not told. */
export const unreadPools = (
  declarations: Pick<Declarations, "config">,
  kinds: readonly Pool["kind"][] = ["databases", "redis"],
): readonly Finding[] =>
  kinds.flatMap((kind) => {
    const setting = settingOf(declarations, kind);
    return setting.state === "unresolved"
      ? [undecided(notConstant(setting), { subject: kind, declared: at(setting) })]
      : [];
  });
