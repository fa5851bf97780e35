import { describe, expect, test } from "vitest";
import type { Fault } from "../../../src/domain/fault.ts";
import { brokenFault, loginFault, refusalOf } from "../../../src/targets/k8s/refusals.ts";
import { faultText } from "../../../src/words/faults.ts";
import { refusalsOf } from "./replayed.ts";

const told = ({ kind, detail }: Fault): string => `${kind}: ${detail}`;
const status = (code: number, message: string, details?: object) =>
  refusalOf({ status: code, text: JSON.stringify({ kind: "Status", message, details, code }) });

describe("what a refusal means", () => {
  test("who is not known, who may not: in the words of the server", () => {
    expect(refusalsOf("exec-forbidden").map((each) => told(refusalOf(each)))).toEqual([
      'forbidden: pods "shop-api-7d7b4669c7-4n72j" is forbidden: User "viewer" cannot get resource "pods/exec" in API group "" in the namespace "shop"',
      'forbidden: pods "shop-api-7d7b4669c7-4n72j" is forbidden: User "execcreate" cannot get resource "pods/exec" in API group "" in the namespace "shop"',
      "unauthorized: Unauthorized",
      'forbidden: pods "shop-api-7d7b4669c7-4n72j" is forbidden: User "system:anonymous" cannot get resource "pods/exec" in API group "" in the namespace "shop"',
      'forbidden: pods "shop-api-7d7b4669c7-4n72j" is forbidden: User "viewer" cannot create resource "pods/exec" in API group "" in the namespace "shop"',
      'forbidden: pods "shop-api-7d7b4669c7-4n72j" is forbidden: User "execget" cannot create resource "pods/exec" in API group "" in the namespace "shop"',
    ]);
  });

  test("what is not there is named, so that it reads as a sentence", () => {
    const fault = status(404, 'pods "shop-gone" not found', { name: "shop-gone", kind: "pods" });
    const bare = status(404, 'deployments.apps "gone" not found');
    expect([faultText(fault), faultText(bare)]).toEqual([
      "there is no pod or workload shop-gone.",
      "there is no pod or workload gone.",
    ]);
    expect(told(status(404, "the server could not find the requested resource"))).toBe(
      "system-refused: the server could not find the requested resource",
    );
  });

  test("a container that the pod has not got", () => {
    const fault = status(400, "container zz is not valid for pod shop-api-7d7b4669c7-4n72j");
    expect(faultText(fault)).toBe(
      "there is no pod or workload shop-api-7d7b4669c7-4n72j with a container zz.",
    );
  });

  test.each([
    [400, "a container name must be specified for pod shop-res, choose one of: [proxy app]"],
    [422, "PodLogOptions is invalid: tailLines: Invalid value: -1: must be greater than 0"],
    [410, "The resourceVersion for the provided list is too old."],
  ])("%i: it answers, and does not do it", (code, message) => {
    expect(told(status(code, message))).toBe(`system-refused: ${message}`);
  });

  test.each([
    [429, "too many requests, please try again later"],
    [500, "error dialing backend: dial tcp 127.0.0.1:10250: connect: connection refused"],
    [504, "Timeout: Too large resource version: 99999999, current: 1328"],
  ])("%i: not now", (code, message) => {
    expect(told(status(code, message))).toBe(`cluster-unreachable: ${message}`);
  });

  test.each([
    [400, "Client sent an HTTP request to an HTTPS server.\n"],
    [403, "<html>\n<body>Access denied by your administrator</body></html>"],
    [403, ""],
    [404, "404 page not found\n"],
    [407, "Proxy Authentication Required"],
    [502, "<html>\r\n<head><title>502 Bad Gateway</title></head>"],
    [503, "service unavailable\n"],
  ])("%i %j comes from what stands before an API server, or from another one", (code, text) => {
    const fault = refusalOf({ status: code, text });
    expect(fault.kind).toBe("cluster-unreachable");
    expect(fault.detail).toBe(text === "" ? `HTTP ${code}` : text.trim().split("\n")[0]?.trim());
  });

  test("words without end are shortened", () => {
    expect(status(500, "x".repeat(10_000)).detail).toHaveLength(301);
    expect(loginFault(new Error("x".repeat(10_000))).detail).toHaveLength(301);
  });
});

const failed = (code: string, message: string) =>
  brokenFault(Object.assign(new Error(message), { code }));

describe("what it means that a connection failed", () => {
  test.each([
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "self-signed certificate"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"],
    ["CERT_HAS_EXPIRED", "certificate has expired"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "Hostname/IP does not match certificate's altnames"],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "write EPROTO: tlsv1 alert unknown ca"],
  ])("%s: certificates", (code, message) => {
    expect(told(failed(code, message))).toBe(`cluster-certificate: ${message}`);
  });

  test.each([
    ["ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:6443", "connect ECONNREFUSED 127.0.0.1:6443"],
    ["ENOTFOUND", "getaddrinfo ENOTFOUND api.example.com", "getaddrinfo ENOTFOUND api.example.com"],
    // of an AggregateError: both of localhost's addresses failed
    ["ECONNREFUSED", "", "ECONNREFUSED"],
    [
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "write EPROTO 40A7:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:355:\n",
      "what answers there speaks no TLS",
    ],
  ])("%s %j: unreachable", (code, message, detail) => {
    expect(told(failed(code, message))).toBe(`cluster-unreachable: ${detail}`);
  });

  test("a login that failed says its last line", () => {
    expect(told(loginFault(new Error("Traceback\n  at x\nsession expired\n")))).toBe(
      "unauthorized: session expired",
    );
    expect(told(loginFault(new Error("")))).toBe("unauthorized: the login failed without a word");
  });
});
