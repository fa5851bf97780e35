import { Box, useApp, useInput, usePaste, useWindowSize } from "ink";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { PickerCommand } from "../../store/picker/commands.ts";
import type { PickerStore } from "../../store/picker/store.ts";
import { pickerView } from "../../store/picker/view.ts";
import { keyReader, pastedLine, type Later } from "../dispatcher.ts";
import { Lines } from "../Lines.tsx";
import { themeOf, type Appearance } from "../theme.ts";
import { pickerCommandOf } from "./keys.ts";
import { pickerLines, pickerRows } from "./rows.ts";

type Props = Pick<PickerStore, "read" | "subscribe"> & {
  /** `height`: rows on the screen. */
  readonly press: (command: PickerCommand, height: number) => void;
  readonly now: () => number;
  readonly appearance: Appearance;
  readonly later: Later | null;
  /** What was chosen, by name; null: nothing yet. */
  readonly attaching: string | null;
  /** Told at the start how to leave the screen for a while. */
  readonly suspendable: (suspend: (during: () => Promise<void>) => Promise<void>) => void;
};

/** All that can be watched from here, to choose one of. Draws when its store says so, on a resize, and never by itself. */
export function Picker(props: Props) {
  const { read, subscribe, press, now, appearance, later, attaching, suspendable } = props;
  const { columns, rows } = useWindowSize();
  const { suspendTerminal } = useApp();
  useEffect(() => suspendable(suspendTerminal), [suspendable, suspendTerminal]);
  const state = useSyncExternalStore(subscribe, read);
  const size = useMemo(() => ({ columns, rows }), [columns, rows]);
  const theme = useMemo(() => themeOf(appearance), [appearance]);
  const keys = useMemo(() => {
    const pressed = (command: PickerCommand) => press(command, pickerRows(read(), size));
    const reader = keyReader((names) => {
      for (const name of names) {
        const command = pickerCommandOf(name);
        if (command !== null) pressed(command);
      }
    }, later);
    return {
      typed: reader.typed,
      pasted: (text: string) => {
        reader.settled();
        const line = pastedLine(text);
        if (line !== "") pressed({ type: "type", text: line });
      },
    };
  }, [press, read, size, later]);
  useInput(keys.typed);
  usePaste(keys.pasted);
  const lines = useMemo(
    () =>
      pickerLines(pickerView(state, pickerRows(state, size)), size, {
        theme,
        nowMs: now(),
        attaching,
      }),
    [state, size, theme, now, attaching],
  );
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Lines lines={lines} />
    </Box>
  );
}
