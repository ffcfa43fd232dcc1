// Which duties came and went between two days, and why.
import { nodeLink } from "../address";
import { firstDay, shifted, words } from "../dates";
import { type Change, type Kind, mirrored, totals } from "../diff/changes";
import { crowd, everything, refused, tooLarge } from "../crowd";
import { diffDrawing } from "../diff/drawing";
import { counted, figure, h, lazily } from "../dom";
import { spaced, typeMark } from "../marks";
import { pictureSaves } from "../picture";
import { actorsField, select } from "../pickers";
import { spanSlider } from "../spanslider";
import { table } from "../table";
import { type Context, type View, nothingAsked } from "../view";
import { viewTabs } from "../viewtabs";

const query = `query Diff($from: Date!, $to: Date!, $actors: [NodeRef!], $types: [ObligationType!], $datasets: [ID!]) {
  allianceDiff(from: $from, to: $to, actors: $actors, obligationTypes: $types, datasets: $datasets) {
    warnings
    changes { kind actor { id name } treaty { id title } type article dataset { id name } beneficiaries { id name } predecessor { name } reason on }
  }
}`;

const signs: Record<Kind, string> = { GAINED: "+", LOST: "−", CHANGED: "~", CARRIED: "→" };
const kindWords: Record<Kind, string> = { GAINED: "gained", LOST: "lost", CHANGED: "changed", CARRIED: "carried over" };
const reasons: Record<string, string> = { ENTRY_INTO_FORCE: "entered into force", SIGNATURE: "signed; entry into force not known", ACCESSION: "joined", WITHDRAWAL: "left", SUPERSEDED: "replaced", SUCCESSION: "succession", TERMINATION: "terminated", EXPIRY: "expired", OTHER: "the data do not say why" };
const why = (c: Change) => (c.predecessor ? `carried over from ${c.predecessor.name}` : (reasons[c.reason] ?? spaced(c.reason)));

const view: View<"diff"> = {
  title: ({ values: { d1, d2 } }) => (d1 && d2 ? `What changed between ${words(d1)} and ${words(d2)}` : "What changed"),

  today: () => true,

  question(ctx) {
    const { d1, d2, actor, by } = ctx.values;
    return h("form", { class: "asking", "aria-label": "What changed between two days", onsubmit: (e: Event) => e.preventDefault() },
      h("span", null, "What changed for"), actorsField({ id: "actors", label: "Actor", values: actor, add: actor.length ? "and for" : "everybody", change: (refs) => ctx.go({ actor: refs }) }), h("span", null, "between"),
      spanSlider({ from: d1 || "1991-12-25", until: d2 || "1992-12-26", least: "1900-01-01", most: shifted(ctx.values.asOf || ctx.today, { years: 1 }), names: ["First day", "Second day"], change: (from, until) => ctx.go({ d1: from, d2: until }) }),
      h("span", { class: "options" }, select({ id: "by", label: "Rows by", value: by, options: [["actor", "actor"], ["treaty", "treaty"]], change: (value) => ctx.go({ by: value }, true) }),
        h("button", { type: "button", class: "quiet", onclick: () => ctx.go({ d1: d2, d2: d1 }) }, "Swap the days")));
  },

  async answer(ctx) {
    const { d1, d2, actor, types, by } = ctx.values;
    if (!d1 || !d2) return nothing();
    const back = d1 > d2;
    const answered = await ctx.ask<{ allianceDiff: { changes: Change[]; warnings: string[] } }>(query, {
      from: back ? d2 : d1, to: back ? d1 : d2, actors: actor.length ? actor : undefined, types: types.length ? types : undefined, datasets: ctx.datasets,
    }).catch(refused);
    if (tooLarge(answered)) return actor.length ? crowd(ctx, actor, answered, "What changed for them cannot be worked out; fewer types or datasets help. Here is the later day.", back ? d1 : d2) : everything(ctx, answered, "Say for whom, above: what changed for one actor is an answer.");
    const got = answered.allianceDiff;
    ctx.asOf ||= d2;
    const changes = back ? mirrored(got.changes) : got.changes;
    const n = totals(changes);
    const who = actor.length ? [...new Set(changes.filter((c) => actor.includes(c.actor.id)).map((c) => c.actor.name))].join(", ") : "";
    const parts = (Object.keys(n) as Kind[]).filter((k) => n[k] > 0).map((k) => `${figure(n[k])} ${kindWords[k]}`);
    const sentence = [`Between ${words(d1)} and ${words(d2)}${who ? ` for ` : ""}`, ...(who ? [h("b", null, who)] : []), `: `, parts.length ? `${counted(n.GAINED + n.LOST + n.CHANGED + n.CARRIED, "duty", "duties")}, ${parts.join(", ")}.` : "no duty came or went."];
    const attribution = () => `Entente, data version ${ctx.dataVersion.slice(0, 12)}`;
    const title = `What changed between ${words(d1)} and ${words(d2)}`;
    return {
      title, sentence,
      body: changes.length ? [viewTabs(ctx, { list: () => list(changes, by), diagram: () => diffDrawing(ctx, changes), table: () => changeTable(changes, title) }, { list: by === "actor" ? "By actor" : "By treaty" })] : [],
      warnings: got.warnings,
      side: [legend(ctx, changes)],
      saves: pictureSaves(ctx, "svg.drawing", title, title, attribution),
    };
  },
};
export default view;

const nothing = () => nothingAsked("Say between which days.", {
  "/diff?d1=1991-12-25&d2=1992-12-26": "When the Soviet Union ended",
  "/diff?d1=2024-01-01&d2=2024-12-31&actor=state:SWE": "Sweden in 2024",
  "/diff?d1=1949-01-01&d2=1956-01-01&by=treaty": "The pacts of the early Cold War",
});

/** So many changes of one actor or treaty are written out at once. */
const mostRows = 100;

function list(changes: Change[], by: "actor" | "treaty"): HTMLElement {
  const groups = new Map<string, { name: string; link: string; changes: Change[] }>();
  for (const c of changes) {
    const [id, name] = by === "actor" ? [c.actor.id, c.actor.name] : [c.treaty.id, c.treaty.title];
    const group = groups.get(id) ?? { name, link: nodeLink(id), changes: [] };
    group.changes.push(c);
    groups.set(id, group);
  }
  const order = [...groups.values()].sort((a, b) => (by === "actor" ? a.name.localeCompare(b.name, "en") : b.changes.length - a.changes.length));
  const first = order.slice(0, 60);
  const rest = order.slice(60);
  const section = (g: (typeof order)[number]) => h("section", null, h("h2", null, h("a", { href: g.link }, g.name)), g.changes.slice(0, mostRows).map((c) => row(c, by)),
    g.changes.length > mostRows && lazily(`${figure(g.changes.length - mostRows)} more changes of ${g.name}`, () => g.changes.slice(mostRows).map((c) => row(c, by))));
  return h("div", { class: "ledger" }, first.map(section), rest.length > 0 && lazily(`${figure(rest.length)} more`, () => rest.map(section)));
}

function row(c: Change, by: "actor" | "treaty"): HTMLElement {
  const names = c.beneficiaries.map((b) => h("a", { href: nodeLink(b.id) }, b.name));
  const many = names.length > 6;
  const shown = (many ? names.slice(0, 5) : names).flatMap((n, i) => (i ? [", ", n] : [n]));
  return h("div", { class: `entry change ${c.kind}` },
    h("span", { class: "sign", title: kindWords[c.kind] }, signs[c.kind], h("span", { class: "unseen" }, kindWords[c.kind])),
    h("span", null, typeMark(c.type)),
    h("span", { class: "toward" }, by === "actor" ? h("a", { href: nodeLink(c.treaty.id) }, c.treaty.title) : h("a", { href: nodeLink(c.actor.id) }, c.actor.name), c.article && `, Art. ${c.article}`, h("small", null, " toward "), shown,
      many && h("details", { class: "inline" }, h("summary", null, ` and ${names.length - 5} more`), names.slice(5).flatMap((n, i) => (i ? [", ", n] : [n])))),
    h("span", { class: "when" }, words(c.on)),
    h("span", { class: "chips" }, h("small", null, why(c))));
}

function changeTable(changes: Change[], title: string): HTMLElement {
  const rows = changes.flatMap((c) => (c.beneficiaries.length ? c.beneficiaries : [{ id: "", name: "" }]).map((to) => ({ ...c, to })));
  return table({
    caption: `${title} (${figure(rows.length)})`, file: title, rows,
    columns: [
      { name: "Change", text: (r) => r.kind, cell: (r) => `${signs[r.kind]} ${kindWords[r.kind]}` },
      { name: "Actor", head: true, text: (r) => r.actor.name, cell: (r) => h("a", { href: nodeLink(r.actor.id) }, r.actor.name) },
      { name: "Obligation", text: (r) => r.type, cell: (r) => typeMark(r.type) },
      { name: "Toward", text: (r) => r.to.name },
      { name: "Treaty", text: (r) => r.treaty.title, cell: (r) => h("a", { href: nodeLink(r.treaty.id) }, r.treaty.title) },
      { name: "Article", text: (r) => r.article ?? "" },
      { name: "On", text: (r) => r.on ?? "", cell: (r) => words(r.on), day: (r) => (r.on ? firstDay(r.on) : "") },
      { name: "Why", text: (r) => r.reason, cell: (r) => (why(r)) },
      { name: "Dataset", same: true, text: (r) => r.dataset.name },
    ],
  });
}

function legend(ctx: Context<"diff">, changes: Change[]): HTMLElement {
  const n = totals(changes);
  const { types } = ctx.values;
  return h("div", { class: "legend" },
    h("ul", { class: "plain" }, (Object.keys(n) as Kind[]).map((k) => h("li", { class: "total" }, h("span", { class: "sign" }, signs[k]), ` ${kindWords[k]}`, h("span", { class: "n" }, figure(n[k]))))),
    h("h2", null, "Obligations"),
    h("ul", { class: "plain" }, [...new Set([...changes.map((c) => c.type), ...types])].sort().map((type) => {
      const on = types.includes(type as never);
      return h("li", null, h("button", { type: "button", class: "filter", id: `type-${type}`, "aria-pressed": String(on), onclick: () => ctx.go({ types: on ? types.filter((t) => t !== type) : [...types, type as never] }) }, typeMark(type), h("span", { class: "n" }, figure(changes.filter((c) => c.type === type).reduce((sum, c) => sum + Math.max(1, c.beneficiaries.length), 0)))));
    })),
    types.length > 0 && h("button", { type: "button", class: "quiet", onclick: () => ctx.go({ types: [] }) }, "Show all"));
}
