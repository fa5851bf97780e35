import { always, isPlain, titled, type Column } from "./column.ts";

export const pid: Column = {
  id: "pid",
  title: titled("PID"),
  width: always(7),
  align: "right",
  gives: 0,
  help: "process id, as the target counts",
  text: ({ process }) => String(process.pid),
  style: isPlain,
};
