// The fields of a question: one actor, several, a choice.
import { h } from "./dom";
import { ask } from "./server";
import { actorLabels, combobox } from "./search";

/** The names of ids that stand in the state, as far as they are known. */
export async function namesOf(ids: string[]): Promise<Map<string, string>> {
  const asked = [...new Set(ids.filter((id) => /^[a-z]+:/.test(id)))];
  if (!asked.length) return new Map();
  const { nodes } = await ask<{ nodes: ({ id: string; name: string } | null)[] }>("query Names($ids: [ID!]!) { nodes(ids: $ids) { id name } }", { ids: asked }).catch(() => ({ nodes: [] }));
  return new Map(nodes.flatMap((n) => (n ? [[n.id, n.name] as const] : [])));
}

/** A field for one actor. Its name is shown once it is known. */
export function actorField(o: { id: string; label: string; value: string; pick(ref: string): void; labels?: string[]; optional?: boolean }): HTMLElement {
  const field = combobox({ id: o.id, label: o.label, value: o.value, labels: o.labels ?? actorLabels, free: true, placeholder: o.label, pick: o.pick });
  const input = field.querySelector("input")!;
  if (!o.value && !o.optional) input.dataset.needed = "";
  if (o.value) {
    void namesOf([o.value]).then((names) => {
      const name = names.get(o.value);
      if (!name || document.activeElement === input) return;
      input.value = name;
      input.dataset.name = name;
    });
  }
  return field;
}

/** Chips of those chosen, and a field to add one. */
export function actorsField(o: { id: string; label: string; values: string[]; change(refs: string[]): void; labels?: string[]; add?: string; needed?: boolean }): HTMLElement {
  const chips = o.values.map((value) => {
    const text = h("span", null, value);
    void namesOf([value]).then((names) => (text.textContent = names.get(value) ?? value));
    return h("span", { class: "chip" }, text, h("button", { type: "button", class: "quiet", "aria-label": `Remove ${value}`, onclick: () => o.change(o.values.filter((v) => v !== value)) }, "×"));
  });
  const field = combobox({ id: o.id, label: o.label, labels: o.labels ?? actorLabels, clearOnPick: true, placeholder: o.add ?? "add", pick: (ref) => o.change([...new Set([...o.values, ref])]) });
  if (!o.values.length && o.needed) field.querySelector("input")!.dataset.needed = "";
  return h("span", { class: "chips" }, chips, field);
}

export function select<T extends string>(o: { id: string; label: string; value: T; options: [T, string][]; change(value: T): void; hideLabel?: boolean }): HTMLElement {
  const element = h("select", { id: o.id, "aria-label": o.hideLabel ? o.label : null }, o.options.map(([value, name]) => h("option", { value, selected: value === o.value }, name)));
  element.addEventListener("change", () => o.change(element.value as T));
  return o.hideLabel ? element : h("label", null, o.label, " ", element);
}

export function whole(o: { id: string; label: string; value: number; least: number; most: number; change(value: number): void }): HTMLElement {
  const input = h("input", { id: o.id, type: "number", min: o.least, max: o.most, value: o.value });
  input.addEventListener("change", () => input.validity.valid && input.value && o.change(Number(input.value)));
  return h("label", null, o.label, " ", input);
}
