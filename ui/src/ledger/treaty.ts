// The pages of treaties, articles and obligations: the text, who is bound by it, and its life.
import { nodeLink } from "../address";
import { type SourceShown, sourceFields, sourceLine } from "../details";
import { end, firstDay, holds, words } from "../dates";
import { counted, h } from "../dom";
import { conditionWords, spaced, typeMark } from "../marks";
import { boundFrom } from "../parties";
import { table } from "../table";
import type { Context } from "../view";
import type { Head } from "../views/node";

interface Named {
  id: string;
  name: string;
}

/** One who owes or is owed, while the obligation was in force for it. */
interface Bound {
  actor: Named;
  period: { from: string | null; until: string | null };
}

interface Obligation {
  id: string;
  obligationType: string;
  mutual: boolean;
  note: string | null;
  conditions: { kind: string; text: string | null; qualifier: boolean; area: { name: string } | null }[];
  obligors: Bound[];
  beneficiaries: Bound[];
}

interface Article {
  id: string;
  number: string;
  heading: string | null;
  summary: string | null;
  quotation: string | null;
  note: string | null;
  obligations: Obligation[];
}

const obligationFields = `id obligationType mutual note conditions { kind text qualifier area { name } } obligors { actor { id name } period { from until } } beneficiaries { actor { id name } period { from until } }`;
const articleFields = `id number heading summary quotation note obligations { ${obligationFields} }`;

interface Treaty {
  kind: string | null;
  binding: boolean | null;
  signed: string | null;
  inForce: string | null;
  ended: string | null;
  endedHow: string | null;
  term: string | null;
  note: string | null;
  status: string;
  articles: Article[];
  obligations: Obligation[];
  replaces: { id: string; title: string }[];
  replacedBy: { id: string; title: string }[];
  amends: { id: string; title: string }[];
  amendedBy: { id: string; title: string }[];
}

export async function treatyArticles(ctx: Context<"node">, node: Head) {
  const { node: t } = await ctx.ask<{ node: Treaty }>(
    `query Treaty($id: ID!, $asOf: Date) { node(id: $id) { ... on Treaty {
      kind binding signed inForce ended endedHow term note status(asOf: $asOf)
      articles { ${articleFields} } obligations { ${obligationFields} }
      replaces { id title } replacedBy { id title } amends { id title } amendedBy { id title }
    } } }`,
    { id: node.id, asOf: ctx.day },
  );
  const within = new Set(t.articles.flatMap((a) => a.obligations.map((o) => o.id)));
  const whole = t.obligations.filter((o) => !within.has(o.id));
  const dates = [
    t.signed && `signed ${words(t.signed)}`,
    t.inForce ? `in force ${words(t.inForce)}` : ["IN_FORCE", "SUSPENDED"].includes(t.status) && "in force from a day that is not known",
    t.ended && `ended ${words(t.ended)}${t.endedHow ? `, ${spaced(t.endedHow)}` : ""}`,
  ].filter(Boolean);
  const kin: [string, { id: string; title: string }[]][] = [["replaces", t.replaces], ["replaced by", t.replacedBy], ["amends", t.amends], ["amended by", t.amendedBy]];
  return {
    body: [
      h("p", { class: "summary" }, h("b", null, sentenceOf(t.status, ctx.asOf)), " ", dates.join(", "), t.binding === false && ". It does not bind in law: a political commitment"),
      ...(t.term ? [h("p", null, `Term: ${t.term}`)] : []),
      ...kin.filter(([, list]) => list.length).map(([word, list]) => h("p", null, `${word} `, list.flatMap((k, i) => [i ? ", " : "", h("a", { href: nodeLink(k.id, ctx.values.asOf) }, k.title)]))),
      ...t.articles.map((a) => articleBlock(ctx, a)),
      ...(whole.length ? [h("section", { class: "provision" }, h("h2", null, "The instrument as a whole"), whole.map((o) => obligationBlock(ctx, o)))] : []),
      ...(t.note ? [h("p", { class: "note" }, t.note)] : []),
    ],
  };
}

function sentenceOf(status: string, asOf: string): string {
  const said: Record<string, string> = {
    IN_FORCE: "In force", SIGNED: "Signed and not in force", ENDED: "Ended before", SUSPENDED: "Suspended", NOT_YET_SIGNED: "Not yet signed",
  };
  return status === "ENDED" ? `No longer in force on ${words(asOf)}:` : `${said[status] ?? spaced(status)} on ${words(asOf)}:`;
}

function articleBlock(ctx: Context<"node">, a: Article): HTMLElement {
  return h("section", { class: "provision", "data-id": a.id },
    h("h2", null, a.number ? `Article ${a.number}` : "Article whose number is not known", a.heading && h("small", null, ` ${a.heading}`)),
    a.quotation && h("blockquote", null, `“${a.quotation}”`),
    a.summary && h("p", null, a.summary),
    a.note && h("p", { class: "note" }, a.note),
    a.obligations.map((o) => obligationBlock(ctx, o)),
    h("p", null, h("button", { type: "button", class: "quiet source", onclick: () => ctx.select(a.id), "aria-label": a.number ? `source of article ${a.number}` : "source of the article whose number is not known" }, "source")));
}

/** Those for whom it is in force on a day; all whom it ever bound where that is nobody. */
function boundOn(list: Bound[], day: string): Bound[] {
  const on = list.filter((x) => holds(x.period, day));
  return on.length ? on : list;
}

function obligationBlock(ctx: Context<"node">, o: Obligation): HTMLElement {
  const obligors = boundOn(o.obligors, ctx.asOf);
  const beneficiaries = boundOn(o.beneficiaries, ctx.asOf);
  const one = new Set(obligors.map((x) => x.actor.id));
  const same = o.mutual || (beneficiaries.length === one.size && beneficiaries.every((b) => one.has(b.actor.id)));
  const names = (list: Bound[]) => {
    const unique = [...new Map(list.map((x) => [x.actor.id, x.actor])).values()];
    if (unique.length > 8) return [counted(unique.length, "actor")];
    return unique.flatMap((x, i) => [i ? ", " : "", h("a", { href: nodeLink(x.id, ctx.values.asOf) }, x.name)]);
  };
  return h("div", { class: "obligation", "data-id": o.id },
    typeMark(o.obligationType), " ",
    same ? [h("small", null, "owed to one another by "), names(obligors)] : [h("small", null, "owed by "), names(obligors), h("small", null, " to "), names(beneficiaries)],
    o.conditions.length > 0 && h("ul", { class: "plain conditions" }, o.conditions.map((c) => h("li", null, h("b", null, conditionWords(c.kind)), c.text && ` ${c.text}`, c.area && !c.text && ` ${c.area.name}`, c.qualifier && h("small", null, " says how automatic the help is")))),
    o.note && h("p", { class: "note" }, o.note));
}

export async function article(ctx: Context<"node">, node: Head) {
  const { node: a } = await ctx.ask<{ node: Article & { treaty: { id: string; title: string } | null } }>(`query Article($id: ID!) { node(id: $id) { ... on Article { ${articleFields} treaty { id title } } } }`, { id: node.id });
  return { body: [...(a.treaty ? [h("p", { class: "summary" }, "Of the ", h("a", { href: nodeLink(a.treaty.id, ctx.values.asOf) }, a.treaty.title))] : []), articleBlock(ctx, a)] };
}

export async function obligation(ctx: Context<"node">, node: Head) {
  const { node: o } = await ctx.ask<{ node: Obligation & { treaty: { id: string; title: string } | null; article: Article | null } }>(
    `query Obligation($id: ID!) { node(id: $id) { ... on Obligation { ${obligationFields} treaty { id title } article { id number heading summary quotation } } } }`, { id: node.id });
  return {
    body: [
      h("p", { class: "summary" }, "Of ", o.article && h("a", { href: nodeLink(o.article.id, ctx.values.asOf) }, o.article.number ? `article ${o.article.number}` : "an article"), o.article && " of the ", o.treaty && h("a", { href: nodeLink(o.treaty.id, ctx.values.asOf) }, o.treaty.title)),
      ...(o.article?.quotation ? [h("blockquote", null, `“${o.article.quotation}”`)] : []),
      obligationBlock(ctx, o),
    ],
  };
}

interface Party {
  id: string;
  actor: Named;
  bound: boolean;
  signed: string | null;
  consent: string | null;
  consentKind: string | null;
  inForce: string | null;
  ended: string | null;
  endedHow: string | null;
  reservation: string | null;
  dataset: { name: string };
  source: SourceShown | null;
}

export async function parties(ctx: Context<"node">, node: Head) {
  const fields = `id actor { id name } bound signed consent consentKind inForce ended endedHow reservation dataset { name } source { ${sourceFields} }`;
  const { node: t } = await ctx.ask<{ node: { parties: Party[]; signatories: Party[] } }>(
    `query Parties($id: ID!) { node(id: $id) { ... on Treaty { parties(allTime: true) { ${fields} } signatories { ${fields} } } } }`, { id: node.id });
  const rows = [...new Map([...t.parties, ...t.signatories].map((p) => [p.id, p])).values()];
  const day = (date: string | null) => (date ? firstDay(date) : "");
  const now = rows.filter((p) => boundFrom(p) && firstDay(boundFrom(p)!) <= ctx.asOf && (!p.ended || end({ until: p.ended }) > ctx.asOf)).length;
  return {
    body: [table({
      caption: `Parties and signatories (${rows.length})`, note: ctx.asOf ? `${now} bound on ${words(ctx.asOf)}` : "", file: `${node.id} parties`, rows, id: (p) => p.actor.id,
      columns: [
        { name: "Party", head: true, text: (p) => p.actor.name, cell: (p) => h("a", { href: nodeLink(p.actor.id, ctx.values.asOf) }, p.actor.name) },
        { name: "Signed", text: (p) => p.signed ?? "", cell: (p) => words(p.signed), day: (p) => day(p.signed) },
        { name: "Consent", text: (p) => [p.consent, p.consentKind && spaced(p.consentKind)].filter(Boolean).join(" "), cell: (p) => [words(p.consent), p.consentKind && spaced(p.consentKind)].filter(Boolean).join(", "), day: (p) => day(p.consent) },
        { name: "In force", text: (p) => p.inForce ?? "", cell: (p) => words(p.inForce) || (p.bound ? "not known" : "not bound"), day: (p) => day(p.inForce) },
        { name: "Ended", text: (p) => p.ended ?? "", cell: (p) => words(p.ended) + (p.endedHow ? `, ${spaced(p.endedHow)}` : ""), day: (p) => day(p.ended) },
        { name: "Reservation", text: (p) => p.reservation ?? "" },
        { name: "Dataset", same: true, text: (p) => p.dataset.name },
        { name: "Source", text: (p) => p.source?.title ?? "", cell: (p) => (p.source ? sourceLine(p.source) : "") },
      ],
    })],
  };
}

export async function treatyLife(ctx: Context<"node">, node: Head) {
  const { lifecycle } = await ctx.ask<{ lifecycle: { actions: { date: string | null; kind: string; party: Named | null; text: string | null; dataset: { name: string } | null }[] } }>(
    `query Life($id: NodeRef!) { lifecycle(treaty: $id) { actions { date kind text party { id name } dataset { name } } } }`, { id: node.id });
  return {
    body: [table({
      caption: `Life of the treaty (${lifecycle.actions.length})`, file: `${node.id} life`, rows: lifecycle.actions,
      columns: [
        { name: "Date", text: (a) => a.date ?? "", cell: (a) => words(a.date), day: (a) => (a.date ? firstDay(a.date) : "") },
        { name: "Step", head: true, text: (a) => spaced(a.kind) },
        { name: "Party", text: (a) => a.party?.name ?? "", cell: (a) => (a.party ? h("a", { href: nodeLink(a.party.id, ctx.values.asOf) }, a.party.name) : "") },
        { name: "What", text: (a) => a.text ?? "" },
        { name: "Dataset", same: true, text: (a) => a.dataset?.name ?? "" },
      ],
    })],
  };
}

