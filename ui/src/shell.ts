// The head of every page: views, search, the day, light or dark.
import { type Address, type Page, address, altered, format, nodeLink } from "./address";
import { navigate } from "./app";
import { byId, h } from "./dom";
import { openQuestions } from "./saved";
import { combobox } from "./search";
import { words } from "./dates";

export const tabs: { page: Page; name: string }[] = [
  { page: "paths", name: "Paths" },
  { page: "attack", name: "If attacked" },
  { page: "diff", name: "What changed" },
  { page: "timeline", name: "Timeline" },
  { page: "graph", name: "Diagram" },
  { page: "data", name: "Data" },
];

let at: Address = address("home");
let today = "";
const day = byId("as-of", HTMLInputElement);
const back = byId("today", HTMLButtonElement);
const nav = byId("views", HTMLElement);

/** Brings the head in line with the state. `asOf` is the day of the answer, which the server knows. */
export function showShell(to: Address, asOf: string) {
  at = to;
  const given = to.values.asOf;
  if (!given && asOf) today = asOf;
  if (document.activeElement !== day) day.value = given || today;
  back.hidden = !given;
  back.title = today ? `Back to ${words(today)}` : "Back to today";
  nav.replaceChildren(
    ...tabs.map(({ page, name }) => h("a", { href: format(address(page, { asOf: given })), "aria-current": page === to.page && "page" }, name)),
    h("a", { href: "/graphiql" }, "GraphiQL"),
  );
}

function setDay(asOf: string, replace = false) {
  navigate(altered(at, { asOf }), replace);
}

day.addEventListener("change", () => day.validity.valid && day.value && setDay(day.value));
back.addEventListener("click", () => setDay(""));

byId("search", HTMLElement).append(
  combobox({
    id: "search-box",
    label: "Search actors, treaties, weapons, events",
    placeholder: "Search  /",
    clearOnPick: true,
    pick: (id) => navigate(address("node", { asOf: at.values.asOf }, id) as Address),
    link: (id) => nodeLink(id, at.values.asOf),
  }),
);

// Light or dark is of this browser, not of the link.
const themes = ["", "light", "dark"] as const;
const signs: Record<string, string> = { "": "Auto", light: "Light", dark: "Dark" };
const themeButton = byId("theme", HTMLButtonElement);

function applyTheme(name: string) {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  themeButton.textContent = signs[name] ?? "Auto";
  themeButton.setAttribute("aria-label", `${themeButton.textContent}: light or dark colours`);
}

themeButton.addEventListener("click", () => {
  const next = themes[(themes.indexOf((document.documentElement.dataset.theme ?? "") as "") + 1) % themes.length]!;
  localStorage.setItem("theme", next);
  applyTheme(next);
});
applyTheme(localStorage.getItem("theme") ?? "");

byId("questions", HTMLButtonElement).addEventListener("click", () => openQuestions(navigate, at));
