import { reading, type Framework, type TitleReading } from "./framework.ts";

const TITLE = /^swoft(?:-\w+)? (master|manager|worker|task) process(?: \(.*\))?$/s;
const ROLES: ReadonlyMap<string, TitleReading["role"]> = new Map([
  ["master", "master"],
  ["manager", "manager"],
  ["worker", "worker"],
  ["task", "task-worker"],
]);

/**
 * `swoft-http master process (script)`, `manager`, `worker`, `task`: no app, no numbers.
 * @source swoft-component: src/server/src/Swoole/*Listener.php
 */
export const swoft: Framework = {
  id: "swoft",
  apps: (title) => (TITLE.test(title) ? [null] : []),
  read(title) {
    const role = ROLES.get(TITLE.exec(title)?.[1] ?? "");
    return role === undefined ? null : reading(role);
  },
};
