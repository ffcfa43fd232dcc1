// Questions that were kept: in this browser, with a file to take them elsewhere, and a set for teaching that comes along.
import { type Address, altered, format, readLink } from "./address";
import { h } from "./dom";
import { save } from "./save";
import { recall } from "./server";
import { teaching } from "./teaching";

export interface Kept {
  name: string;
  link: string;
}

const place = "entente.questions";

export function kept(): Kept[] {
  try {
    return valid(JSON.parse(localStorage.getItem(place) ?? "[]"));
  } catch {
    return [];
  }
}

/** Those of a file that are questions of these pages. */
function valid(given: unknown): Kept[] {
  if (!Array.isArray(given)) throw new Error("the file holds no list of questions");
  return given.filter((k): k is Kept => typeof k?.name === "string" && typeof k?.link === "string" && readLink(k.link) !== null).map(({ name, link }) => ({ name: name.slice(0, 200), link }));
}

function write(list: Kept[]) {
  localStorage.setItem(place, JSON.stringify(list));
}

export function keepQuestion(name: string, link: string) {
  write([...kept().filter((k) => k.link !== link), { name, link }]);
}

export function openQuestions(navigate: (to: Address) => void, at: Address) {
  const dialog = h("dialog", { class: "questions", "aria-label": "Questions" });
  const go = (link: string) => {
    const to = readLink(link);
    dialog.close();
    if (to) navigate(to);
  };
  const message = h("p", { role: "status", class: "detail" });
  const own = h("ul", { class: "plain" });
  const draw = () => {
    const list = kept();
    own.replaceChildren(
      ...list.map((k) =>
        h("li", null,
          h("a", { href: k.link, onclick: (e: Event) => { e.preventDefault(); go(k.link); } }, k.name), " ",
          h("button", { type: "button", class: "quiet", "aria-label": `Rename ${k.name}`, onclick: () => rename(k) }, "rename"),
          h("button", { type: "button", class: "quiet", "aria-label": `Delete ${k.name}`, onclick: () => { write(kept().filter((o) => o.link !== k.link)); draw(); } }, "delete"))),
      ...(list.length ? [] : [h("li", { class: "note" }, "None yet. “Keep this question” is under Save, beside every answer.")]),
    );
  };
  const rename = (k: Kept) => {
    const name = prompt("Name of the question", k.name)?.trim();
    if (name) write(kept().map((o) => (o.link === k.link ? { ...o, name } : o)));
    draw();
  };
  const file = h("input", { type: "file", accept: "application/json,.json", class: "unseen", id: "questions-file" });
  file.addEventListener("change", () => {
    void file.files?.[0]?.text().then((text) => {
      try {
        message.textContent = take(JSON.parse(text), go);
        draw();
      } catch (fault) {
        message.textContent = `The file was not read: ${(fault as Error).message}`;
      }
    });
  });
  draw();
  dialog.append(
    h("form", { method: "dialog" }, h("button", { class: "quiet close", "aria-label": "Close" }, "×")),
    h("h2", null, "Kept in this browser"), own,
    h("p", { class: "row" },
      h("button", { type: "button", onclick: () => { keepQuestion(document.title.replace(/ · Entente$/, ""), format(altered(at, { sel: "" }))); draw(); } }, "Keep this page"),
      h("button", { type: "button", onclick: () => save("entente-questions.json", "application/json", JSON.stringify(kept(), null, 2)) }, "Save as file"),
      h("button", { type: "button", onclick: () => file.click() }, "Open a file"), file),
    message,
    h("h2", null, "For teaching"),
    ...sets().map((set) => h("section", null, h("h3", null, set.name), h("ol", { class: "plain" }, set.questions.map((k) => h("li", null, h("a", { href: k.link, onclick: (e: Event) => { e.preventDefault(); go(k.link); } }, k.name)))))),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** The sets with those questions that these pages answer. */
function sets() {
  return teaching.map((set) => ({ ...set, questions: set.questions.filter((k) => readLink(k.link)) })).filter((set) => set.questions.length > 0);
}

/** Takes a file of questions, or of one answer, which is shown as it was. */
function take(given: unknown, go: (link: string) => void): string {
  const evidence = given as { entente?: string; link?: string; asked?: { query: string; variables: Record<string, unknown>; response?: unknown }[] };
  if (evidence?.entente === "evidence") {
    if (typeof evidence.link !== "string" || !readLink(evidence.link)) throw new Error("it has no link of these pages");
    recall(Array.isArray(evidence.asked) ? evidence.asked : []);
    go(evidence.link);
    return "";
  }
  const list = valid(given);
  const links = new Set(list.map((k) => k.link));
  write([...kept().filter((k) => !links.has(k.link)), ...list]);
  return `${list.length} questions taken.`;
}
