// What can be done with any answer: see the query, save it, print it, share it.
import type { Page } from "./address";
import { altered, format } from "./address";
import { h } from "./dom";
import { save } from "./save";
import { keepQuestion } from "./saved";
import { playground } from "./server";
import type { Answer, Context } from "./view";

/** A link of more characters is cut off by some programs. */
const longest = 2000;

let last: { ctx: Context<Page>; title: string } | null = null;

export function remember(ctx: Context<Page>, title: string) {
  last = { ctx, title };
}

export function answerBar(ctx: Context<Page>, answer: Answer, sentence: string): HTMLElement {
  const first = ctx.asked[0];
  const button = (name: string, run: () => void, title?: string) => h("button", { type: "button", class: "quiet", onclick: run, title }, name);
  const menu = h("details", { class: "menu" }, h("summary", null, "Save"),
    h("div", { class: "items" },
      ...(answer.saves ?? []).map(({ name, run }) => button(name, run)),
      button("JSON", () => saveEvidence(ctx, sentence), "Questions and answers, to be opened again"),
      button("Print, or PDF", print),
      button("Keep this question", () => keepQuestion(document.title.replace(/ · Entente$/, ""), format(ctx.at)))));
  menu.addEventListener("click", (event) => event.target instanceof HTMLButtonElement && (menu.open = false));
  menu.addEventListener("focusout", (event) => menu.contains(event.relatedTarget as Node) || (menu.open = false));
  return h("div", { class: "answerbar" }, first && h("a", { class: "quiet button", href: playground(first) }, "GraphQL"), button("Copy link", () => void copyLink(), "Its key is y"), menu);
}

/** The address with the day and the version of the data, so that it means the same tomorrow. */
export function fullLink(ctx: Context<Page>): string {
  return location.origin + format(altered(ctx.at, { asOf: ctx.at.values.asOf || ctx.asOf, dv: ctx.dataVersion.slice(0, 12) }));
}

export async function copyLink() {
  if (!last) return;
  await navigator.clipboard.writeText(fullLink(last.ctx));
  const long = fullLink(last.ctx).length > longest;
  last.ctx.say(long ? `The link is copied. It has more than ${longest} characters, which not everything takes: Save, JSON makes a file of the question.` : "The link is copied.");
  const bar = document.querySelector(".answerbar");
  bar?.classList.add("copied");
  setTimeout(() => bar?.classList.remove("copied"), 1500);
}

function saveEvidence(ctx: Context<Page>, sentence: string) {
  const evidence = {
    entente: "evidence",
    title: document.title.replace(/ · Entente$/, ""),
    link: format(altered(ctx.at, { asOf: ctx.at.values.asOf || ctx.asOf, dv: ctx.dataVersion.slice(0, 12) })),
    answer: sentence,
    asOf: ctx.at.values.asOf || ctx.asOf,
    dataVersion: ctx.dataVersion,
    asked: ctx.asked,
  };
  save(`entente-${evidence.title}.json`, "application/json", JSON.stringify(evidence, null, 2));
}

// What is printed says where it comes from.
addEventListener("beforeprint", () => {
  document.querySelector(".printed")?.remove();
  if (!last) return;
  const { ctx } = last;
  document.getElementById("main")?.append(h("footer", { class: "printed" }, `As of ${ctx.at.values.asOf || ctx.asOf} · data version ${ctx.dataVersion} · ${fullLink(ctx)}`));
  for (const folded of document.querySelectorAll<HTMLDetailsElement>("main details:not(.menu)")) folded.open = true;
});
