import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

// Real programs (a pty, a shell, an engine) share the machine's few cores: one file at a time, and time to wait for a condition.
const REAL = ["test/e2e/**/*.test.{ts,tsx}"];

export default defineConfig({
  root,
  test: {
    root,
    projects: [
      {
        root,
        test: {
          name: "unit",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [...REAL, "test/bench/**"],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        root,
        test: {
          name: "e2e",
          include: REAL,
          exclude: ["test/bench/**"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
