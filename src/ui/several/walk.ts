import type { Command } from "../../store/command.ts";
import { stepped, type Rows } from "../../store/several.ts";

type Walking = {
  readonly targets: readonly { readonly press: (command: Command) => void }[];
  /** The target that has the selection at first. */
  readonly active: number;
  readonly rowsOf: (target: number) => Rows;
  readonly pageRows: number;
};

/** The selection through the rows of several targets: each has its own, one is looked at. What is no move is for all of them. */
export function walkOf({ targets, active, rowsOf, pageRows }: Walking) {
  let here = active;
  const step = (by: -1 | 1): void => {
    const next = stepped(
      targets.map((_, index) => rowsOf(index)),
      here,
      by,
    );
    here = next.active;
    if (next.press === "move") targets[here]?.press({ type: "move", by });
    else if (next.press !== null) targets[here]?.press({ type: next.press });
  };
  return {
    active: () => here,
    press(command: Command): void {
      if (command.type === "move") return step(command.by > 0 ? 1 : -1);
      if (command.type === "page") {
        const count = command.part === "half" ? Math.ceil(pageRows / 2) : pageRows;
        for (let row = 0; row < count; row += 1) step(command.by);
        return;
      }
      if (command.type === "top" || command.type === "bottom") {
        here = command.type === "top" ? 0 : targets.length - 1;
        return targets[here]?.press(command);
      }
      const whom = command.type === "suspend" ? targets.slice(0, 1) : targets;
      for (const target of whom) target.press(command);
    },
  };
}
