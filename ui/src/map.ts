// A map of the world of today, for one day's colours. The shapes are Natural Earth's view of borders, which is said beside it.
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/countries-110m.json";
import { h, s } from "./dom";
import { ask } from "./server";

export interface Fill {
  /** An obligation type or a verdict: the class that colours it. */
  kind: string;
  title: string;
}

interface StateShown {
  id: string;
  name: string;
  latitude: number | null;
  longitude: number | null;
  identifiers: { value: string }[];
}

const statesQuery = `query Places($asOf: Date) {
  actors(filter: { labels: [STATE] }, asOf: $asOf, first: 500) {
    nodes { id name ... on State { latitude longitude identifiers(scheme: ISO3166_1_NUMERIC) { value } } }
  }
}`;

const [width, height] = [960, 468];

// Each kind has a hatch of its own, for those who see no colours.
const hatch: Record<string, number> = { OBLIGED: 0, CONDITIONAL: 45, CONSULT_ONLY: 90, CONFLICTED: 135, BARRED: 20, OBLIGED_TO_ATTACKER: 70, DEFENSE: 0, OFFENSE: 45, CONSUL: 90, NONAGG: 135, NEUTRAL: 20 };

export async function worldMap(o: { asOf: string; fills: Map<string, Fill>; marked: Set<string>; pick(id: string): void }): Promise<HTMLElement> {
  const { actors } = await ask<{ actors: { nodes: StateShown[] } }>(statesQuery, { asOf: o.asOf });
  const topology = world as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const shapes = feature(topology, topology.objects.countries).features;
  const projection = geoEqualEarth().fitExtent([[2, 2], [width - 2, height - 2]], { type: "Sphere" });
  const path = geoPath(projection);
  const byCode = new Map(actors.nodes.flatMap((a) => a.identifiers.map((i) => [i.value.padStart(3, "0"), a] as const)));
  const byName = new Map(actors.nodes.map((a) => [a.name, a]));
  const drawn = new Set<string>();
  const svg = s("svg", { class: "map", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Map of the world" },
    s("defs", null, Object.entries(hatch).map(([kind, turn]) =>
      s("pattern", { id: `hatch-${kind}`, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turn})` }, s("rect", { width: 5, height: 5, class: `wash ${kind}` }), s("line", { x1: 0, x2: 0, y1: 0, y2: 5, class: `stripe ${kind}` })))),
    s("path", { class: "sea", d: path({ type: "Sphere" }) ?? "" }));
  for (const shape of shapes) {
    const state = byCode.get(String(shape.id ?? "").padStart(3, "0")) ?? byName.get(shape.properties.name);
    if (state) drawn.add(state.id);
    svg.append(land(path(shape) ?? "", state, shape.properties.name, o));
  }
  const small = actors.nodes.filter((a) => !drawn.has(a.id) && (o.fills.has(a.id) || o.marked.has(a.id)));
  for (const a of small) {
    const at = a.latitude !== null && a.longitude !== null ? projection([a.longitude, a.latitude]) : null;
    if (at) svg.append(land(circle(at[0], at[1]), a, a.name, o));
  }
  const gone = [...o.fills].filter(([id]) => !drawn.has(id) && !small.some((a) => a.id === id));
  return h("figure", { class: "mapbox" }, svg,
    h("figcaption", { class: "detail" }, "Today's borders, as Natural Earth sees them; they are no answer to whose land is whose. ",
      small.length > 0 && `Too small for a shape, shown as circles: ${small.map((a) => a.name).join(", ")}. `,
      gone.length > 0 && `Without a shape: ${gone.map(([, f]) => f.title).join("; ")}.`));
}

function circle(x: number, y: number): string {
  return `M${x - 3.5} ${y}a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0 -7 0z`;
}

function land(d: string, state: StateShown | undefined, name: string, o: { fills: Map<string, Fill>; marked: Set<string>; pick(id: string): void }): SVGElement {
  const fill = state ? o.fills.get(state.id) : undefined;
  const element = s("path", { d, class: ["land", fill && `filled`, state && o.marked.has(state.id) && "marked"].filter(Boolean).join(" "), fill: fill ? `url(#hatch-${fill.kind})` : null, "data-id": state?.id }, s("title", null, fill ? fill.title : (state?.name ?? name)));
  if (state) element.addEventListener("click", () => o.pick(state.id));
  return element;
}
