// What is asked about an attack, and how the state becomes a question.
import type { Period } from "../dates";
import type { Values } from "../address";
import { asInput, readChange } from "../whatif";

export interface Named {
  id: string;
  name: string;
}

export interface Condition {
  kind: string;
  text: string | null;
  judgement: "MET" | "UNMET" | "UNKNOWN";
  reason: string;
}

export interface Duty {
  obligation: { id: string };
  treaty: { id: string; title: string };
  article: { id: string; number: string; quotation: string | null } | null;
  citation: string;
  type: string;
  period: Period;
  judgement: string;
  conditions: Condition[];
  qualifiers: { kind: string; text: string | null }[];
  beneficiary: Named;
  note: string | null;
  dataset: Named;
}

export interface Responder {
  actor: Named & { label: string };
  verdict: string;
  explanation: string;
  because: Duty[];
  against: Duty[];
  unmet: Duty[];
  tensions: Duty[];
  political: Duty[];
  consultation: Duty[];
  couldBring: { nuclearArmed: boolean; personnel: { value: number | null } | null; warheads: { value: number | null } | null; weaponSystems: Named[] };
}

export interface Assessment {
  attacker: Named;
  victim: Named;
  responders: Responder[];
  pending: { id: string; title: string; signed: string | null }[];
  warnings: string[];
}

export interface Entrant {
  actor: Named;
  side: "ATTACKER" | "VICTIM";
  helps: Named;
  against: Named;
  verdict: string;
  because: Duty[];
}

export interface Cascade {
  rounds: { number: number; entrants: Entrant[] }[];
  torn: Responder[];
  keptOut: Responder[];
  truncated: boolean;
  warnings: string[];
  changes: { actor: Named; before: string; after: string }[];
}

const duty = `obligation { id } treaty { id title } article { id number quotation } citation type period { from until text startUncertain endUncertain } judgement
  conditions { kind text judgement reason } qualifiers { kind text } beneficiary { id name } note dataset { id name }`;

const responder = `actor { id name label } verdict explanation
  because { ${duty} } against { ${duty} } unmet { ${duty} } tensions { ${duty} } political { ${duty} } consultation { ${duty} }
  couldBring { nuclearArmed personnel { value } warheads { value } weaponSystems { id name } }`;

export const attackQuery = `query IfAttacked($attacker: NodeRef!, $victim: NodeRef!, $asOf: Date, $scenario: ScenarioInput, $whatIf: [TreatyChange!], $datasets: [ID!]) {
  obligationsIfAttacked(attacker: $attacker, victim: $victim, asOf: $asOf, scenario: $scenario, whatIf: $whatIf, datasets: $datasets) {
    attacker { id name } victim { id name } warnings
    pending { id title signed }
    responders { ${responder} }
  }
}`;

export const plainQuery = `query Before($attacker: NodeRef!, $victim: NodeRef!, $asOf: Date, $datasets: [ID!]) {
  obligationsIfAttacked(attacker: $attacker, victim: $victim, asOf: $asOf, datasets: $datasets) { responders { actor { id name } verdict } }
}`;

export const freeQuery = `query Free($attacker: NodeRef!, $victim: NodeRef!, $asOf: Date, $scenario: ScenarioInput, $whatIf: [TreatyChange!], $datasets: [ID!]) {
  obligationsIfAttacked(attacker: $attacker, victim: $victim, asOf: $asOf, scenario: $scenario, whatIf: $whatIf, datasets: $datasets, includeFree: true) { responders { actor { id name } verdict } }
}`;

export const cascadeQuery = `query Cascade($attacks: [AttackInput!]!, $asOf: Date, $escalation: Escalation!, $scenario: ScenarioInput, $whatIf: [TreatyChange!], $datasets: [ID!]) {
  cascade(attacks: $attacks, asOf: $asOf, escalation: $escalation, scenario: $scenario, whatIf: $whatIf, datasets: $datasets) {
    rounds { number entrants { actor { id name } side helps { id name } against { id name } verdict because { ${duty} } } }
    torn { ${responder} } keptOut { ${responder} }
    truncated warnings
    changes { actor { id name } before after }
  }
}`;

export const changePointQuery = `query ChangePoints($attacker: NodeRef!, $victim: NodeRef!, $from: Date!, $to: Date!, $scenario: ScenarioInput, $datasets: [ID!]) {
  verdictChangePoints(attacker: $attacker, victim: $victim, from: $from, to: $to, scenario: $scenario, datasets: $datasets) { on }
}`;

/** What is known of the attack, as far as it is not as by default. */
export function scenario(v: Values<"attack">): Record<string, unknown> | undefined {
  const given: Record<string, unknown> = {
    ...(v.armed === "no" ? { armed: false } : {}),
    ...(v.prov === "yes" ? { provoked: true } : {}),
    ...(v.req ? { requested: v.req === "yes" } : {}),
    ...(v.conf ? { specificConflict: true } : {}),
    ...(v.where ? { where: place(v.where) } : {}),
    ...(v.hostile.length ? { hostileActors: v.hostile } : {}),
    ...(v.known.length ? { assume: v.known.map((k) => ({ fact: k.replace(/~(yes|no)$/, ""), holds: !k.endsWith("~no") })) } : {}),
    ...(v.count ? { adversaryCount: v.count } : {}),
  };
  return Object.keys(given).length ? given : undefined;
}

/** A place by name or id, or as latitude and longitude. */
function place(text: string): Record<string, unknown> {
  const point = /^(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)$/.exec(text);
  return point ? { latitude: Number(point[1]), longitude: Number(point[2]) } : { place: text };
}

export function changes(v: { wi: string[] }): Record<string, unknown>[] | undefined {
  const list = v.wi.map(readChange).filter((c) => c !== null && c.on).map((c) => asInput(c!));
  return list.length ? list : undefined;
}
