import { always, isPlain, titled, type Column } from "./column.ts";

export const sockets: Column = {
  id: "sockets",
  title: titled("SOCKETS"),
  width: always(8),
  align: "right",
  gives: 13,
  help: "open connections to others, without clients; read each minute",
  text: ({ process: { sockets: byPort } }) =>
    byPort === null ? null : String(socketCount(byPort)),
  style: isPlain,
};

const socketCount = (byPort: Readonly<Record<string, number>>): number =>
  Object.values(byPort).reduce((sum, count) => sum + count, 0);
