// The keyboard: single keys act outside of fields only, and can be switched off (WCAG 2.1.4).
import { type Address, type Page, address, altered } from "./address";
import { copyLink } from "./answerbar";
import { shifted } from "./dates";
import { byId, h } from "./dom";
import { jump } from "./ruler";
import { tabs } from "./shell";
import type { Context } from "./view";

interface Workbench {
  navigate(to: Address, how?: boolean): void;
  current(): Address;
  shown(): Context<Page> | null;
}

const list: [string, string][] = [
  ["/", "search"],
  ["?", "these keys"],
  ...(tabs.length ? [[`1 – ${tabs.length}`, `the views: ${tabs.map((t) => t.name).join(", ")}`] as [string, string]] : []),
  ["t", "diagram or table"],
  ["[ ]", "previous, next day on which something changes"],
  [", .", "a day back, a day on; with Shift a month"],
  ["PageUp PageDown", "on a slider of days: a year; Shift with an arrow: a month"],
  ["y", "copy the link"],
  ["i", "details of what is selected; Esc closes"],
  ["arrows, Enter", "in a diagram: along the lines, open"],
  ["Home End", "in a diagram: the first, the last neighbour"],
  ["e c h p", "in the diagram: expand, collapse, hide, pin"],
  ["f + -", "in the diagram: fit, zoom"],
  ["s d", "in the diagram: paths start here, end here"],
  ["Ctrl+Z", "one step back; with Shift one on"],
];

export function bindKeys(bench: Workbench) {
  const showKeys = () => {
    const off = h("input", { type: "checkbox", id: "single-keys" });
    off.checked = localStorage.getItem("keys") !== "off";
    off.addEventListener("change", () => localStorage.setItem("keys", off.checked ? "on" : "off"));
    const dialog = h("dialog", { "aria-label": "Keys" },
      h("form", { method: "dialog" }, h("button", { class: "quiet close", "aria-label": "Close" }, "×")),
      h("h2", null, "Keys"),
      h("dl", { class: "keys" }, list.flatMap(([key, what]) => [h("dt", null, key.split(" ").map((k) => (/^(–|arrows|Enter)$/.test(k) && key.length > 3 ? [k, " "] : [h("kbd", null, k), " "]))), h("dd", null, what)])),
      h("p", null, h("label", null, off, " Single keys act outside of fields")));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  byId("keys", HTMLButtonElement).addEventListener("click", showKeys);

  const move = (by: { days?: number; months?: number }) => {
    const at = bench.current();
    const from = at.values.asOf || bench.shown()?.asOf;
    if (from) bench.navigate(altered(at, { asOf: shifted(from, by) }), true);
  };
  const acts: Record<string, () => void> = {
    "/": () => byId("search-box", HTMLInputElement).focus(),
    "?": showKeys,
    t: () => document.querySelector<HTMLButtonElement>("[role=tab][aria-selected=false]")?.click(),
    y: () => void copyLink(),
    i: () => {
      const at = bench.current();
      const focused = document.activeElement?.closest<HTMLElement>("[data-id]")?.dataset.id ?? "";
      bench.navigate(altered(at, { sel: at.values.sel && at.values.sel === (focused || at.values.sel) ? "" : focused }));
    },
    "[": () => jump(-1),
    "]": () => jump(1),
    ",": () => move({ days: -1 }),
    ".": () => move({ days: 1 }),
    "<": () => move({ months: -1 }),
    ">": () => move({ months: 1 }),
  };
  tabs.forEach(({ page }, i) => {
    acts[String(i + 1)] = () => bench.navigate(address(page, { asOf: bench.current().values.asOf }) as Address);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const at = bench.current();
    if (event.key === "Escape" && at.values.sel) {
      bench.navigate(altered(at, { sel: "" }));
      return;
    }
    const field = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key.toLowerCase() === "z" && event.ctrlKey && !field) {
      event.preventDefault();
      if (event.shiftKey) history.forward();
      else history.back();
      return;
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
