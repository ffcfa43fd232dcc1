// The assessment in a sentence.
import { words } from "../dates";
import { h, listed } from "../dom";
import { called } from "../names";
import type { Assessment } from "./query";

export function assessed(got: Assessment, asOf: string): (Node | string)[] {
  const of = (verdict: string) => got.responders.filter((r) => r.verdict === verdict);
  const one = (list: Assessment["responders"]) => (list.length <= 3 ? listed(list.map((r) => called(r.actor.name))).join("") : String(list.length));
  const parts: [string, string][] = [
    ["OBLIGED", "must help"],
    ["CONDITIONAL", "must help on a condition"],
    ["CONSULT_ONLY", "must consult"],
    ["CONFLICTED", "torn"],
    ["BARRED", "must stay out"],
    ["OBLIGED_TO_ATTACKER", "must help the attacker"],
  ];
  const said = parts.filter(([verdict]) => of(verdict).length).map(([verdict, what]) => {
    const list = of(verdict);
    if (verdict === "CONFLICTED") return `${one(list)} ${list.length === 1 ? "is" : "are"} torn`;
    return `${one(list)} ${what}`;
  });
  return ["If ", h("b", null, called(got.attacker.name)), " attacks ", h("b", null, called(got.victim.name)), ` on ${words(asOf)}: `, said.length ? `${said.join(", ")}.` : "nobody is bound to do anything."];
}
