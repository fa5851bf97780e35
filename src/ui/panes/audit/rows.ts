import type { Verdict } from "../../../domain/verdict.ts";
import type { ListRow, ListView } from "../../../store/list-view.ts";
import type { HeaderView } from "../../../store/view.ts";
import { clockTime, counted } from "../../../words/format.ts";
import type { Size } from "../../geometry.ts";
import {
  fitted,
  headLine,
  laidOut,
  missingText,
  pageOf,
  paragraph,
  rowLine,
  ruleLine,
  type ListColumn,
  type Paper,
} from "../../list-lines.ts";
import { blank, line, plain, type Line } from "../../line.ts";
import type { Style, Theme } from "../../theme.ts";

const SEVERITY = { error: "ERROR", warning: "WARN", info: "INFO" } as const;

/** What stands before a rule: its severity, `ok`, or `?`. */
const severityText = ({ kind, severity }: Verdict): string =>
  kind === "fail" ? SEVERITY[severity] : kind === "pass" ? "ok" : "?";

const STYLES: Readonly<Record<string, Style>> = {
  ERROR: "bad",
  WARN: "warning",
  ok: "good",
  "?": "faint",
};

const placeText = ({ declared }: Verdict): string =>
  declared === null ? "" : `${declared.file}:${declared.line}`;

const COLUMNS: readonly ListColumn<Verdict>[] = [
  { title: "SEV", cells: 5, from: 0, text: severityText },
  { title: "CODE", cells: 5, from: 0, text: ({ code }) => code },
  { title: "RULE", cells: 32, from: 140, text: ({ rule }) => rule },
  // without its column the rule says what it is about, where nothing else does
  { title: "ABOUT", cells: 24, from: 0, until: 139, text: ({ subject, rule }) => subject ?? rule },
  { title: "ABOUT", cells: 18, from: 140, text: ({ subject }) => subject ?? "" },
  { title: "DECLARED", cells: 34, from: 100, text: placeText },
  {
    title: "SEEN",
    cells: 20,
    from: 0,
    text: ({ kind, evidence, claim, missing }) =>
      kind === "unknown" ? (missing ?? "") : (evidence ?? claim),
  },
];

type AuditView = Extract<ListView, { readonly kind: "audit" }>;

/** The verdicts, or the opened one: at most `size.rows` lines. */
export function auditRows(
  view: AuditView,
  header: Pick<HeaderView, "zoneMinutes">,
  { size, theme, page = 0 }: { readonly size: Size; readonly theme: Theme; readonly page?: number },
): readonly Line[] {
  const paper = { width: size.columns, theme };
  if (view.opened !== null)
    return pageOf(openedRows(view, view.opened, paper), { page, rows: size.rows }, paper);
  const lines = [ruleLine(ruleParts(view, header), view, paper), ...listRows(view, paper)];
  return fitted(lines, size.rows, paper);
}

function ruleParts(
  { project, readAt, summary: { fail, pass, unknown }, needFiles }: AuditView,
  { zoneMinutes }: Pick<HeaderView, "zoneMinutes">,
): readonly string[] {
  if (project === null || readAt === null) return ["Audit"];
  return [
    `Audit - ${counted(fail.error, "error")} ${counted(fail.warning, "warning")} ${fail.info} info ${pass} ok ${unknown} unknown`,
    ...(needFiles === 0 ? [] : [`recorded: ${needFiles} need the files`]),
    `read ${clockTime(readAt, zoneMinutes)}`,
    ...Object.entries(project.versions).flatMap(([name, version]) =>
      version === null || name === "hyperf/crontab" ? [] : [`${name} ${version}`],
    ),
  ];
}

function listRows(view: AuditView, paper: Paper): readonly Line[] {
  const missing = missingText(view, "nothing fails and nothing is unknown; o shows what is right");
  if (missing !== null) return [line([plain(`  ${missing}`)], paper.width, paper.theme)];
  const columns = laidOut(COLUMNS, paper.width);
  return [
    headLine(columns, paper),
    ...view.rows.flatMap((row) =>
      row.type === "verdict"
        ? [
            rowLine(row.verdict, columns, {
              isSelected: row.isSelected,
              style: STYLES[severityText(row.verdict)] ?? "plain",
              paper,
            }),
          ]
        : [],
    ),
  ];
}

/** Why, seen, do, write, proof. */
function openedRows(view: AuditView, row: ListRow, paper: Paper): Parameters<typeof pageOf>[0] {
  if (row.type !== "verdict") return { head: [], lines: [] };
  const { verdict } = row;
  const { code, rule, subject, claim, evidence, advice, snippet, source, declared, missing } =
    verdict;
  const title = [severityText(verdict), code, rule, subject]
    .filter((each) => each !== null)
    .join(" ");
  const place =
    declared === null
      ? null
      : `${placeText(verdict)}${declared.text === null ? "" : `   ${declared.text}`}`;
  const texts: readonly (readonly [label: string, text: string | null])[] = [
    ["why", claim],
    ["seen", evidence],
    ["needs", missing],
    ["do", advice],
    ["write", snippet],
    ["proof", place],
    ["source", source],
  ];
  return {
    head: [ruleLine([title], { ...view, filter: null, above: 0, below: 0 }, paper)],
    lines: [blank(paper.width), ...texts.flatMap(([label, text]) => paragraph(label, text, paper))],
  };
}
