import { once } from "node:events";
import type { Effect } from "../domain/effect.ts";
import {
  COPIED,
  NOTHING_TO,
  NOTHING_TO_READ,
  READ_AGAIN,
  READING_AGAIN,
} from "../words/answers.ts";
import type { Screen } from "./screen.ts";
import type { Watching } from "./watching.ts";

/** Leaves the screen, does something, and takes the screen again. */
export type Suspend = (during: () => Promise<void>) => Promise<void>;

type Means = {
  readonly watching: Watching;
  readonly screen: Screen;
  readonly quit: () => void;
  readonly suspend: () => Suspend | null;
  /** Looks at all that stand beside the target, too; answers in words where nothing does. */
  readonly attachAll: () => Promise<string | null>;
};

/** Does what a key asked for; what came of it is said in the header. */
export function effectsOf({
  watching,
  screen,
  quit,
  suspend,
  attachAll,
}: Means): (effect: Effect) => void {
  const { actions } = watching;
  const answeredBy = async (act: Means["attachAll"]): Promise<void> => {
    const answer = await act();
    if (answer !== null) actions.answered(answer);
  };
  return (effect) => {
    if (isOfSnapshots(effect)) return void snapshotEffect(watching, effect);
    if (isOfLogs(effect)) return void logsEffect(watching, effect);
    if (isOfWatching(effect)) return watchingEffect(watching, effect);
    switch (effect.type) {
      case "quit":
        return quit();
      case "copy":
        // OSC 52: the terminal's own clipboard, over ssh as well
        screen.stream.write(`\u001b]52;c;${Buffer.from(effect.text).toString("base64")}\u0007`);
        return actions.answered(COPIED);
      case "nothing-to":
        return actions.answered(NOTHING_TO[effect.what]);
      case "attach-all":
        return void answeredBy(attachAll);
      case "suspend":
        return void suspend()?.(stopped);
    }
  };
}

const OF_WATCHING = ["record-start", "record-stop", "audit-export", "project-again"] as const;

type OfWatching = Extract<Effect, { readonly type: (typeof OF_WATCHING)[number] }>;

const isOfWatching = (effect: Effect): effect is OfWatching =>
  OF_WATCHING.some((type) => type === effect.type);

function watchingEffect(watching: Watching, { type }: OfWatching): void {
  switch (type) {
    case "record-start":
      return void watching.startRecording();
    case "record-stop":
      return void watching.stopRecording();
    case "audit-export":
      return void watching.exportAudit();
    case "project-again":
      return projectAgain(watching);
  }
}

type OfLogs = Extract<Effect, { readonly type: `logs-${string}` }>;

const isOfLogs = (effect: Effect): effect is OfLogs => effect.type.startsWith("logs-");

const logsEffect = ({ saveLogs, readEarlierLogs }: Watching, effect: OfLogs): Promise<void> =>
  effect.type === "logs-save" ? saveLogs(effect.isSure) : readEarlierLogs();

type OfSnapshots = Extract<Effect, { readonly type: `snapshot-${string}` }>;

const isOfSnapshots = (effect: Effect): effect is OfSnapshots =>
  effect.type.startsWith("snapshot-");

async function snapshotEffect({ snapshot }: Watching, effect: OfSnapshots): Promise<void> {
  if (effect.type === "snapshot-take") return snapshot.take(effect.subject);
  return effect.type === "snapshot-cancel" ? snapshot.cancel() : snapshot.export();
}

function projectAgain({ actions, projectAgain: again }: Watching): void {
  if (again === null) return actions.answered(NOTHING_TO_READ);
  actions.answered(READING_AGAIN);
  void again().then((outcome) => actions.answered(READ_AGAIN[outcome]));
}

/** What Ctrl-Z does without a program in raw mode: the whole job stops until `fg`. */
export async function stopped(): Promise<void> {
  const goesOn = once(process, "SIGCONT");
  process.kill(0, "SIGTSTP");
  await goesOn;
}
