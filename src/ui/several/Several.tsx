import { Box, useInput, useWindowSize } from "ink";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Command } from "../../store/command.ts";
import { besideOthers, rowsIn } from "../../store/several.ts";
import type { Geometry } from "../../store/view.ts";
import { App } from "../App.tsx";
import { keyReader, type Later } from "../dispatcher.ts";
import { bodyLines, geometryOf } from "../geometry.ts";
import { liveView, type ViewSource } from "../live-view.ts";
import { Lines } from "../Lines.tsx";
import type { Sentences } from "../sentences.ts";
import { themeOf, type Appearance } from "../theme.ts";
import { severalCommand } from "./keys.ts";
import { ABOVE_ROWS, severalFrame } from "./rows.ts";
import { walkOf } from "./walk.ts";

/** One of several targets, with a State of its own. */
export type Beside = ViewSource & {
  readonly uri: string;
  readonly press: (command: Command) => void;
  readonly geometryChanged: (geometry: Geometry) => void;
};

type Props = {
  readonly targets: readonly Beside[];
  /** Told what `quit` of an opened target means: back to all of them; null: it ends the program. */
  readonly back: (to: (() => void) | null) => void;
  readonly quit: () => void;
  readonly appearance: Appearance;
  readonly sentences: Sentences;
  readonly later: Later;
};

/** Samples of many targets come one after the other: they are drawn together, as often as one target is. */
const TOGETHER_MS = 1000;

/** Several targets side by side; Enter opens the whole screen of one, q comes back from it. */
export function Several({ back, ...props }: Props) {
  const [opened, open] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const target = opened === null ? undefined : props.targets[opened];
  useEffect(() => {
    back(target === undefined ? null : () => open(null));
  }, [back, target]);
  // What quits from anywhere quits from here, too: the opened screen only goes back.
  useInput((input, key) => {
    if (target !== undefined && key.ctrl && input === "c") props.quit();
  });
  if (target === undefined) return <SideBySide {...props} {...{ open, active, setActive }} />;
  const { appearance, sentences, later } = props;
  return <App key={target.uri} {...target} {...{ appearance, sentences, later }} />;
}

type SideBySideProps = Omit<Props, "back"> & {
  readonly open: (target: number) => void;
  /** The target that has the selection. */
  readonly active: number;
  readonly setActive: (target: number) => void;
};

function SideBySide({
  targets,
  open,
  active,
  setActive,
  quit,
  appearance,
  sentences,
  later,
}: SideBySideProps) {
  const { columns, rows } = useWindowSize();
  const geometry = useMemo(() => besideOthers(geometryOf({ columns, rows })), [columns, rows]);
  const theme = useMemo(() => themeOf(appearance), [appearance]);
  const lives = useMemo(() => targets.map((target) => liveView(target)), [targets]);
  useEffect(() => {
    for (const target of targets) target.geometryChanged(geometry);
  }, [targets, geometry]);
  const changes = useMemo(() => changesOf(lives, later), [lives, later]);
  useSyncExternalStore(changes.subscribe, changes.count);

  const keys = useMemo(() => {
    const walk = walkOf({
      targets,
      active,
      rowsOf: (index) => rowsIn(lives[index]?.get(geometry).table ?? NO_ROWS),
      pageRows: bodyLines({ columns, rows }) - ABOVE_ROWS,
    });
    const pressAll = (pressed: readonly string[]): void => {
      for (const key of pressed) {
        const command = severalCommand(key);
        if (command?.type === "quit") quit();
        else if (command?.type === "open") open(walk.active());
        else if (command !== null) walk.press(command);
      }
      setActive(walk.active());
      changes.now();
    };
    return keyReader(pressAll, later);
  }, [active, lives, targets, geometry, columns, rows, open, setActive, quit, later, changes]);
  useInput(keys.typed);

  const parts = lives.map((live) => live.get(geometry));
  const lines = severalFrame(parts, active, {
    size: { columns, rows },
    look: { theme, sentences },
  });
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Lines lines={lines} />
    </Box>
  );
}

const NO_ROWS = { lines: [] };

/** Counts what changed in any of them: at most every `TOGETHER_MS`, a key at once. */
function changesOf(
  lives: readonly { subscribe: (changed: () => void) => () => void }[],
  later: Later,
) {
  let count = 0;
  let callOff: (() => void) | null = null;
  const listeners = new Set<() => void>();
  const now = () => {
    callOff?.();
    callOff = null;
    count += 1;
    for (const listener of listeners) listener();
  };
  const soon = () => {
    callOff ??= later(TOGETHER_MS, now);
  };
  return {
    count: () => count,
    now,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      const ends = lives.map((live) => live.subscribe(soon));
      return () => {
        listeners.delete(listener);
        for (const end of ends) end();
        callOff?.();
        callOff = null;
      };
    },
  };
}
