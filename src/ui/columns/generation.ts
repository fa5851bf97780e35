import { always, titled, type Column } from "./column.ts";

export const generation: Column = {
  id: "generation",
  title: titled("GEN"),
  width: always(5),
  align: "right",
  gives: 9,
  help: "its number in this place since we watch",
  text: ({ process }) => (process.generation === null ? null : String(process.generation)),
  style: ({ process }) => ((process.generation ?? 1) > 1 ? "warning" : "plain"),
};
