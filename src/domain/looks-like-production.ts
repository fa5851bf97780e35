/** `prod-eu`, `shop_prd`, `live2`, `shopProduction`; not `deliver`, `reproduce`. */
const PRODUCTION = /(?<![a-z])(?:prod|production|prd|live)(?![a-z])/iu;
/** `non-prod`, `preprod`: what stands before it. */
const BEFORE = /(?:non|not|pre)[-_.]?(?:prod|production|prd|live)(?![a-z])/giu;

/** Whether the name of a context says that users depend on what is there. */
export const looksLikeProduction = (context: string): boolean =>
  PRODUCTION.test(context.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, "-").replaceAll(BEFORE, ""));
