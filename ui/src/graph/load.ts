// What the server is asked for the diagram: the treaties of an actor, the parties of a treaty, and whatever else is expanded.
import { type Period, firstDay } from "../dates";
import { type Binding, boundFrom, boundFromUncertain } from "../parties";
import { type Interval, ofPeriods } from "../intervals";
import type { Context } from "../view";
import { type GLine, type GNode, type Step, mostElements, mostParties, strongest } from "./model";

interface Named {
  id: string;
  name: string;
  label: string;
}

interface Party extends Binding {
  id: string;
  ended: string | null;
  dataset: { name: string };
}

interface TreatyShown {
  id: string;
  title: string;
  obligations: { obligationType: string }[];
  degrees: { type: string; direction: string; count: number }[];
}

const partyFields = "id bound signed inForce ended dataset { name }";
const treatyFields = "id title obligations { obligationType } degrees(allTime: true) { type direction count }";
const actors = ["State", "Organization", "Person", "ArmedGroup"];

const aroundActor = `query TreatiesOf($id: ID!) { node(id: $id) { ${actors.map((t) => `... on ${t} { treaties { ${partyFields} treaty { ${treatyFields} } } }`).join(" ")} } }`;
const aroundTreaty = `query PartiesOf($ids: [ID!]!) { nodes(ids: $ids) { id ... on Treaty { ${treatyFields} parties(allTime: true) { ${partyFields} actor { id name label } } signatories { ${partyFields} actor { id name label } } } } }`;
/** So many relationships are brought at once, in the order of their ids. */
export const mostExpanded = 200;
const other = `query Expand($id: ID!, $types: [RelationshipType!]!, $direction: Direction!) { node(id: $id) { relationships(types: $types, direction: $direction, allTime: true, first: ${mostExpanded}) { id type from { id name label } to { id name label } period { from until text startUncertain endUncertain } dataset { name } ... on AlliedWith { obligationType } } } }`;

function partyLine(p: Party, actor: string, treaty: TreatyShown): GLine {
  const from = boundFrom(p);
  const days: Interval[] = from ? ofPeriods([{ from, until: p.ended }]) : [];
  const signed: Interval[] = p.signed ? ofPeriods([{ from: p.signed, until: from ? firstDay(from) : p.ended }]) : [];
  const obligation = strongest(treaty.obligations.map((o) => o.obligationType));
  const period = [p.signed && `signed ${p.signed}`, p.inForce ? `in force ${p.inForce}` : p.bound && "in force from a day that is not known", p.ended && `ended ${p.ended}`].filter(Boolean).join(", ");
  return { id: p.id, from: actor, to: treaty.id, type: "PARTY_TO", days, signed, dataset: p.dataset.name, period, uncertain: boundFromUncertain(p), ...(obligation ? { obligation } : {}) };
}

function treatyNode(t: TreatyShown): GNode {
  return { id: t.id, label: "TREATY", name: t.title, parties: t.degrees.find((d) => d.type === "PARTY_TO" && d.direction === "IN")?.count ?? 0 };
}

/** The treaties of an actor, and around those of at most twelve parties the others. */
export async function treatiesOf(ctx: Context<"graph">, id: string, only: (types: string[]) => boolean): Promise<Step[]> {
  const { node } = await ctx.ask<{ node: { treaties?: (Party & { treaty: TreatyShown })[] } | null }>(aroundActor, { id });
  const list = (node?.treaties ?? []).filter((p) => only(p.treaty.obligations.map((o) => o.obligationType)));
  const nodes = [...new Map(list.map((p) => [p.treaty.id, treatyNode(p.treaty)])).values()].sort((a, b) => (a.parties ?? 0) - (b.parties ?? 0) || (a.id < b.id ? -1 : 1));
  const first: Step = { by: id, nodes, lines: list.map((p) => partyLine(p, id, p.treaty)) };
  // With what there is already no picture can be drawn: the parties would but make it worse.
  if (nodes.length + list.length > mostElements) return [{ ...first, closed: true }];
  return [first, ...(await partiesOf(ctx, nodes.filter((n) => (n.parties ?? 0) <= mostParties).map((n) => n.id)))];
}

/** So many treaties are asked about at once: more would cost more than the server spends on one question. */
const treatiesAtOnce = 500;

export async function partiesOf(ctx: Context<"graph">, ids: string[]): Promise<Step[]> {
  const out: Step[] = [];
  for (let i = 0; i < ids.length; i += treatiesAtOnce) out.push(...(await partiesOfSome(ctx, ids.slice(i, i + treatiesAtOnce))));
  return out;
}

async function partiesOfSome(ctx: Context<"graph">, ids: string[]): Promise<Step[]> {
  const { nodes } = await ctx.ask<{ nodes: ((TreatyShown & { parties?: (Party & { actor: Named })[]; signatories?: (Party & { actor: Named })[] }) | null)[] }>(aroundTreaty, { ids });
  return nodes.flatMap((t): Step[] => {
    if (!t?.parties) return [];
    const all = [...new Map([...t.parties, ...(t.signatories ?? [])].map((p) => [p.id, p])).values()];
    return [{ by: t.id, nodes: [...new Map(all.map((p) => [p.actor.id, { ...p.actor }])).values()].sort((a, b) => (a.id < b.id ? -1 : 1)), lines: all.map((p) => partyLine(p, p.actor.id, t)) }];
  });
}

/** Relationships of one type and direction. */
export async function expand(ctx: Context<"graph">, id: string, type: string, direction: string): Promise<Step> {
  const { node } = await ctx.ask<{ node: { relationships: { id: string; type: string; from: Named; to: Named; period: Period; dataset: { name: string }; obligationType?: string }[] } | null }>(other, { id, types: [type], direction });
  const list = node?.relationships ?? [];
  return {
    by: id,
    cut: list.length === mostExpanded,
    nodes: [...new Map(list.flatMap((r) => [r.from, r.to]).filter((n) => n.id !== id).map((n) => [n.id, n])).values()],
    lines: list.map((r) => {
      const obligation = strongest(r.obligationType ? [r.obligationType] : []);
      return { id: r.id, from: r.from.id, to: r.to.id, type: r.type, days: ofPeriods([r.period]), signed: [], dataset: r.dataset.name, period: r.period.text, uncertain: r.period.startUncertain || r.period.endUncertain, ...(obligation ? { obligation } : {}) };
    }),
  };
}

