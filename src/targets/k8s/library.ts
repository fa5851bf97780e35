// All that is taken of the library: the rest of it stays out of the bundle (1.3 instead of 4 MB).
export { KubeConfig } from "@kubernetes/client-node";
