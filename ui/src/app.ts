import "./workbench.css";
import { type Address, type Page, address, altered, format, parse } from "./address";
import { answerBar, remember } from "./answerbar";
import { showDetails } from "./details";
import { byId, h } from "./dom";
import { faultView, notes, offline, waiting } from "./states";
import { bindKeys } from "./keys";
import { showRuler } from "./ruler";
import { type Fault, browsersDay, forget, serversDay } from "./server";
import { showShell } from "./shell";
import { type Answer, Context, type View } from "./view";

const views: { [P in Page]: () => Promise<{ default: View<P> }> } = {
  home: () => import("./views/home"),
  node: () => import("./views/node"),
  paths: () => import("./views/paths"),
  attack: () => import("./views/attack"),
  diff: () => import("./views/diff"),
  timeline: () => import("./views/timeline"),
  graph: () => import("./views/graph"),
  data: () => import("./views/data"),
};

const main = byId("main", HTMLElement);
const questionBox = byId("question", HTMLElement);
const answerBox = byId("answer", HTMLElement);
const live = byId("live", HTMLElement);

let current: Address | null = null;
let shown: { answer: Answer; ctx: Context<Page> } | null = null;
let stop = new AbortController();
let turn = 0;
/** Whether what is shown answers the question before. */
let stale = false;
/** When what is shown was answered, by the clock of the browser. */
let answeredAt = "";
/** Whether one came here from another state of these pages. */
let moved = false;

function say(text: string) {
  live.textContent = text;
}

/** Goes to another state: a step of the history, in place of this one, or quietly, where the page shows it already. */
export function navigate(to: Address, how: boolean | "quiet" = false) {
  const link = format(to);
  if (how === "quiet") {
    history.replaceState(null, "", link);
    current = to;
    return;
  }
  const replace = how;
  if (link !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", link);
  void show(to);
}

/** Asks the same again, of the server. */
export function retry() {
  forget();
  if (current) void show(current);
}

/** Whether only what is selected differs, for which nothing has to be asked. */
function onlySelected(a: Address | null, b: Address): boolean {
  if (!a || !shown || stale) return false;
  return format(altered(a, { sel: "" })) === format(altered(b, { sel: "" }));
}

async function show(to: Address) {
  const selected = onlySelected(current, to);
  moved = current !== null;
  const samePage = current?.page === to.page && current.id === to.id;
  current = to;
  showShell(to, shown?.ctx.asOf ?? "");
  if (selected && shown) {
    const ctx = new Context(to as Address<Page>, stop.signal, navigate, say);
    showDetails(ctx, shown.answer);
    settle();
    return;
  }
  stop.abort();
  stop = new AbortController();
  const mine = ++turn;
  const before = shown;
  stale = false;
  shown = null;
  questionBox.inert = false;
  delete main.dataset.ready;
  const view = (await views[to.page]()).default as View<Page>;
  if (mine !== turn) return;
  const ctx = new Context(to as Address<Page>, stop.signal, navigate, say);
  if (!samePage) answerBox.replaceChildren();
  const wait = waiting(answerBox, stop);
  if (!ctx.day && view.today?.(ctx.at)) ctx.today = await Promise.race([serversDay(), stopped(stop.signal)]);
  if (mine !== turn) {
    wait();
    return;
  }
  const focus = keepFocus();
  document.title = titled(view.title(ctx.at));
  questionBox.replaceChildren(...(view.question ? [view.question(ctx)] : []));
  main.dataset.page = to.page;
  if (!samePage) scrollTo(0, 0);
  focus.again();
  try {
    const answer = await view.answer(ctx);
    if (mine !== turn) return;
    wait();
    put(to, answer, ctx, view);
  } catch (fault) {
    wait();
    if (mine !== turn) return;
    if (samePage && before && (fault as Fault).code === "OFFLINE") {
      // What was answered stays, and can be saved.
      shown = before;
      stale = true;
      offline(answerBox, answeredAt, retry);
      questionBox.inert = true;
      say("The server does not answer.");
      settle();
      return;
    }
    if (stop.signal.aborted) answerBox.replaceChildren(h("p", { class: "note" }, "Stopped. ", h("button", { type: "button", onclick: retry }, "Ask again")));
    else {
      answerBox.replaceChildren(faultView(ctx, fault, retry));
      say((fault as Error).message);
    }
    showRuler(ctx, undefined);
    showDetails(ctx, { body: [] });
  }
  focus.again();
  next();
  focus.elseMain();
  settle();
}

/** The browser's day, as soon as nobody waits for the server's any more. */
function stopped(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(browsersDay()), { once: true }));
}

/** Leads to the first field that a question still needs, unless somebody is at something else. */
function next() {
  const at = document.activeElement;
  const idle = !at || at === document.body || at === main || (questionBox.contains(at) && at instanceof HTMLInputElement);
  if (moved && idle) questionBox.querySelector<HTMLInputElement>("input[data-needed]")?.focus({ preventScroll: true });
}

function put(to: Address, answer: Answer, ctx: Context<Page>, view: View<Page>) {
  shown = { answer, ctx };
  answeredAt = new Date().toTimeString().slice(0, 5);
  if (answer.title) document.title = titled(answer.title);
  showShell(to, ctx.asOf || ctx.today);
  const sentence = answer.sentence ? h("h1", { class: "sentence" }, answer.sentence) : null;
  const bar = answer.plain ? null : answerBar(ctx, answer, sentence?.textContent ?? "");
  const body = h("div", { class: "body" }, answer.body);
  const side = answer.side?.length ? h("div", { class: "side" }, answer.side) : null;
  answerBox.replaceChildren(
    ...[sentence && h("div", { class: "head" }, sentence, bar), !sentence && bar, ...notes(ctx, answer)].filter((e): e is HTMLElement => !!e),
    side ? h("div", { class: "columns" }, side, body) : body,
  );
  showRuler(ctx, answer.ruler);
  showDetails(ctx, answer);
  remember(ctx, answer.title ?? view.title(ctx.at));
  if (sentence) say(sentence.textContent ?? "");
}

function titled(title: string): string {
  return title ? `${title} · Entente` : "Entente";
}

/** What has the focus keeps it where its id is there again; where it is gone for good, the answer has it. */
function keepFocus(): { again(): void; elseMain(): void } {
  const at = document.activeElement;
  const held = !!at && (main.contains(at) || !!at.closest("#ruler"));
  const id = held ? at.id : "";
  return {
    again: () => id && document.activeElement?.id !== id && document.getElementById(id)?.focus({ preventScroll: true }),
    elseMain: () => held && document.activeElement === document.body && main.focus({ preventScroll: true }),
  };
}

/** Says, after two frames, that the page is as it will stay. Tests wait for it. */
let frames = 0;
function settle() {
  const mine = ++frames;
  requestAnimationFrame(() => requestAnimationFrame(() => mine === frames && (main.dataset.ready = String(mine))));
}

// Links within the workbench change the state instead of the page.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0 || link.target || link.hasAttribute("download")) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.origin !== location.origin || link.getAttribute("href")?.startsWith("#")) return;
  const to = parse(link.pathname, link.search);
  if (!to) return;
  event.preventDefault();
  navigate(to);
});
addEventListener("popstate", () => void show(read()));

function read(): Address {
  return parse(location.pathname, location.search) ?? address("home");
}

bindKeys({ navigate, current: () => current ?? address("home"), shown: () => shown?.ctx ?? null });
void show(read());
