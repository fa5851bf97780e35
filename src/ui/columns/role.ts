import { roleLook } from "../theme.ts";
import { always, titled, type Column } from "./column.ts";

export const role: Column = {
  id: "role",
  title: titled("ROLE"),
  width: always(7),
  align: "left",
  gives: 0,
  help: "what it does; worker? where nothing tells",
  text: ({ process }) => roleLook(process.role).word,
  style: ({ process }) => roleLook(process.role).style,
};
