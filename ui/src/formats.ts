// The files that the pages write. Pure: text in, text out.

/** RFC 4180, with a mark of its coding for spreadsheets. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csv(rows: string[][]): string {
  return "\ufeff" + rows.map((cells) => cells.map(cell).join(",") + "\r\n").join("");
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export interface GraphNode {
  id: string;
  label: string;
  name: string;
}

export interface GraphLine {
  id: string;
  from: string;
  to: string;
  type: string;
  obligationType?: string;
  treaty?: string;
  article?: string;
  period?: string;
  dataset?: string;
}

const nodeKeys = ["label", "name"] as const;
const lineKeys = ["type", "obligationType", "treaty", "article", "period", "dataset"] as const;

/** GraphML with typed keys; parallel lines are kept, and periods are text. */
export function graphML(nodes: GraphNode[], lines: GraphLine[], about: string): string {
  const keys = [
    ...nodeKeys.map((k) => `  <key id="n-${k}" for="node" attr.name="${k}" attr.type="string"/>`),
    ...lineKeys.map((k) => `  <key id="e-${k}" for="edge" attr.name="${k}" attr.type="string"/>`),
  ];
  const data = (prefix: string, names: readonly string[], of: object) =>
    names.map((k) => [k, (of as Record<string, string | undefined>)[k]] as const).filter(([, v]) => v).map(([k, v]) => `<data key="${prefix}-${k}">${xml(v!)}</data>`).join("");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!-- ${xml(about).replaceAll("--", "- -")} -->`,
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys,
    '  <graph edgedefault="directed">',
    ...nodes.map((n) => `    <node id="${xml(n.id)}">${data("n", nodeKeys, n)}</node>`),
    ...lines.map((l) => `    <edge id="${xml(l.id)}" source="${xml(l.from)}" target="${xml(l.to)}">${data("e", lineKeys, l)}</edge>`),
    "  </graph>",
    "</graphml>",
    "",
  ].join("\n");
}

/** Text for XML; what XML cannot hold is left out. */
export function xml(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
