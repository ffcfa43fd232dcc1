// A field in which names are found while one types: a combobox with a list, by keyboard, mouse or touch.
import { h } from "./dom";
import { shape, spaced } from "./marks";
import { ask } from "./server";

export interface Hit {
  id: string;
  name: string;
  label: string;
  years: string;
  why: string;
}

interface Found {
  suggest: { why: string; node: { id: string; name: string; label: string; period?: { text: string } } }[];
}

const dated = ["State", "Organization", "Person", "Treaty", "Event", "Conflict", "WeaponSystem"];
const suggestQuery = `query Suggest($text: String!, $labels: [Label!], $on: Date) {
  suggest(text: $text, labels: $labels, on: $on, first: 12) {
    why
    node { id name label ${dated.map((t) => `... on ${t} { period { text } }`).join(" ")} }
  }
}`;

const prefixes: Record<string, string> = {
  state: "STATE", org: "ORGANIZATION", person: "PERSON", treaty: "TREATY", weapon: "WEAPON_SYSTEM", event: "EVENT", conflict: "CONFLICT", source: "SOURCE",
};

export const actorLabels = ["STATE", "ORGANIZATION", "PERSON", "ARMED_GROUP"];

/** What may be meant, on the day that rules the page: by name, alias, code, in another language or with slips. "treaty:nato" looks among treaties only. */
export async function find(text: string, labels?: string[]): Promise<Hit[]> {
  const [, prefix, rest] = /^(\w+):\s*(.*)$/.exec(text) ?? [];
  const only = prefix && rest ? prefixes[prefix] : undefined;
  const on = document.querySelector<HTMLInputElement>("#as-of")?.value || undefined;
  const { suggest } = await ask<Found>(suggestQuery, { text: only ? rest : text, labels: only ? [only] : labels, on });
  return suggest.map(({ node, why }) => ({ id: node.id, name: node.name, label: node.label, years: node.period?.text ?? "", why: why === `spelt ${node.name}` ? "a slip forgiven" : why }));
}

export interface ComboOptions {
  id: string;
  label: string;
  placeholder?: string;
  value?: string;
  labels?: string[];
  /** Called with an id, or with what was typed where nothing was picked. */
  pick(ref: string, hit?: Hit): void;
  link?(id: string): string;
  clearOnPick?: boolean;
  /** Whether what was typed counts without a pick. */
  free?: boolean;
  /** A field that is there already, to become one of these; the list is put behind it. */
  input?: HTMLInputElement;
}

const delay = 120;

export function combobox(o: ComboOptions): HTMLElement {
  const list = h("ul", { role: "listbox", id: `${o.id}-list`, "aria-label": o.label, hidden: true });
  const parts = {
    id: o.id, type: "text", role: "combobox", "aria-label": o.label, "aria-expanded": "false", "aria-controls": `${o.id}-list`, "aria-autocomplete": "list",
    autocomplete: "off", spellcheck: "false", placeholder: o.placeholder, value: o.value,
  };
  const input = o.input ?? h("input", parts);
  if (o.input) for (const [name, value] of Object.entries(parts)) if (value !== undefined && name !== "value") input.setAttribute(name, value);
  let hits: Hit[] = [];
  let active = -1;
  let timer = 0;
  let turn = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (to: number) => {
    active = to;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === to)));
    list.children[to]?.scrollIntoView({ block: "nearest" });
    if (to >= 0) input.setAttribute("aria-activedescendant", `${o.id}-${to}`);
    else input.removeAttribute("aria-activedescendant");
  };
  let taken = "";
  const take = (hit: Hit) => {
    taken = hit.name;
    input.value = o.clearOnPick ? "" : hit.name;
    close();
    o.pick(hit.id, hit);
  };
  const draw = (found: Hit[], text: string) => {
    hits = found;
    list.replaceChildren(
      ...found.map((hit, i) =>
        h("li", { role: "option", id: `${o.id}-${i}`, "aria-selected": "false", onpointerdown: (e: Event) => { e.preventDefault(); take(hit); } },
          shape(hit.label), h("span", { class: "hit" }, h("b", null, hit.name), h("small", null, [spaced(hit.label), hit.years, hit.why].filter(Boolean).join(" · "))))),
      ...(found.length ? [] : [h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, `Nothing is called “${text}”`)]),
    );
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(found.length ? 0 : -1);
  };
  const look = async (again = true) => {
    const mine = ++turn;
    const text = input.value.trim();
    if (text.length < 2) return close();
    try {
      const found = await find(text, o.labels);
      if (mine === turn && document.activeElement === input) draw(found, text);
    } catch {
      // A server that is busy with something else may have time in a moment.
      if (again && mine === turn) timer = window.setTimeout(() => void look(false), 4 * delay);
      else close();
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), delay);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) void look();
      else if (hits.length) mark((active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === "Enter") {
      const hit = list.hidden ? undefined : hits[active];
      if (hit) {
        event.preventDefault();
        take(hit);
      } else {
        clearTimeout(timer);
        turn++;
        const text = input.value.trim();
        if (!text) return;
        event.preventDefault();
        // Who types fast and presses Enter means the best hit.
        if (o.free) o.pick(text);
        else void find(text, o.labels).then(([best]) => (best ? take(best) : draw([], text)));
      }
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    turn++;
    close();
    const text = input.value.trim();
    if (o.free && text && text !== (o.value ?? "") && text !== input.dataset.name && text !== taken) o.pick(text);
  });
  if (!o.input) return h("span", { class: "combo" }, input, list);
  const combo = h("span", { class: "combo" });
  input.replaceWith(combo);
  combo.append(input, list);
  return combo;
}
