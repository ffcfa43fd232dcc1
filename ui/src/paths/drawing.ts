// Paths in layers, from left to right.
import { h } from "../dom";
import { type DrawnLine, type DrawnNode, draw, framed } from "../drawing";
import { obligationWords } from "../marks";
import { article, articled } from "../names";
import type { Context } from "../view";
import type { PathShown } from "./query";

const [across, down] = [210, 92];

export function pathDrawing(ctx: Context<"paths">, list: PathShown[], chosen: PathShown | undefined): HTMLElement {
  const layer = new Map<string, number>();
  const first = new Map<string, { name: string; label: string }>();
  for (const p of list) p.nodes.forEach((n, i) => {
    layer.set(n.id, Math.max(layer.get(n.id) ?? 0, i));
    first.set(n.id, n);
  });
  const last = Math.max(1, ...layer.values());
  for (const p of list) layer.set(p.nodes.at(-1)!.id, last);
  const rows = new Map<number, string[]>();
  for (const [id, l] of layer) rows.set(l, [...(rows.get(l) ?? []), id]);
  const most = Math.max(...[...rows.values()].map((r) => r.length));
  const height = Math.max(240, most * down + 40);
  const width = last * across + 220;
  const on = new Set(chosen?.nodes.map((n) => n.id));
  const nodes: DrawnNode[] = [...layer].map(([id, l]) => {
    const row = rows.get(l)!;
    return { id, ...first.get(id)!, x: 110 + l * across, y: height / 2 + (row.indexOf(id) - (row.length - 1) / 2) * down - 8, dim: !!chosen && list.length > 1 && !on.has(id) };
  });
  const at = new Map(nodes.map((n) => [n.id, n]));
  // Whether a straight line would pass over a node.
  const barred = (from: string, to: string) => {
    const [a, b] = [at.get(from)!, at.get(to)!];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const d = Math.hypot(dx, dy);
    const along = (n: DrawnNode) => ((n.x - a.x) * dx + (n.y - a.y) * dy) / d;
    const aside = (n: DrawnNode) => Math.abs((n.x - a.x) * dy - (n.y - a.y) * dx) / d;
    return nodes.some((n) => n !== a && n !== b && along(n) > 0 && along(n) < d && aside(n) < 24);
  };
  const lines = new Map<string, DrawnLine>();
  for (const p of list) {
    for (const hop of p.hops) {
      // Both directions of one obligation are one line with two heads.
      for (const r of hop.relationships) {
        const key = `${[r.from.id, r.to.id].sort().join(" ")} ${r.obligation?.id ?? r.id} ${r.dataset.id}`;
        const known = lines.get(key);
        if (known) {
          if (known.from !== r.from.id) known.head = "both";
          continue;
        }
        const what = r.obligationType ? obligationWords[r.obligationType as keyof typeof obligationWords] : r.type;
        lines.set(key, {
          id: r.obligation?.id ?? r.id, from: r.from.id, to: r.to.id, type: r.obligationType ?? "", head: "to",
          title: `${r.from.name} and ${r.to.name}: ${what}${r.article?.number ? `, article ${r.article.number}` : ""}${r.treaty ? ` of ${article(r.treaty.title)}${r.treaty.title}` : ""}, ${r.period.text}`,
          hollow: !p.holds,
          round: barred(r.from.id, r.to.id),
          uncertain: r.period.startUncertain || r.period.endUncertain,
          dim: !!chosen && list.length > 1 && !isOn(chosen, r.from.id, r.to.id),
          ...(articled(r.article) ? { word: articled(r.article) } : {}),
        });
      }
    }
  }
  const drawing = draw(nodes, [...lines.values()], { name: "Paths, from left to right", width, height, pick: (id) => ctx.select(id) });
  drawing.svg.setAttribute("width", String(width));
  drawing.svg.setAttribute("height", String(height));
  return h("div", { class: "picture fitted" }, framed(drawing));
}

function isOn(p: PathShown, a: string, b: string): boolean {
  return p.hops.some((hop) => (hop.from.id === a && hop.to.id === b) || (hop.from.id === b && hop.to.id === a));
}
