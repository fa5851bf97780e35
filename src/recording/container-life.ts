import type { ContainerLife } from "../domain/container.ts";
import { boolean, number, time, words, type Fields } from "./fields.ts";
import { timeText } from "./time.ts";

export const lifeJson = ({ startedAt, endedAt, exitCode, oomKilled, reason }: ContainerLife) => ({
  startedAt: timeText(startedAt),
  endedAt: timeText(endedAt),
  exitCode,
  oomKilled,
  ...(reason === undefined ? {} : { reason }),
});

export const decodeLife = (from: Fields): ContainerLife => ({
  startedAt: time(from, "startedAt"),
  endedAt: time(from, "endedAt"),
  exitCode: number(from, "exitCode"),
  oomKilled: boolean(from, "oomKilled"),
  ...(Object.hasOwn(from, "reason") ? { reason: words(from, "reason") } : {}),
});
