import type { ContainerLife } from "../domain/container.ts";
import { boolean, number, time, type Fields } from "./fields.ts";
import { timeText } from "./time.ts";

export const lifeJson = ({ startedAt, endedAt, exitCode, oomKilled }: ContainerLife) => ({
  startedAt: timeText(startedAt),
  endedAt: timeText(endedAt),
  exitCode,
  oomKilled,
});

export const decodeLife = (from: Fields): ContainerLife => ({
  startedAt: time(from, "startedAt"),
  endedAt: time(from, "endedAt"),
  exitCode: number(from, "exitCode"),
  oomKilled: boolean(from, "oomKilled"),
});
