// The tray of what-ifs: each change a chip to switch off, and a form for another.
import { type ObligationType, obligationTypes } from "../address";
import { h } from "../dom";
import { obligationWords } from "../marks";
import { actorLabels, combobox } from "../search";
import { namesOf } from "../pickers";
import type { Context } from "../view";
import { type Change, changeWords, ids, readChange, writeChange } from "../whatif";

export function tray(ctx: Context<"attack"> | Context<"paths">): HTMLElement {
  const { wi } = ctx.values;
  const put = (list: string[]) => ctx.go({ wi: list });
  const chips = wi.map((text) => {
    const change = readChange(text);
    const words = h("span", null, change ? changeWords(change, (id) => id) : `not understood: ${text}`);
    if (change) void namesOf(ids(change)).then((names) => (words.textContent = changeWords(change, (id) => names.get(id) ?? id)));
    const plain = text.replace(/^-/, "");
    const box = h("input", { type: "checkbox", checked: change?.on, disabled: !change });
    box.addEventListener("change", () => put(wi.map((w) => (w === text ? (box.checked ? plain : `-${plain}`) : w))));
    return h("span", { class: change?.on ? "chip" : "chip off" }, h("label", null, box, " ", words), h("button", { type: "button", class: "quiet", "aria-label": "Remove this change", onclick: () => put(wi.filter((w) => w !== text)) }, "×"));
  });
  return h("details", { class: "tray", open: wi.length > 0 }, h("summary", null, wi.length ? `What if (${wi.length})` : "What if …"), chips.length > 0 && h("p", { class: "chips" }, chips), form((change) => put([...wi, change])));
}

type Kind = Change["kind"];
const kinds: [Kind, string][] = [["withdraw", "withdraws from"], ["end", "a treaty ends"], ["suspend", "a treaty is suspended"], ["amend", "a treaty becomes one of"], ["add", "two conclude a treaty of"], ["enter", "a signed treaty enters into force"]];

function form(add: (text: string) => void): HTMLElement {
  let kind: Kind = "withdraw";
  let treaty = "";
  const parties: [string, string] = ["", ""];
  const box = h("p", { class: "row" });
  const choose = h("select", { "aria-label": "What changes", id: "wi-kind" }, kinds.map(([k, name]) => h("option", { value: k }, name)));
  const type = h("select", { "aria-label": "Obligation", id: "wi-type" }, obligationTypes.map((t: ObligationType) => h("option", { value: t }, obligationWords[t])));
  const field = (id: string, label: string, labels: string[], pick: (ref: string) => void) => combobox({ id, label, labels, placeholder: label, pick });
  const draw = () => {
    const who = field("wi-a", "Who", actorLabels, (ref) => (parties[0] = ref));
    const other = field("wi-b", "With whom", actorLabels, (ref) => (parties[1] = ref));
    const which = field("wi-treaty", "Treaty", ["TREATY"], (ref) => (treaty = ref));
    const parts = { withdraw: [who, choose, which], end: [choose, which], enter: [choose, which], suspend: [choose, which], amend: [choose, which, type], add: [choose, type, who, other] }[kind];
    box.replaceChildren(...parts, h("button", { type: "button", onclick: done }, "Add"));
  };
  const done = () => {
    const text = writeChange({ kind, treaty, parties: kind === "add" ? parties.filter(Boolean) : [parties[0]], type: type.value });
    if (readChange(text)) add(text);
  };
  choose.addEventListener("change", () => {
    kind = choose.value as Kind;
    draw();
  });
  draw();
  return box;
}
