// How one is bound to another, and on which days.
import { type Profile, nodeLink, profiles } from "../address";
import { changes } from "../attack/query";
import { tray } from "../attack/tray";
import { tooLarge } from "../crowd";
import { words } from "../dates";
import { counted, h, listed } from "../dom";
import { type Interval, contains, nearest, union } from "../intervals";
import { spaced } from "../marks";
import { article } from "../names";
import { pathDrawing } from "../paths/drawing";
import { commonTable, pathList, pathTable } from "../paths/list";
import { type Common, type Found, type PathShown, type Signed, commonQuery, daysOf, keyOf, pathsQuery, signedQuery } from "../paths/query";
import { pictureSaves } from "../picture";
import { hangsOn, hypothetical } from "../pivots";
import { actorField, actorsField, namesOf, select, whole } from "../pickers";
import { type Answer, type Context, type View, nothingAsked } from "../view";
import { viewTabs } from "../viewtabs";

const profileWords: Record<Profile, string> = {
  ALLIANCE: "defence, either way",
  DEFENSE_CHAIN: "chains of defence toward it",
  PACT: "any pact",
  MEMBERSHIP: "shared memberships",
  ARMS: "arms supplied",
  DIPLOMATIC: "anything between actors",
  ANY: "anything at all",
};

const view: View<"paths"> = {
  title: ({ values: { from, to } }) => (from && to.length ? `Paths from ${from} to ${to.join(", ")}` : "Paths"),

  question(ctx) {
    const { from, to, profile, hops, k } = ctx.values;
    return h("form", { class: "asking", "aria-label": "How is one bound to another?", onsubmit: (e: Event) => e.preventDefault() },
      h("span", null, "How is"), actorField({ id: "from", label: "From", value: from, pick: (ref) => ctx.go({ from: ref, p: 0, sel: "" }) }),
      h("button", { type: "button", class: "quiet", "aria-label": "Swap", title: "Swap", onclick: () => to[0] && ctx.go({ from: to[0], to: [from, ...to.slice(1)].filter(Boolean), p: 0, sel: "" }) }, "⇄"),
      h("span", null, "bound to"), actorsField({ id: "to", label: "To", values: to, add: to.length ? "or to" : "To", needed: true, change: (refs) => ctx.go({ to: refs, p: 0, sel: "" }) }),
      h("span", { class: "options" },
        select({ id: "profile", label: "By", value: profile, options: profiles.map((p) => [p, profileWords[p]]), change: (value) => ctx.go({ profile: value, p: 0 }) }),
        whole({ id: "hops", label: "Steps, at most", value: hops, least: 1, most: 8, change: (value) => ctx.go({ hops: value, p: 0 }) }),
        whole({ id: "k", label: "Paths", value: k, least: 1, most: 50, change: (value) => ctx.go({ k: value, p: 0 }) })),
      tray(ctx));
  },

  async answer(ctx) {
    const { from, to, hops, k } = ctx.values;
    if (!from || !to.length) return nothing();
    try {
      return await found(ctx, hops, k);
    } catch (fault) {
      if (!tooLarge(fault)) throw fault;
      const fewer = { hops: Math.min(hops, 4), k: Math.min(k, 5) };
      const answer = await found(ctx, fewer.hops, fewer.k);
      return { ...answer, warnings: [`${counted(k, "path")} of at most ${counted(hops, "step")} are too much for one answer: these are at most ${fewer.k} of at most ${fewer.hops}.`, ...(answer.warnings ?? [])] };
    }
  },
};
export default view;

async function found(ctx: Context<"paths">, hops: number, k: number): Promise<Answer> {
  const { from, to, profile, types } = ctx.values;
  const question = { from, to, profile, hops, k, filter: types.length || ctx.datasets ? { obligationTypes: types.length ? types : undefined, datasets: ctx.datasets } : undefined };
  const whatIf = changes(ctx.values);
  const [{ paths: now }, names] = await Promise.all([ctx.ask<Found>(pathsQuery, { ...question, asOf: ctx.day, whatIf }), namesOf([from, ...to])]);
  const [{ paths: ever }, signed, common] = await Promise.all([
    ctx.ask<Found>(pathsQuery, { ...question, allTime: true }),
    now.paths.length ? null : ctx.ask<Signed>(signedQuery, { parties: [from, to[0]], asOf: ctx.day }).catch(() => null),
    to.length === 1 ? ctx.ask<Common>(commonQuery, { parties: [from, to[0]], asOf: ctx.day }).catch(() => null) : null,
  ]);
  const days = new Map(ever.paths.map((p) => [keyOf(p), daysOf(p)]));
  const list: PathShown[] = now.paths.map((p) => ({ ...p, days: days.get(keyOf(p)) ?? daysOf(p), holds: true }));
  const gained = new Set(now.changes?.gained.map(keyOf));
  for (const p of list) if (gained.has(keyOf(p))) p.moved = "new";
  for (const p of now.changes?.lost ?? []) list.push({ ...p, days: days.get(keyOf(p)) ?? daysOf(p), holds: false, moved: "gone" });
  const shown = new Set(list.map(keyOf));
  for (const p of ever.paths) if (!shown.has(keyOf(p))) list.push({ ...p, days: days.get(keyOf(p))!, holds: false });
  const all = union(list.flatMap((p) => p.days.map((d): Interval => [...d])));
  const chosen = list[ctx.values.p - 1];
  const wanted = (id: string) => names.get(id) ?? id;
  const sentence = told(ctx, wanted(from), to.map(wanted), now.paths, list, all, ever.truncated || ever.timedOut);
  const title = `${wanted(from)} and ${to.map(wanted).join(", ")}`;
  const drawing = () => pathDrawing(ctx, list.filter((p) => p.holds || now.paths.length === 0), chosen);
  const attribution = () => `Entente, as of ${ctx.asOf}, data version ${ctx.dataVersion.slice(0, 12)}; datasets: ${[...new Set(list.flatMap((p) => p.hops.flatMap((hop) => hop.relationships.map((r) => r.dataset.name))))].join(", ")}`;
  return {
    title,
    sentence,
    body: [
      ...hypothetical(whatIf),
      ...pending(signed),
      ...onlyThrough(now),
      h("div", { class: ctx.values.view === "table" ? "" : "beside" }, pathList(ctx, list), list.length > 0 && viewTabs(ctx, { diagram: drawing, table: () => pathTable(list, title) })),
      h("p", { class: "detail" }, `${counted(now.exploredNodes, "node")} looked at. Bars show the days on which a whole path held.`),
      ...hangs(ctx, whatIf),
      ...(common && common.treaties.totalCount > 0 ? [commonTable(ctx, title, common)] : []),
    ],
    warnings: warnings(ctx, now),
    ruler: {
      points: all.flatMap(([a, b]) => [a, b]).filter((d) => d > "0001" && d < "9999"),
      bars: all.map(([a, b]) => ({ from: a, until: b, name: `${words(a)} to ${words(b)}` })),
      move: (day) => preview(list, day),
    },
    saves: pictureSaves(ctx, "svg.drawing", `paths ${title}`, sentenceText(sentence), attribution),
  };
}

/** Whom and which treaties every path passes through. */
function onlyThrough({ onlyThrough: { nodes, treaties }, paths, truncated }: Found["paths"]): HTMLElement[] {
  if (!nodes.length && (paths.length < 2 || !treaties.length)) return [];
  const node = (n: { id: string; name: string }) => h("a", { href: nodeLink(n.id) }, n.name);
  const treaty = (t: { id: string; title: string }): Node => h("span", null, article(t.title), h("a", { href: nodeLink(t.id) }, t.title));
  return [h("p", { class: "through" },
    nodes.length > 0 && ["Only through ", ...listed(nodes.map(node)), ". "],
    treaties.length > 0 && ["Every path rests on ", ...listed(treaties.map(treaty)), "."],
    truncated && h("small", null, " This holds for the paths shown; others may go another way."))];
}

const byDuty = ["ALLIANCE", "DEFENSE_CHAIN", "PACT"];

/** What the paths hang on, of paths of duties from one to one. */
function hangs(ctx: Context<"paths">, whatIf: unknown): HTMLElement[] {
  const { from, to, profile, hops, types } = ctx.values;
  if (to.length !== 1 || !byDuty.includes(profile)) return [];
  const of = { path: { from, to: to[0], profile, maxHops: hops, filter: types.length ? { obligationTypes: types } : undefined } };
  return [hangsOn(ctx, of, whatIf, (holds) => (holds ? "no path is left" : "there is a path"), "h2")];
}

const nothing = () => nothingAsked("Say who, and to whom.", {
  "/paths?asOf=2024-12-03&from=state:PRK&to=state:RUS": "North Korea and Russia, the day before their treaty was in force",
  "/paths?from=state:EST&to=state:USA&profile=DEFENSE_CHAIN&hops=2": "By which chains Estonia is protected by the United States",
  "/paths?from=state:BLR&to=state:PRK": "Belarus and North Korea",
});

function told(ctx: Context<"paths">, from: string, to: string[], now: Found["paths"]["paths"], list: PathShown[], all: Interval[], more: boolean): (Node | string)[] {
  const target = listed(to.map((t): Node => h("b", null, t))).map((part) => (part === " and " ? " or " : part));
  const day = words(ctx.asOf);
  if (now.length) {
    const shortest = Math.min(...now.map((p) => p.length));
    return [h("b", null, from), " is bound to ", ...target, ` on ${day}: ${counted(now.length, "path")}, the shortest of ${counted(shortest, "step")}.`];
  }
  const { next, before } = nearest(all, ctx.asOf);
  const jump = (to: string, text: string) => h("a", { class: "jump", href: ctx.link({ asOf: to }) }, text);
  const lastDay = before ? previous(before) : "";
  return [
    "No path binds ", h("b", null, from), " to ", ...target, ` on ${day}.`,
    // of paths that are not listed one may hold sooner, or have held later
    ...(next ? [more ? " Of those below, the next holds from " : " Holds from ", jump(next, words(next)), "."] : []),
    ...(lastDay ? [more ? " Of those below, one last held on " : " Last held on ", jump(lastDay, words(lastDay)), "."] : []),
    // there may be more than are listed, and of those one that held
    ...(!next && !before ? [list.length ? " Those below never did: their steps were not in force on one day." : ` None ever did within ${counted(ctx.values.hops, "step")}.`] : []),
  ];
}

function previous(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function sentenceText(parts: (Node | string)[]): string {
  return parts.map((p) => (typeof p === "string" ? p : (p.textContent ?? ""))).join("");
}

function pending(signed: Signed | null): HTMLElement[] {
  return (signed?.treaties.nodes ?? []).filter((t) => t.status === "SIGNED" && t.binding !== false).map((t) => h("p", { class: "pending" }, `Signed on ${words(t.signed)} and not in force: `, h("a", { href: `/node/${t.id}` }, t.title)));
}

function warnings(ctx: Context<"paths">, now: Found["paths"]): string[] {
  const out: string[] = [];
  if (now.truncated) out.push(`The first ${now.paths.length} paths, the shortest first; there are more. A larger number under “Paths” shows more.`);
  if (now.timedOut) out.push(`The search ended for want of time after ${now.exploredNodes} nodes: there may be more paths. Fewer steps than ${ctx.values.hops} help.`);
  if (ctx.values.types.length) out.push(`Only obligations of type ${ctx.values.types.map(spaced).join(", ")}.`);
  return out;
}

/** While the cursor of the ruler moves: which paths hold on its day, without asking. */
function preview(list: PathShown[], day: string) {
  list.forEach((p, i) => document.querySelector(`[data-path="${i + 1}"]`)?.classList.toggle("off", !contains(p.days, day)));
}

