import { tickedAgain } from "../../analysis/cron/again.ts";
import type { Project } from "../../domain/project.ts";
import type { EpochMs } from "../../domain/units.ts";
import { crontabJson, crontabText } from "../../report/crontab.ts";
import type { Ending } from "../exit.ts";
import { endingOf } from "../fault-ending.ts";
import { Output } from "../output.ts";
import {
  examine,
  noProject,
  projectOf,
  ticksView,
  unreadOf,
  type Examined,
} from "../project/examine.ts";
import { wantsJson, type Run } from "../run.ts";

/**
 * `swtop crontab`: the tasks that a project declares, when and where each runs.
 * @throws Ending 3 for what is no Hyperf project
 */
export async function crontab(run: Run): Promise<void> {
  const output = new Output(process.stdout, run.stop);
  const examined = await examine(run, run.target);
  const hyperf = examined.filter((each) => projectOf(each)?.framework === "hyperf");
  if (hyperf.length === 0) throw noCrontab(examined, run);
  const ticks = run.invocation.options.number("next") ?? 1;
  let isFirst = true;
  for (const each of hyperf) {
    const { project, at } = ticked(run, each);
    if (project === null) continue;
    if (wantsJson(run.invocation)) await output.line(crontabJson(project));
    else
      await output.line(
        `${isFirst ? "" : "\n"}${crontabText(project, each.subject, { at, ticks, unread: unreadOf(each) })}`,
      );
    isFirst = false;
  }
}

/** Ticks from `--at`, else from where the target's clock stood last: a project may have been read long before. */
function ticked(
  run: Run,
  examined: Examined,
): { readonly project: Project | null; readonly at: EpochMs } {
  const { at, next } = ticksView(run);
  const { sample } = examined.known;
  const from = run.invocation.options.has("at") || sample === null ? at : sample.at;
  const project = projectOf(examined);
  return { project: project === null ? null : tickedAgain(project, from, next), at: from };
}

function noCrontab(examined: readonly Examined[], { invocation }: Run): Ending {
  const [first] = examined;
  if (first === undefined) throw new TypeError("an examination without a result");
  const isRead = examined.some((each) => projectOf(each) !== null);
  return isRead ? endingOf("no-hyperf", first.subject) : noProject(first, invocation);
}
