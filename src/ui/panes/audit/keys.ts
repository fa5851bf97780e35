import type { KeyBinding } from "../../key-binding.ts";
import { listKeys } from "../crontab/keys.ts";

export const auditKeys: readonly KeyBinding[] = [
  {
    keys: ["enter"],
    command: { type: "open" },
    label: "Enter",
    help: "open the finding",
    footer: "Enter open",
  },
  {
    keys: ["c"],
    command: { type: "copy" },
    label: "c",
    help: "audit: copy what to write",
    footer: "c copy",
  },
  {
    keys: ["e"],
    command: { type: "audit-export" },
    label: "e",
    help: "audit: into a Markdown file here",
    footer: "e export",
  },
  {
    keys: ["o"],
    command: { type: "show-all" },
    label: "o",
    help: "audit: what is right, too",
    footer: "o all",
  },
  ...listKeys,
];
