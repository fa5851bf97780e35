import { percent } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const cpu: Column = {
  id: "cpu",
  title: titled("CPU%"),
  width: always(5),
  align: "right",
  gives: 8,
  help: "CPU, percent of one core",
  text: ({ process }) => (process.cpuPercent === null ? null : percent(process.cpuPercent)),
  style: isPlain,
};
