// The diagram: treaties as boxes with their parties around them, on the day of the ruler.
import { type Address, address, nodeLink, obligationTypes } from "../address";
import { crowd, tooLarge } from "../crowd";
import { words } from "../dates";
import { counted, figure, h } from "../dom";
import { type DrawnLine, type DrawnNode, draw } from "../drawing";
import { type GraphLine, graphML } from "../formats";
import { forcedPlaces, prepareForces } from "../graph/forced";
import { type Point, layered, places } from "../graph/layout";
import { expand, mostExpanded, partiesOf, treatiesOf } from "../graph/load";
import { type GLine, type Model, type Step, between, joined, mostElements, mostParties, present, stateOn } from "../graph/model";
import { type View as Frame, panZoom } from "../graph/panzoom";
import { type Acts, nodePanel } from "../graph/panel";
import { obligationWords, spaced, typeMark } from "../marks";
import { pictureSaves } from "../picture";
import { actorsField, select } from "../pickers";
import { save } from "../save";
import { table } from "../table";
import { type Answer, type Context, type View, nothingAsked } from "../view";
import { shownWay, viewTabs } from "../viewtabs";

/** So many elements are drawn without asking. */
const askFirst = 1500;

// Zoom and place of the window are of the session: the link opens fitted.
const kept: { for: string; view: Frame | null; agreed: string } = { for: "", view: null, agreed: "" };

const view: View<"graph"> = {
  title: ({ values: { ids } }) => (ids.length ? `Diagram of ${ids.join(", ")}` : "Diagram"),

  question(ctx) {
    const { ids, layout, pending } = ctx.values;
    if (layout === "force") prepareForces();
    const signed = h("input", { type: "checkbox", id: "pending", checked: pending });
    signed.addEventListener("change", () => ctx.go({ pending: signed.checked }));
    return h("form", { class: "asking", "aria-label": "Diagram", onsubmit: (e: Event) => e.preventDefault() },
      h("span", null, "Diagram around"), actorsField({ id: "seeds", label: "Node", labels: ["STATE", "ORGANIZATION", "TREATY", "PERSON", "ARMED_GROUP", "WEAPON_SYSTEM", "EVENT", "CONFLICT"], values: ids, add: ids.length ? "and" : "whom", needed: true, change: (refs) => ctx.go({ ids: refs, sel: "" }) }),
      h("span", { class: "options" },
        select({ id: "layout", label: "As", value: layout, options: [["ring", "rings"], ["layers", "layers"], ["force", "forces"]], change: (value) => ctx.go({ layout: value }) }),
        h("label", null, signed, " also what is signed and not in force")));
  },

  async answer(ctx): Promise<Answer> {
    const v = ctx.values;
    if (!v.ids.length) return nothing();
    const brought = await steps(ctx).catch((fault: unknown) => {
      if (tooLarge(fault)) return fault;
      throw fault;
    });
    if (tooLarge(brought)) return crowd(ctx, v.ids.filter((id) => !id.startsWith("treaty:")), brought, "What is bound to so many cannot be drawn. Here are its numbers, and the first duties.");
    const model = joined(brought, new Set(v.hide));
    const seeds = new Set(v.ids);
    const names = [...model.nodes.values()].filter((n) => seeds.has(n.id)).map((n) => n.name).join(" and ");
    const title = `Diagram of ${names}`;
    const on = present(model, seeds, ctx.asOf, v.pending);
    const holding = between(model, on, ctx.asOf, v.pending);
    const elements = model.nodes.size + model.lines.length;
    const sentence = [h("b", null, names), ` on ${words(ctx.asOf)}: ${counted(on.size, "node")}, ${counted(holding.length, "line")}${model.nodes.size > on.size ? `; ${model.nodes.size - on.size} more on other days` : ""}.`];
    const attribution = `Entente, as of ${ctx.asOf}, data version ${ctx.dataVersion.slice(0, 12)}; datasets: ${[...new Set(model.lines.map((l) => l.dataset))].join(", ")}`;
    const acts = actions(ctx, model);
    let redraw: (day: string) => void = () => {};
    // Hidden nodes keep their places, so that hiding one moves no other.
    const placed = (): Promise<Map<string, Point>> | Map<string, Point> => {
      const whole = joined(brought, new Set()).steps;
      if (v.layout === "force") return forcedPlaces(whole, v.pin, ctx.signal);
      return v.layout === "layers" ? layered(whole, v.pin) : places(whole, v.pin);
    };
    const drawing = (place: Map<string, Point>) => {
      const drawn = diagramBox(ctx, model, seeds, acts, place);
      redraw = drawn.redraw;
      return drawn.element;
    };
    const atOnce = elements <= (kept.agreed === v.ids.join() ? mostElements : askFirst) && shownWay(ctx, ["diagram", "table"]).current === "diagram";
    const place = atOnce ? await placed() : null;
    const diagram = () => {
      if (place) return drawing(place);
      if (elements > mostElements) return inGroups(model, holding, elements, title);
      const asking = h("p", { class: "note" }, `${figure(elements)} elements take a moment to draw. `, h("button", { type: "button", onclick: async () => {
        kept.agreed = v.ids.join();
        asking.replaceWith(drawing(await placed()));
      } }, "Draw them"));
      return asking;
    };
    const body = viewTabs(ctx, { diagram, table: () => lineTable(ctx, model, holding, title) });
    return {
      title, sentence,
      body: [body],
      side: [legend(ctx, holding)],
      warnings: [...(brought.some((step) => step.cut) ? [`An expansion shows the first ${mostExpanded} relationships, in the order of their ids: the page of the node has them all.`] : []), ...(brought.some((step) => step.closed) ? [`So many treaties are listed without their other parties: the page of a treaty has them.`] : []), ...(v.hide.length ? [`${counted(v.hide.length, "node")} hidden.`] : []), ...(v.types.length ? [`Only treaties with ${v.types.map((t) => obligationWords[t]).join(", ")}.`] : [])],
      ruler: { points: [...new Set(model.lines.flatMap((l) => [...l.days, ...(v.pending ? l.signed : [])].flat()))].filter((d) => d > "0001" && d < "9999"), move: (day) => redraw(day) },
      detail(id) {
        const node = model.nodes.get(id);
        return node ? nodePanel(ctx, node, acts, { opened: opened(ctx, id) || (node.parties ?? 99) <= mostParties }) : null;
      },
      saves: [
        ...pictureSaves(ctx, "svg.drawing", title, `${title}, ${words(ctx.asOf)}`, () => attribution),
        { name: "GraphML", run: () => save(`${title}.graphml`, "application/xml", graphML([...on].map((id) => model.nodes.get(id)!).filter(Boolean), holding.map((l) => asSaved(l, model)), `${title}; ${attribution}. Periods are text; places and colours are not in the file.`)) },
      ],
    } satisfies Answer;
  },
};
export default view;

const nothing = () => nothingAsked("Say around whom.", {
  "/graph?ids=state:PRK&asOf=2024-12-04": "North Korea, and who is bound to it by which treaty",
  "/graph?ids=state:JPN,state:KOR": "Japan and South Korea",
  "/graph?ids=treaty:ru-kp-2024": "The treaty between Russia and North Korea",
});

/** Everything that the state brings in, in its order: seeds with their treaties, opened boxes, expansions. */
async function steps(ctx: Context<"graph">): Promise<Step[]> {
  const v = ctx.values;
  const { nodes } = await ctx.ask<{ nodes: ({ id: string; name: string; label: string } | null)[] }>("query Seeds($ids: [ID!]!, $asOf: Date) { nodes(ids: $ids) { id name label degrees(asOf: $asOf) { count } } }", { ids: v.ids, asOf: ctx.day });
  const found = nodes.flatMap((n) => (n ? [n] : []));
  const only = (types: string[]) => !v.types.length || types.some((t) => (v.types as string[]).includes(t));
  const out: Step[] = [{ by: "", nodes: found, lines: [] }];
  for (const seed of found) out.push(...(seed.label === "TREATY" ? await partiesOf(ctx, [seed.id]) : await treatiesOf(ctx, seed.id, only)));
  out.push(...(await partiesOf(ctx, v.open)));
  for (const [i, x] of v.x.entries()) {
    const [id = "", type = "", direction = "ANY"] = x.split("~");
    const came = type !== "PARTY_TO" ? [await expand(ctx, id, type, direction)] : id.startsWith("treaty:") ? await partiesOf(ctx, [id]) : await treatiesOf(ctx, id, only);
    out.push(...came.map((step) => ({ ...step, turn: i + 1 })));
  }
  return out;
}

/** Whether a treaty's box is open: as the address says, or as an expansion among others, in whose order nothing moves. */
function opened(ctx: Context<"graph">, id: string): boolean {
  return ctx.values.open.includes(id) || ctx.values.x.some((x) => x.startsWith(`${id}~PARTY_TO`));
}

function actions(ctx: Context<"graph">, model: Model): Acts & { place: Map<string, { x: number; y: number }> } {
  const place = new Map<string, { x: number; y: number }>();
  return {
    place,
    expand(id) {
      const way = model.nodes.get(id)?.label === "TREATY" ? "IN" : "OUT";
      if (!opened(ctx, id)) ctx.go({ x: [...ctx.values.x, `${id}~PARTY_TO~${way}`] });
    },
    collapse(id) {
      const v = ctx.values;
      ctx.go({ x: v.x.filter((x) => !x.startsWith(`${id}~`)), open: v.open.filter((o) => o !== id) });
    },
    hide: (id) => ctx.go({ hide: [...new Set([...ctx.values.hide, id])], sel: ctx.values.sel === id ? "" : ctx.values.sel }),
    pin(id) {
      const at = place.get(id);
      if (at) ctx.note({ pin: { ...ctx.values.pin, [id]: [Math.round(at.x), Math.round(at.y)] } });
      ctx.say("Pinned.");
    },
  };
}

function diagramBox(ctx: Context<"graph">, model: Model, seeds: Set<string>, acts: ReturnType<typeof actions>, place: Map<string, Point>) {
  const v = ctx.values;
  for (const [id, p] of place) acts.place.set(id, p);
  const parties = (day: string, id: string) => model.lines.filter((l) => l.to === id && stateOn(l, day, false) === "holds").length;
  const nodes: DrawnNode[] = [...model.nodes.values()].map((n) => {
    const closed = n.label === "TREATY" && (n.parties ?? 0) > mostParties && !opened(ctx, n.id) && !seeds.has(n.id);
    return { ...n, ...place.get(n.id)!, ...(closed ? { badge: `+${(n.parties ?? 0) - parties(ctx.asOf, n.id)}`, said: `closed, ${n.parties} parties and signatories` } : {}) };
  });
  const lines: DrawnLine[] = model.lines.map((l) => ({
    id: l.id, from: l.from, to: l.to, type: l.obligation ?? "",
    title: `${model.nodes.get(l.from)?.name} ${spaced(l.type)} ${model.nodes.get(l.to)?.name}${l.obligation ? `, ${obligationWords[l.obligation]}` : ""}, ${l.period}`,
    uncertain: l.uncertain,
    ...(l.type === "PARTY_TO" ? {} : { head: "to" as const, ...(l.obligation ? {} : { word: spaced(l.type) }) }),
  }));
  const wide = Math.max(340, (document.getElementById("main")?.clientWidth ?? 1000) - 44 - (matchMedia("(min-width: 62.5rem)").matches ? 14 * 16 + 32 : 0));
  const box = { width: wide, height: Math.max(420, Math.min(760, innerHeight - 330)) };
  const keys: Record<string, (id: string) => void> = {
    e: acts.expand, c: acts.collapse, h: acts.hide, p: acts.pin,
    s: (id) => ctx.to(address("paths", { asOf: v.asOf, from: id }) as Address),
    d: (id) => ctx.to(address("paths", { asOf: v.asOf, from: [...seeds][0] ?? "", to: [id] }) as Address),
  };
  const drawing = draw(nodes, lines, {
    name: "Diagram", ...box, pick: (id) => ctx.select(model.nodes.has(id) ? id : (model.lines.find((l) => l.id === id)?.to ?? "")),
    key(id, event) {
      const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (!act) return;
      event.preventDefault();
      act(id);
    },
  });
  drawing.svg.setAttribute("height", String(box.height));
  drawing.svg.setAttribute("width", String(box.width));
  const element = (id: string) => drawing.svg.querySelector(`[data-id="${CSS.escape(id)}"]`);
  const lineElements = model.lines.map((l) => element(l.id));
  const nodeElements = new Map([...model.nodes.keys()].map((id) => [id, element(id)]));
  const redraw = (day: string) => {
    const on = present(model, seeds, day, v.pending);
    const holding = new Set(between(model, on, day, v.pending));
    model.lines.forEach((l, i) => {
      lineElements[i]?.classList.toggle("gone", !holding.has(l));
      lineElements[i]?.querySelector("path")?.classList.toggle("hollow", stateOn(l, day, v.pending) === "signed");
    });
    for (const [id, e] of nodeElements) e?.classList.toggle("gone", !on.has(id));
  };
  redraw(ctx.asOf);
  const key = v.ids.join();
  if (kept.for !== key) Object.assign(kept, { for: key, view: null });
  const shown = () => [...present(model, seeds, ctx.asOf, v.pending)].map((id) => place.get(id)).filter((p): p is { x: number; y: number } => !!p);
  const bounds = () => {
    const [xs, ys] = [shown().map((p) => p.x), shown().map((p) => p.y)];
    return { x: Math.min(...xs), y: Math.min(...ys), width: Math.max(...xs) - Math.min(...xs), height: Math.max(...ys) - Math.min(...ys) };
  };
  const zoom = panZoom(drawing, box, bounds, (id, x, y) => {
    acts.place.set(id, { x, y });
    ctx.note({ pin: { ...ctx.values.pin, [id]: [Math.round(x), Math.round(y)] } });
  }, kept);
  const find = h("input", { type: "text", placeholder: "find in view", "aria-label": "Find in view", id: "find" });
  find.addEventListener("change", () => {
    const hit = [...model.nodes.values()].find((n) => n.name.toLowerCase().includes(find.value.trim().toLowerCase()));
    const at = hit && acts.place.get(hit.id);
    if (!hit || !at) return ctx.say("Not in this diagram.");
    zoom.show(at.x, at.y);
    const e = nodeElements.get(hit.id);
    e?.classList.add("pulse");
    setTimeout(() => e?.classList.remove("pulse"), 1600);
    if (e instanceof SVGElement) e.focus();
  });
  const button = (name: string, label: string, run: () => void) => h("button", { type: "button", "aria-label": label, title: label, onclick: run }, name);
  drawing.svg.addEventListener("keydown", (event) => {
    const act = ({ f: zoom.fit, "+": () => zoom.zoom(1.25), "=": () => zoom.zoom(1.25), "-": () => zoom.zoom(0.8) } as Record<string, () => void>)[event.key];
    if (act && !event.ctrlKey && !event.metaKey) act();
  });
  return {
    element: h("div", { class: "picture graph" }, drawing.svg, h("div", { class: "zoom" }, find, button("+", "+ zoom in", () => zoom.zoom(1.25)), button("−", "− zoom out", () => zoom.zoom(0.8)), button("Fit", "Fit", zoom.fit))),
    redraw,
  };
}

/** What is too much for a picture, in groups. */
function inGroups(model: Model, holding: GLine[], elements: number, title: string): HTMLElement {
  const groups = new Map<string, { type: string; obligation: string; to: string; count: number }>();
  for (const l of holding) {
    const to = model.nodes.get(l.to)?.label ?? "";
    const key = `${l.type} ${l.obligation} ${to}`;
    const group = groups.get(key) ?? { type: l.type, obligation: l.obligation ?? "", to, count: 0 };
    group.count++;
    groups.set(key, group);
  }
  return h("div", null,
    h("p", { class: "note" }, `${figure(elements)} elements are too many for a picture that can be read. Here they are in groups; the table has them one by one, and fewer expansions make a picture.`),
    table({
      caption: `${title}, in groups`, file: `${title} groups`, rows: [...groups.values()].sort((a, b) => b.count - a.count),
      columns: [
        { name: "What", head: true, text: (g) => g.type, cell: (g) => spaced(g.type) },
        { name: "Strongest obligation", text: (g) => g.obligation, cell: (g) => (g.obligation ? typeMark(g.obligation) : "") },
        { name: "To", text: (g) => g.to, cell: (g) => spaced(g.to) },
        { name: "Lines", number: true, text: (g) => figure(g.count) },
      ],
    }));
}

function lineTable(ctx: Context<"graph">, model: Model, lines: GLine[], title: string): HTMLElement {
  const name = (id: string) => model.nodes.get(id)?.name ?? id;
  return table({
    caption: `${title}, ${words(ctx.asOf)} (${lines.length})`, file: title, rows: lines, id: (l) => l.to,
    columns: [
      { name: "From", head: true, text: (l) => name(l.from), cell: (l) => h("a", { href: nodeLink(l.from, ctx.values.asOf) }, name(l.from)) },
      { name: "What", text: (l) => l.type, cell: (l) => spaced(l.type) },
      { name: "To", text: (l) => name(l.to), cell: (l) => h("a", { href: nodeLink(l.to, ctx.values.asOf) }, name(l.to)) },
      { name: "Strongest obligation", text: (l) => l.obligation ?? "", cell: (l) => (l.obligation ? typeMark(l.obligation) : "") },
      { name: "When", text: (l) => l.period, day: (l) => l.days[0]?.[0] ?? l.signed[0]?.[0] ?? "" },
      { name: "State", same: true, text: (l) => (stateOn(l, ctx.asOf, true) === "signed" ? "signed, not in force" : "in force") },
      { name: "Dataset", same: true, text: (l) => l.dataset },
    ],
  });
}

function asSaved(l: GLine, model: Model): GraphLine {
  return { id: l.id, from: l.from, to: l.to, type: l.type, period: l.period, dataset: l.dataset, ...(l.obligation ? { obligationType: l.obligation } : {}), ...(l.type === "PARTY_TO" ? { treaty: model.nodes.get(l.to)?.name ?? "" } : {}) };
}

function legend(ctx: Context<"graph">, lines: GLine[]): HTMLElement {
  const { types, hide, pin } = ctx.values;
  return h("div", { class: "legend" }, h("h2", null, "Treaties by strongest obligation"), h("ul", { class: "plain" }, obligationTypes.map((type) => {
    const on = types.includes(type);
    const n = new Set(lines.filter((l) => l.obligation === type).map((l) => l.to)).size;
    return h("li", null, h("button", { type: "button", class: "filter", id: `type-${type}`, "aria-pressed": String(on), onclick: () => ctx.go({ types: on ? types.filter((t) => t !== type) : [...types, type] }) }, typeMark(type), h("span", { class: "n" }, String(n))));
  })),
  types.length > 0 && h("button", { type: "button", class: "quiet", onclick: () => ctx.go({ types: [] }) }, "Show all"),
  hide.length > 0 && h("button", { type: "button", class: "quiet", onclick: () => ctx.go({ hide: [] }) }, `Show ${hide.length} hidden`),
  Object.keys(pin).length > 0 && h("button", { type: "button", class: "quiet", onclick: () => ctx.go({ pin: {} }) }, "Unpin all"));
}

