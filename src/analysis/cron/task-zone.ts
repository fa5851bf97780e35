import type { CrontabDeclared, CronTask } from "../../domain/project.ts";
import { isOlder } from "./since.ts";

/**
 * The zone in which a task's rule is read; null: not told. Before 3.1.5 a zone of its own moved no tick; an offset is no default zone to PHP.
 * @param version  of hyperf/crontab
 * @source hyperf#6423, hyperf:src/crontab/src/Parser.php; date_default_timezone_set()
 */
export function taskZone(
  { timezone }: Pick<CronTask, "timezone">,
  { timezone: byDefault }: Pick<CrontabDeclared, "timezone">,
  version: string | null,
): string | null {
  if (timezone !== null && !isOlder(version, "3.1.5")) return timezone;
  return byDefault === null || /^[+-]/u.test(byDefault) ? null : byDefault;
}
