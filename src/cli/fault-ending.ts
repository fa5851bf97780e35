import type { Fault, FaultKind } from "../domain/fault.ts";
import { untrustedText } from "../domain/text.ts";
import { faultText } from "../words/faults.ts";
import { Ending, EXIT } from "./exit.ts";

/** The end for a target or file that cannot be had, with the reason. */
export class FaultEnding extends Ending {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(EXIT.target, `swtop: ${faultText(fault)}`);
    this.fault = fault;
  }
}

/** The end for a target or file that cannot be had: its sentence, exit 3. */
export const faultEnding = (fault: Fault): Ending => new FaultEnding(fault);

export const endingOf = (kind: FaultKind, detail: string): Ending =>
  faultEnding({ kind, detail: untrustedText(detail) });
