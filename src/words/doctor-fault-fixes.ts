import type { Place } from "../domain/doctor.ts";
import type { Fault, FaultKind } from "../domain/fault.ts";
import { show } from "../domain/text.ts";
import {
  containerOf,
  engineOf,
  fix,
  hostOf,
  isContainer,
  kubectlOf,
  podOf,
  withRights,
  withTool,
  type Fix,
} from "./doctor-ways.ts";

/** What mends that a target cannot be had; null: no command does. */
export const faultFix = (fault: Fault, place: Place): Fix | null =>
  FIXES[fault.kind]?.(place, fault) ?? null;

type Way = (place: Place, fault: Fault) => Fix | null;

const again: Way = ({ words }) => fix(`swtop doctor ${words}`, "once more, when it is up");
const listed: Way = (place) => {
  if (place.kind === "kubernetes") return fix(`${kubectlOf(place)} get pods`);
  return place.kind === "docker" || place.kind === "podman"
    ? fix(`${place.kind} ps -a`)
    : fix("swtop");
};
const started: Way = (place) =>
  place.kind === "kubernetes"
    ? fix(`${kubectlOf(place)} describe pod ${podOf(place)}`, "says why at its end")
    : fix(`${engineOf(place)} start ${containerOf(place)}`, "starts the application");

/** Of a command that the user made nothing is known but that no shell came of it; swtop's own way there tells why. */
const shellless: Way = (place) => {
  if (place.pod !== null)
    return fix(
      `swtop --debug-image busybox ${place.words}`,
      "puts a container into the pod that stays as long as the pod; or on its host: sudo swtop local",
    );
  if (!place.isCommand) return isContainer(place) ? onItsHost : null;
  const hasOwnWay = place.kind === "docker" || place.kind === "podman" || place.kind === "ssh";
  return hasOwnWay && place.name !== null
    ? fix(`swtop doctor ${place.kind} ${place.name}`, "says what is wrong there")
    : null;
};

const onItsHost = fix("sudo swtop local", "on the host of the container");

const FIXES: Readonly<Partial<Record<FaultKind, Way>>> = {
  "command-not-found": (_, { detail }) => {
    const name = show(detail ?? "");
    return /^[\w./-]+$/u.test(name)
      ? fix(`command -v ${name}`, "prints nothing: it is not installed, or not in PATH")
      : null;
  },
  "engine-unreachable": (place) =>
    engineOf(place) === "podman"
      ? fix("podman info", "says why")
      : fix("sudo systemctl start docker", "or another context: docker context ls"),
  "no-permission": (place) =>
    engineOf(place) === "podman"
      ? fix(`sudo swtop ${place.words}`)
      : fix(
          "sudo usermod -aG docker $USER",
          `then log in again; this group is as good as root. Or: sudo swtop ${place.words}`,
        ),
  "no-such-target": listed,
  "no-such-label": listed,
  "ambiguous-target": listed,
  removed: listed,
  "not-running": started,
  "container-ended": started,
  paused: (place) =>
    fix(`${engineOf(place)} unpause ${containerOf(place)}`, "the application goes on"),
  "exec-denied": (place) => (place.kind === "kubernetes" ? withRights(place) : onItsHost),
  forbidden: withRights,
  unauthorized: (place) =>
    fix(`${kubectlOf(place)} auth whoami`, "logs in by the same kubeconfig, and says as whom"),
  "no-kubeconfig": () => fix("kubectl config view", "what kubectl reads; another: --kubeconfig"),
  "no-such-context": () => fix("kubectl config get-contexts"),
  "no-such-pod": listed,
  "cluster-unreachable": (place) =>
    fix(`${kubectlOf(place)} version`, "says whether kubectl gets there"),
  "cluster-certificate": (place) =>
    fix(`${kubectlOf(place)} config view --minify`, "its certificate-authority is another one's"),
  evicted: listed,
  terminating: again,
  replaced: again,
  "no-shell": shellless,
  "not-a-shell": shellless,
  "host-unreachable": (place) => fix(`ssh -v ${hostOf(place)}`, "says where it stops"),
  "host-key": (place) =>
    fix(`ssh ${hostOf(place)}`, "shows its key: find out why it is another before you accept it"),
  "login-refused": (place) =>
    fix("ssh-add", `then this asks for nothing: ssh -o BatchMode=yes ${hostOf(place)} true`),
  "missing-command": (place, { detail }) => {
    const tool = show(detail ?? "");
    return /^[a-z]+$/u.test(tool) ? withTool(place, [tool]) : null;
  },
  "no-proc": () =>
    fix("sudo mount -t proc proc /proc", "in the target; or on its host: swtop local"),
  "no-headroom": (place) =>
    fix(
      `swtop --force ${place.words}`,
      "what starts there may be what the kernel kills for; from its host: sudo swtop local",
    ),
  silent: again,
  "stream-ended": again,
  restarting: again,
  restarted: again,
  slept: again,
};
