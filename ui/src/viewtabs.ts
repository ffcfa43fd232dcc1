// One answer shown in several ways: as a diagram, a table, a map. The table is always there, and comes first where there is little room.
import type { Page } from "./address";
import { h } from "./dom";
import type { Context } from "./view";

export type Way = "diagram" | "table" | "map" | "cascade" | "list";

const names: Record<Way, string> = { diagram: "Diagram", table: "Table", map: "Map", cascade: "Cascade", list: "List" };

/** The ways in their order, and the one that is shown. */
export function shownWay(ctx: Context<Page>, ways: Way[]): { order: Way[]; current: Way } {
  const narrow = matchMedia("(max-width: 62.49rem)").matches;
  const given = ctx.at.values.view as Way | "";
  const order = [...ways].sort((a, b) => (narrow ? Number(b === "table") - Number(a === "table") : 0));
  return { order, current: given && ways.includes(given) ? given : order[0]! };
}

export function viewTabs(ctx: Context<Page>, ways: Partial<Record<Way, () => Node>>, titles: Partial<Record<Way, string>> = {}): HTMLElement {
  const { order, current } = shownWay(ctx, Object.keys(ways) as Way[]);
  const panel = h("div", { role: "tabpanel", id: "way", "aria-labelledby": `way-${current}`, tabindex: -1 }, ways[current]!());
  const buttons = order.map((way) => h("button", { type: "button", role: "tab", id: `way-${way}`, "aria-selected": String(way === current), "aria-controls": "way", tabindex: way === current ? 0 : -1, onclick: () => ctx.go({ view: way }, true) }, titles[way] ?? names[way]));
  const list = h("div", { role: "tablist", class: "tabs ways", "aria-label": "How the answer is shown" }, buttons);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length]!;
    next.focus();
    next.click();
  });
  return h("div", null, list, panel);
}
