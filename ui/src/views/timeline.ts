// What happened, and what held, between two days: lanes for each actor, and a map of the cursor's day.
import { type ObligationType, type TimelineKind, nodeLink, obligationTypes, timelineKinds } from "../address";
import { end, firstDay, shifted, start, words } from "../dates";
import { crowd, refused, tooLarge } from "../crowd";
import { counted, figure, h } from "../dom";
import { lineMark, obligationWords, spaced } from "../marks";
import { pictureSaves } from "../picture";
import { actorsField } from "../pickers";
import { spanSlider } from "../spanslider";
import { table } from "../table";
import { chart } from "../timeline/chart";
import { type Dot, type HappenedAnswer, type Lane, type LastingAnswer, happenedQuery, lanes, lastingQuery } from "../timeline/query";
import { type Answer, type Context, type View, nothingAsked } from "../view";
import { viewTabs } from "../viewtabs";

const bonds = `query Bonds($actor: NodeRef!, $asOf: Date) {
  duties(actor: $actor, asOf: $asOf) { owes { type beneficiary { id name } } owed { type obligor { id name } } }
}`;

interface Bonds {
  duties: { owes: { type: ObligationType; beneficiary: { id: string; name: string } }[]; owed: { type: ObligationType; obligor: { id: string; name: string } }[] };
}

const view: View<"timeline"> = {
  title: ({ values: { actor } }) => (actor.length ? `Timeline of ${actor.join(", ")}` : "Timeline"),

  today: () => true,

  question(ctx) {
    const { actor, from, to } = ctx.values;
    const today = ctx.values.asOf || ctx.today;
    return h("form", { class: "asking", "aria-label": "Timeline", onsubmit: (e: Event) => e.preventDefault() },
      h("span", null, "Timeline of"), actorsField({ needed: true, id: "actors", label: "Actor", values: actor, add: actor.length ? "and of" : "whom", change: (refs) => ctx.go({ actor: refs }) }), h("span", null, "between"),
      spanSlider({ from: from || shifted(today, { years: -10 }), until: to || today, least: "1900-01-01", most: shifted(today, { years: 2 }), names: ["From", "Until"], change: (f, u) => ctx.go({ from: f, to: u }) }));
  },

  async answer(ctx): Promise<Answer> {
    const { actor, kinds } = ctx.values;
    if (!actor.length) return nothing();
    const today = ctx.day ?? ctx.today;
    const from = ctx.values.from || shifted(today, { years: -10 });
    const until = ctx.values.to || today;
    const wanted: TimelineKind[] = kinds.length ? kinds : [...timelineKinds];
    const answered = await Promise.all([
      ctx.ask<LastingAnswer>(lastingQuery(actor.length, wanted), { ...Object.fromEntries(actor.map((a, i) => [`a${i}`, a])), asOf: ctx.day }),
      // The last day counts here, and not in the question of the server.
      ctx.ask<HappenedAnswer>(happenedQuery, { actors: actor, from, to: shifted(until, { days: 1 }), kinds: kinds.length ? kinds : undefined }),
    ]).catch(refused);
    if (tooLarge(answered)) return { ...(await crowd(ctx, actor, answered, "Fewer kinds may be few enough.")), side: [kindLegend(ctx, [], [])] };
    const [lasting, happened] = answered;
    const all = lanes(lasting);
    const { timeline } = happened;
    const dots: Dot[] = timeline.nodes.map((n) => ({ kind: n.kind, id: n.subject.id, name: n.text, date: n.date, actors: n.actors }));
    const names = all.map((l) => l.actor.name).join(" and ");
    const within = dots.filter((d) => d.date >= from.slice(0, d.date.length) && d.date <= until.slice(0, d.date.length));
    const entries = entriesOf(within, all, from, until).filter((e) => wanted.includes(e.kind));
    const sentence = [h("b", null, names), ` between ${words(from)} and ${words(until)}: ${counted(entries.length, "entry", "entries")}.`];
    const title = `Timeline of ${names}`;
    const attribution = `Entente, data version ${ctx.dataVersion.slice(0, 12)}`;
    return {
      title, sentence,
      body: [viewTabs(ctx, {
        diagram: () => (entries.length > mostDrawn ? decades(entries, title) : chartBox(ctx, all, dots, { from, until, kinds: wanted })),
        map: () => mapBox(ctx, all),
        table: () => entryTable(entries, title),
      }, { diagram: "Lanes" })],
      warnings: [...(timeline.totalCount > timeline.nodes.length ? [`${timeline.nodes.length} of ${figure(timeline.totalCount)} entries, ordered by date: a shorter time, or fewer kinds, shows the rest.`] : []), ...leftOut(ctx.warnings)],
      side: [kindLegend(ctx, wanted, entries)],
      saves: pictureSaves(ctx, "svg.timeline", title, title, () => attribution),
    };
  },
};
export default view;

/** What the server says that it did not look at; that a kind of data is not loaded is seen without. */
function leftOut(warnings: string[]): string[] {
  const field = "timeline: ";
  return warnings.filter((w) => w.startsWith(field)).map((w) => `${w.charAt(field.length).toUpperCase()}${w.slice(field.length + 1)}.`);
}

const nothing = () => nothingAsked("Say whose.", {
  "/timeline?actor=state:PRK&actor=state:RUS&from=2023-01-01&to=2024-12-31": "Pyongyang and Moscow in 2023 and 2024",
  "/timeline?actor=state:PRK&actor=state:KOR&from=2024-10-07&to=2024-10-14": "Korea in the second week of October 2024",
  "/timeline?actor=state:FIN&from=1940-01-01&to=2026-01-01&kinds=TREATY,MEMBERSHIP": "Finland's treaties since 1940",
});

/** So many bars and dots are drawn: more would be a carpet. */
const mostDrawn = 1500;

/** What is too much for lanes, by kind and by the decade in which it began. */
function decades(entries: Entry[], title: string): HTMLElement {
  const groups = new Map<string, { kind: TimelineKind; decade: string; count: number }>();
  for (const e of entries) {
    const decade = `${e.date.slice(0, 3)}0s`;
    const group = groups.get(`${e.kind} ${decade}`) ?? { kind: e.kind, decade, count: 0 };
    group.count++;
    groups.set(`${e.kind} ${decade}`, group);
  }
  return h("div", null,
    h("p", { class: "note" }, `${figure(entries.length)} entries are too many for lanes that can be read. Here they are in groups; the table has them one by one, and a shorter time or fewer kinds make a picture.`),
    table({
      caption: `${title}, in groups`, file: `${title} groups`, rows: [...groups.values()].sort((a, b) => a.kind.localeCompare(b.kind, "en") || a.decade.localeCompare(b.decade)),
      columns: [
        { name: "Kind", head: true, text: (g) => spaced(g.kind) },
        { name: "Began in the", text: (g) => g.decade },
        { name: "Entries", number: true, text: (g) => figure(g.count) },
      ],
    }));
}

function chartBox(ctx: Context<"timeline">, all: Lane[], dots: Dot[], o: { from: string; until: string; kinds: TimelineKind[] }): HTMLElement {
  const main = document.getElementById("main")!;
  const side = matchMedia("(min-width: 62.5rem)").matches ? 14 * 16 + 32 : 0;
  const width = Math.max(340, main.clientWidth - 44 - side);
  return h("div", { class: "frame" }, chart(all, dots, { ...o, width, asOf: ctx.asOf, pick: (id) => ctx.select(id) }));
}

function mapBox(ctx: Context<"timeline">, all: Lane[]): HTMLElement {
  const box = h("div", null, h("p", { class: "note" }, "Drawing the map …"));
  void (async () => {
    const fills = new Map<string, { kind: ObligationType; title: string }>();
    for (const { actor } of all) {
      const { duties } = await ctx.ask<Bonds>(bonds, { actor: actor.id, asOf: ctx.day });
      const note = (other: { id: string; name: string }, type: ObligationType) => {
        const known = fills.get(other.id);
        if (!known || obligationTypes.indexOf(type) < obligationTypes.indexOf(known.kind)) fills.set(other.id, { kind: type, title: `${other.name}: ${obligationWords[type]} with ${actor.name}` });
      };
      for (const d of duties.owes) note(d.beneficiary, d.type);
      for (const d of duties.owed) note(d.obligor, d.type);
    }
    const marked = new Set(all.map((l) => l.actor.id));
    for (const id of marked) fills.delete(id);
    const { worldMap } = await import("../map");
    const map = await worldMap({ asOf: ctx.asOf, fills, marked, pick: (id) => ctx.select(id) });
    const used = obligationTypes.filter((t) => [...fills.values()].some((f) => f.kind === t));
    box.replaceChildren(h("p", { class: "summary row" }, `Bound to ${all.map((l) => l.actor.name).join(" or ")} on ${words(ctx.asOf)}: ${counted(fills.size, "other")}. `, used.map((t) => h("span", { class: "mark" }, lineMark(t), obligationWords[t]))), map);
  })().catch(async (fault: Error) => {
    if (!tooLarge(fault)) throw fault;
    const { body, warnings } = await crowd(ctx, all.map((l) => l.actor.id), fault, "Too many are bound to colour a map.");
    box.replaceChildren(h("p", { class: "note" }, warnings ?? []), ...body);
  }).catch((fault: Error) => box.replaceChildren(h("p", { class: "fault" }, fault.message)));
  return box;
}

interface Entry { date: string; until: string; kind: TimelineKind; actors: string; id: string; name: string }

/** What happened in this time, and what held in it and neither began nor ended. */
function entriesOf(dots: Dot[], all: Lane[], from: string, until: string): Entry[] {
  const inSpan = (p: { from: string | null; until: string | null }) => start(p) <= until && end(p) >= from;
  const known = new Set(dots.map((d) => `${d.kind} ${d.id}`));
  return [
    ...dots.map((d) => ({ date: d.date, until: "", kind: d.kind, actors: d.actors.map((a) => a.name).join(", "), id: d.id, name: d.name })),
    ...all.flatMap((l) => l.bars.filter((b) => !known.has(`${b.kind} ${b.id}`) && inSpan({ from: b.from ?? b.signed ?? null, until: b.until })).map((b) => ({ date: b.from ?? b.signed ?? "", until: b.until ?? "", kind: b.kind, actors: l.actor.name, id: b.id, name: b.name }))),
  ].sort((a, b) => firstDay(a.date).localeCompare(firstDay(b.date)));
}

function kindLegend(ctx: Context<"timeline">, wanted: TimelineKind[], entries: Entry[]): HTMLElement {
  const { kinds } = ctx.values;
  return h("div", { class: "legend" }, h("h2", null, "Kinds"), h("ul", { class: "plain" }, timelineKinds.map((kind) => {
    const on = kinds.includes(kind);
    const n = entries.filter((e) => e.kind === kind).length;
    return h("li", null, h("button", { type: "button", class: "filter", id: `kind-${kind}`, "aria-pressed": String(on), onclick: () => ctx.go({ kinds: on ? kinds.filter((k) => k !== kind) : [...kinds, kind] }) }, spaced(kind), h("span", { class: "n" }, wanted.includes(kind) ? String(n) : "")));
  })), kinds.length > 0 && h("button", { type: "button", class: "quiet", onclick: () => ctx.go({ kinds: [] }) }, "Show all"));
}

function entryTable(entries: Entry[], title: string): HTMLElement {
  return table({
    caption: `${title} (${entries.length})`, note: "what happened in this time, and what held in it", file: title, rows: entries, id: (r) => r.id,
    columns: [
      { name: "Date", text: (r) => r.date, cell: (r) => words(r.date), day: (r) => (r.date ? firstDay(r.date) : "") },
      { name: "Until", text: (r) => r.until, cell: (r) => words(r.until), day: (r) => (r.until ? end({ until: r.until }) : "") },
      { name: "Kind", text: (r) => spaced(r.kind) },
      { name: "What", head: true, text: (r) => r.name, cell: (r) => h("a", { href: nodeLink(r.id) }, r.name) },
      { name: "Actors", text: (r) => r.actors },
    ],
  });
}
