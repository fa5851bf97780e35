import type { Entry } from "./entry.ts";

/** Does the text stand anywhere in what a row is called? `!` in front inverts; case does not matter; nothing fits everything. */
export function fits({ process, server }: Entry, text: string): boolean {
  const isInverted = text.startsWith("!");
  const wanted = (isInverted ? text.slice(1) : text).toLowerCase();
  if (wanted === "") return true;
  const names = [
    process.role ?? "worker?",
    process.slot,
    process.pid,
    server.id,
    server.app,
    process.name,
  ];
  return (
    names.some((name) =>
      String(name ?? "")
        .toLowerCase()
        .includes(wanted),
    ) !== isInverted
  );
}
