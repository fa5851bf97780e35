// Ways out that depend on where a target runs. None ends or restarts anything, but where its remark says so.
import type { Ids, Place } from "../domain/doctor.ts";

/** What mends something: a command as it is typed in a shell, and what to know before. */
export type Fix = { readonly command: string; readonly remark: string | null };

export const fix = (command: string, remark: string | null = null): Fix => ({ command, remark });

/** Containers, in whose image things have to be. */
export const isContainer = ({ kind }: Place): boolean =>
  kind === "docker" || kind === "podman" || kind === "kubernetes";

export const containerOf = ({ name }: Place): string => name ?? "NAME";
export const hostOf = ({ name }: Place): string => name ?? "HOST";
export const podOf = ({ name }: Place): string => name ?? "POD";
/** With what leads it to the cluster and namespace, as far as that is known. */
export const kubectlOf = ({ pod }: Place): string => pod?.kubectl ?? "kubectl";
export const engineOf = ({ kind }: Place): string => (kind === "podman" ? "podman" : "docker");

/** The same target as the user and group of its processes: what the kernel asks for where SYS_PTRACE is missing. */
export function asUser(place: Place, { uid, gid }: Ids): Fix {
  if (uid === 0 && gid === 0 && !isContainer(place)) return traced(place);
  const by = `sudo -u '#${uid}' -g '#${gid}'`;
  switch (place.kind) {
    case "docker":
    case "podman":
      return fix(
        `swtop exec -- ${place.kind} exec -i -u ${uid}:${gid} ${containerOf(place)} sh`,
        `or with SYS_PTRACE: ${traced(place).command}`,
      );
    case "kubernetes":
      return traced(place);
    case "ssh":
      return fix(
        `swtop exec -- ssh -T ${hostOf(place)} "sudo -n -u '#${uid}' -g '#${gid}' sh"`,
        "or as root: sudo -n sh",
      );
    case "local":
      return fix(`${by} swtop local`, "or as root: sudo swtop local");
    case "other":
      return fix(`${by} swtop ${place.words}`, KEPT);
  }
}

/** The same target with SYS_PTRACE. */
export function traced(place: Place): Fix {
  switch (place.kind) {
    case "docker":
    case "podman":
      return fix(
        `swtop exec -- ${place.kind} exec -i --privileged -u 0 ${containerOf(place)} sh`,
        `for good: ${place.kind} run --cap-add=SYS_PTRACE (a new container)`,
      );
    case "kubernetes":
      return fix(
        `${kubectlOf(place)} debug -it ${podOf(place)} --profile=sysadmin --target=${place.pod?.container ?? "CONTAINER"} --image=busybox`,
        "for good: SYS_PTRACE in the securityContext (a new pod)",
      );
    case "ssh":
      return fix(`swtop exec -- ssh -T ${hostOf(place)} sudo -n sh`);
    case "local":
      return fix("sudo swtop local");
    case "other":
      return fix(`sudo swtop ${place.words}`, KEPT);
  }
}

const KEPT = "where the command keeps these rights";

/** A restart ends what the server is doing: said before it is typed. */
export function restarted(place: Place): Fix {
  const remark = "restarts the application: at a quiet time";
  switch (place.kind) {
    case "docker":
    case "podman":
      return fix(`${place.kind} restart ${containerOf(place)}`, remark);
    case "kubernetes": {
      const workload = place.pod?.workload ?? "WORKLOAD";
      return fix(`${kubectlOf(place)} rollout restart ${workload}`, remark);
    }
    case "local":
    case "ssh":
    case "other":
      return fix("php bin/hyperf.php start", `after the server was stopped, which ${remark}`);
  }
}

/** The Role that swtop takes: whoever may give it does. */
export const withRights = ({ pod }: Place): Fix =>
  fix(
    `swtop doctor --rbac -n ${pod?.namespace ?? "NAMESPACE"}`,
    "prints the Role; put yourself into its RoleBinding, and let apply it who may (kubectl apply -f)",
  );

const alsoAs = (others: readonly string[]): string =>
  others.length === 0 ? "" : `, and once more as ${others.join(" and ")}`;

export const withTool = (place: Place, tools: readonly string[]): Fix =>
  isContainer(place)
    ? fix(
        `COPY --from=busybox:musl /bin/busybox /usr/local/bin/${tools[0] ?? "dd"}`,
        `in the Dockerfile, for the next build${alsoAs(tools.slice(1))}; until then on its host: sudo swtop local`,
      )
    : fix("sudo apt-get install coreutils", "or apk add coreutils, dnf install coreutils");

export function withoutHidepid(place: Place): Fix {
  if (isContainer(place)) return traced(place);
  const command = "sudo mount -o remount,hidepid=0 /proc";
  const remark = "shows the processes of all to all; or run swtop as root";
  return fix(place.kind === "ssh" ? `ssh -t ${hostOf(place)} ${command}` : command, remark);
}

export const withCgroup = (place: Place): Fix =>
  place.kind === "docker" || place.kind === "podman"
    ? fix(
        `${place.kind} run -v /sys/fs/cgroup:/sys/fs/cgroup:ro IMAGE`,
        "a new container; until then on its host: sudo swtop local",
      )
    : fix("sudo mount -t cgroup2 none /sys/fs/cgroup");

export function withSameClock(place: Place): Fix {
  const command = "sudo timedatectl set-ntp true";
  const remark = "on the machine whose clock is wrong";
  return fix(place.kind === "ssh" ? `ssh -t ${hostOf(place)} ${command}` : command, remark);
}
