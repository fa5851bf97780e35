import type { monitorActions, MonitorStore } from "../../store/store.ts";
import { EARLIER_LOGS, earlierText } from "../../words/answers.ts";
import type { Opened } from "../observations.ts";

type Look = {
  readonly store: MonitorStore;
  readonly actions: ReturnType<typeof monitorActions>;
  readonly opened: Pick<Opened, "isLive" | "earlierLogs">;
};

/** What stood in log files before what is kept of them: reads a step of it, and says what came of it. It is not recorded: a recording has its lines in their order. */
export async function readEarlierLines({ store, actions, opened }: Look): Promise<void> {
  const { ring } = store.getState().known.logs.book;
  if (!opened.isLive) return actions.answered(EARLIER_LOGS.recording);
  if (!ring.hasRoomBefore) return actions.answered(EARLIER_LOGS.full);
  actions.answered(EARLIER_LOGS.reading);
  const earlier = await opened.earlierLogs();
  if (earlier === null) return actions.answered(EARLIER_LOGS.closed);
  const { lines, ...more } = earlier;
  if (lines.length > 0) actions.earlierLogsCame(lines);
  const { sources } = store.getState().known.logs;
  const hasStreams = sources.some(({ source }) => !source.startsWith("file:"));
  const isFull = !ring.hasRoomBefore;
  actions.answered(earlierText({ ...more, lines: lines.length, isFull, hasStreams }));
}
