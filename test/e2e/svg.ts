import type { IBufferCell, Terminal } from "@xterm/headless";

const CELL = { width: 8.4, height: 18 } as const;
const FOREGROUND = "#dddddd";
const BACKGROUND = "#111111";
// Tango, as most terminals have it.
const SIXTEEN = [
  "#000000", "#cc0000", "#4e9a06", "#c4a000", "#3465a4", "#75507b", "#06989a", "#d3d7cf",
  "#555753", "#ef2929", "#8ae234", "#fce94f", "#729fcf", "#ad7fa8", "#34e2e2", "#eeeeec",
] as const; // prettier-ignore

/** The screen as a picture. */
export function svgOf(terminal: Pick<Terminal, "buffer" | "cols" | "rows">): string {
  const { active } = terminal.buffer;
  let drawn = "";
  for (let y = 0; y < terminal.rows; y++) {
    const line = active.getLine(active.baseY + y);
    for (let x = 0; x < terminal.cols; x++) {
      const cell = line?.getCell(x);
      if (cell !== undefined && cell.getWidth() > 0) drawn += cellOf(cell, x, y);
    }
  }
  const [width, height] = [terminal.cols * CELL.width, terminal.rows * CELL.height];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="DejaVu Sans Mono, monospace" font-size="14" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="${BACKGROUND}"/>${drawn}</svg>`;
}

function cellOf(cell: IBufferCell, x: number, y: number): string {
  const [foreground, background] = coloursOf(cell);
  const left = (x * CELL.width).toFixed(1);
  const ground =
    background === BACKGROUND
      ? ""
      : `<rect x="${left}" y="${y * CELL.height}" width="${(cell.getWidth() * CELL.width + 0.3).toFixed(1)}" height="${CELL.height}" fill="${background}"/>`;
  const characters = cell.getChars();
  if (characters.trim() === "") return ground;
  const weight = cell.isBold() === 0 ? "" : ' font-weight="bold"';
  const faint = cell.isDim() === 0 ? "" : ' opacity="0.6"';
  const text = characters.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `${ground}<text x="${left}" y="${y * CELL.height + 14}" fill="${foreground}"${weight}${faint}>${text}</text>`;
}

function coloursOf(cell: IBufferCell): readonly [string, string] {
  const foreground = cell.isFgDefault() ? FOREGROUND : colour(cell.getFgColor(), cell.isFgRGB());
  const background = cell.isBgDefault() ? BACKGROUND : colour(cell.getBgColor(), cell.isBgRGB());
  return cell.isInverse() === 0 ? [foreground, background] : [background, foreground];
}

function colour(value: number, isRgb: boolean): string {
  if (isRgb) return `#${value.toString(16).padStart(6, "0")}`;
  if (value < 16) return SIXTEEN[value] ?? FOREGROUND;
  if (value >= 232) return grey(8 + 10 * (value - 232));
  const cube = value - 16;
  return `rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`;
}

/** One of the six levels of the colour cube. */
function level(part: number): number {
  return part === 0 ? 0 : 55 + 40 * part;
}

function grey(value: number): string {
  return `rgb(${value},${value},${value})`;
}
