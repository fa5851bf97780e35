import { NEEDED_RIGHTS, type NeededRight, type Right } from "../../domain/kubernetes-rights.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { flagOf, textOf } from "../json.ts";
import type { Cluster } from "./cluster.ts";

const PATH = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/**
 * Which of the rights that swtop asks for whoever logs in has, by SelfSubjectAccessReview: what everybody may ask, and what changes nothing.
 * @param namespace one; an empty name would mean all of them
 * @throws TransportError when the API server does not answer, or does not know who asks. One review that fails is a right of which nothing is known.
 * @source authorization.k8s.io/v1; captures of a 1.34 cluster, access-reviews
 */
export async function rightsOf(
  cluster: Pick<Cluster, "ask">,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Right[]> {
  const reviewed = async (right: NeededRight): Promise<Right> => ({
    ...right,
    allowed: await isAllowed(cluster, attributesOf(right, namespace), signal),
  });
  const [first, ...others] = NEEDED_RIGHTS;
  if (first === undefined) return [];
  // alone: a login that is over runs its program once, not once for each question
  const one = await reviewed(first);
  return [one, ...(await Promise.all(others.map((right) => tolerated(right, reviewed))))];
}

async function tolerated(
  right: NeededRight,
  reviewed: (right: NeededRight) => Promise<Right>,
): Promise<Right> {
  try {
    return await reviewed(right);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { ...right, allowed: null };
  }
}

type Attributes = Readonly<Record<string, string>>;

function attributesOf(right: NeededRight, namespace: string): Attributes {
  const { verb, group, resource, subresource } = right;
  const inGroup = group === "" ? {} : { group };
  return {
    namespace,
    verb,
    ...inGroup,
    resource,
    ...(subresource === null ? {} : { subresource }),
  };
}

/** Null: the answer is no review, or who decides could not. */
async function isAllowed(
  cluster: Pick<Cluster, "ask">,
  resourceAttributes: Attributes,
  signal: AbortSignal,
): Promise<boolean | null> {
  const body = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes },
  };
  const answer = await cluster.ask({ path: PATH, method: "POST", body }, signal);
  if (answer.status !== 200 && answer.status !== 201) return null;
  const allowed = flagOf(answer.body, "status", "allowed");
  const isUnsure = textOf(answer.body, "status", "evaluationError") !== null;
  return allowed === false && isUnsure ? null : allowed;
}
