import { NO_SCOPE, type Inspector } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { rightsOf } from "./access.ts";
import { addressIn } from "./address.ts";
import type { Attachments } from "./attachments.ts";
import { isOk } from "./cluster.ts";
import type { Clusters } from "./clusters.ts";
import { list } from "./listing.ts";
import { logs, previousLogs } from "./logs.ts";
import { podPath } from "./paths.ts";
import { refusalOf } from "./refusals.ts";
import { containerOf } from "./pod.ts";
import { resolve } from "./resolve.ts";
import { askedAround, othersOf } from "./surroundings.ts";

const NOT_FOUND = 404;

/** What a cluster tells of pods and their containers: nothing is executed in any. */
export const kubernetesInspector = (clusters: Clusters, attachments: Attachments) =>
  ({
    scheme: "k8s",
    list: (signal, scope = NO_SCOPE) => list(clusters, scope, signal),
    resolve: async (named, _, signal) => [await resolve(clusters, named, signal)],
    inspect: async (target, signal) => {
      const member = attachments.memberOf(target);
      const { namespace, pod, container } = member;
      const cluster = clusters.of(member);
      const answer = await cluster.ask({ path: podPath(namespace, pod) }, signal);
      // of a pod that is gone nothing new is told, of those beside it all the same
      const former = answer.status === NOT_FOUND ? attachments.bodyOf(target) : null;
      if (!isOk(answer.status) && former === null) throw new TransportError(refusalOf(answer));
      const body = former ?? answer.body;
      attachments.told(target, body);
      const found = containerOf(
        body,
        container,
        await askedAround({ cluster: clusters.sharedOf(member), member, signal }, body),
      );
      if (found === null)
        throw new TransportError({
          kind: "no-such-pod",
          detail: untrustedText(`${pod}/${container}`),
        });
      return found;
    },
    members: async (target, most, signal) => {
      const member = attachments.memberOf(target);
      const taken = attachments.takenBesides(target, member);
      const others = await othersOf({ cluster: clusters.of(member), member, signal }, taken);
      // the target itself, whatever pod stands for it now
      return [target, ...others].slice(0, most);
    },
    logs: (target, from, signal) => {
      const member = attachments.memberOf(target);
      return logs(clusters.of(member), member, from, signal);
    },
    previousLogs: async (target, from, signal) => {
      const member = attachments.memberOf(target);
      return previousLogs(clusters.of(member), member, from, signal);
    },
    rights: async (target, signal) => {
      const at = addressIn(target);
      const cluster = clusters.of(at);
      const namespace = at.namespace === "" ? (await cluster.access()).namespace : at.namespace;
      return rightsOf(cluster, namespace, signal);
    },
  }) satisfies Inspector;
