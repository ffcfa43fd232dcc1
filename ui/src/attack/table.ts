// The assessment as a table: each actor one row.
import { nodeLink } from "../address";
import { h } from "../dom";
import { conditionWords, spaced, verdictMark, verdicts } from "../marks";
import { table } from "../table";
import type { Context } from "../view";
import { deciding } from "./board";
import type { Assessment } from "./query";

export function responderTable(ctx: Context<"attack">, got: Assessment, was: Map<string, string>): HTMLElement {
  const rank = (v: string) => verdicts.indexOf(v as never);
  const rows = [...got.responders].sort((a, b) => rank(a.verdict) - rank(b.verdict) || a.actor.name.localeCompare(b.actor.name, "en"));
  return table({
    caption: `Who must do what if ${got.attacker.name} attacks ${got.victim.name}`, file: `if ${got.attacker.name} attacks ${got.victim.name}`, rows, id: (r) => r.actor.id,
    columns: [
      { name: "Actor", head: true, text: (r) => r.actor.name, cell: (r) => h("a", { href: nodeLink(r.actor.id, ctx.values.asOf) }, r.actor.name) },
      { name: "Verdict", text: (r) => r.verdict, cell: (r) => verdictMark(r.verdict) },
      { name: "Was", same: true, text: (r) => was.get(r.actor.id) ?? "", cell: (r) => (was.has(r.actor.id) ? verdictMark(was.get(r.actor.id)!) : "") },
      { name: "By", text: (r) => deciding(r).map((d) => d.citation).join("; ") },
      { name: "Conditions", text: (r) => deciding(r).flatMap((d) => d.conditions.map((c) => `${conditionWords(c.kind)} ${spaced(c.judgement)}`)).filter((t, i, all) => all.indexOf(t) === i).join("; ") },
      { name: "Nuclear arms", text: (r) => (r.couldBring.nuclearArmed ? "yes" : "") },
      { name: "Why", text: (r) => r.explanation },
    ],
  });
}
