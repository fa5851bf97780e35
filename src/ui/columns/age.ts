import { duration } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const age: Column = {
  id: "age",
  title: titled("AGE"),
  width: always(6),
  align: "right",
  gives: 10,
  help: "time since it was forked",
  text: ({ ageMs }) => (ageMs === null ? null : duration(ageMs)),
  style: isPlain,
};
