// Beside the details of a selected node: what can be done with it in the diagram.
import { type Address, address, format, nodeLink } from "../address";
import { counted, h } from "../dom";
import { shape, spaced } from "../marks";
import { ask } from "../server";
import type { Context } from "../view";
import type { GNode } from "./model";

interface Degree {
  type: string;
  direction: string;
  count: number;
}

const query = "query Degrees($id: ID!, $asOf: Date) { node(id: $id) { degrees(asOf: $asOf) { type direction count } } }";

export interface Acts {
  expand(id: string): void;
  collapse(id: string): void;
  hide(id: string): void;
  pin(id: string): void;
}

export function nodePanel(ctx: Context<"graph">, node: GNode, acts: Acts, box: { opened: boolean }): HTMLElement {
  const { asOf } = ctx.values;
  const list = h("div", null, h("p", { class: "note" }, "Counting …"));
  void ask<{ node: { degrees: Degree[] } | null }>(query, { id: node.id, asOf: ctx.day }).then(({ node: found }) => list.replaceChildren(chooser(ctx, node, found?.degrees ?? [])));
  const path = (from: string, to: string[]) => format(address("paths", { asOf, from, to }) as Address);
  const seed = ctx.values.ids[0] ?? "";
  return h("div", null,
    h("h2", null, shape(node.label), " ", node.name),
    h("p", { class: "detail" }, spaced(node.label), node.parties ? `, ${counted(node.parties, "party or signatory", "parties and signatories")} of all time` : ""),
    h("p", { class: "row" },
      h("a", { class: "button", href: nodeLink(node.id, asOf) }, "Open its page"),
      node.label === "TREATY" && h("button", { type: "button", onclick: () => (box.opened ? acts.collapse(node.id) : acts.expand(node.id)) }, box.opened ? "Close the box" : "Show its parties"),
      h("button", { type: "button", onclick: () => acts.collapse(node.id) }, "Collapse"),
      h("button", { type: "button", onclick: () => acts.hide(node.id) }, "Hide"),
      h("button", { type: "button", onclick: () => acts.pin(node.id) }, "Pin")),
    node.label !== "TREATY" && h("p", { class: "row" }, h("a", { href: path(node.id, []) }, "Paths from here"), seed && seed !== node.id && h("a", { href: path(seed, [node.id]) }, "Paths to here")),
    h("h3", null, "Expand"), list);
}

/** Types by direction with their exact counts, and boxes to tick. */
function chooser(ctx: Context<"graph">, node: GNode, degrees: Degree[]): HTMLElement {
  const open = degrees.filter((d) => !["OBLIGES", "BENEFITS", "ALLIED_WITH"].includes(d.type) || node.label === "OBLIGATION");
  const boxes = open.map((d) => {
    const key = `${node.id}~${d.type}~${d.direction}`;
    const box = h("input", { type: "checkbox", value: key, checked: ctx.values.x.includes(key) || d.type === "PARTY_TO" });
    return h("li", null, h("label", null, box, ` ${spaced(d.type)} ${d.direction === "OUT" ? "→" : "←"} `, h("span", { class: "n" }, String(d.count))));
  });
  if (!boxes.length) return h("p", { class: "note" }, "Nothing on this day.");
  const form = h("form", null, h("ul", { class: "plain" }, boxes), h("button", { type: "submit" }, "Expand"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const ticked = [...form.querySelectorAll<HTMLInputElement>("input:checked")].map((b) => b.value);
    ctx.go({ x: [...ctx.values.x.filter((x) => !x.startsWith(`${node.id}~`)), ...ticked] });
  });
  return form;
}
