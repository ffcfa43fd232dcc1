// The drawn signs: lines of obligation types, glyphs of verdicts, shapes of node kinds. Colour means obligation type or verdict, nothing else.
import type { ObligationType } from "./address";
import { h, s } from "./dom";

export const verdicts = ["OBLIGED", "CONDITIONAL", "CONSULT_ONLY", "CONFLICTED", "BARRED", "OBLIGED_TO_ATTACKER", "FREE"] as const;
export type Verdict = (typeof verdicts)[number];

export const obligationWords: Record<ObligationType, string> = {
  DEFENSE: "defence",
  OFFENSE: "offence",
  CONSUL: "consultation",
  NONAGG: "non-aggression",
  NEUTRAL: "neutrality",
};

export const verdictWords: Record<Verdict, string> = {
  OBLIGED: "Must help",
  CONDITIONAL: "Must help, if",
  CONSULT_ONLY: "Must consult",
  CONFLICTED: "Torn",
  BARRED: "Must stay out",
  OBLIGED_TO_ATTACKER: "Must help the attacker",
  FREE: "Free",
};

/** A short piece of the line that stands for an obligation type. */
export function lineMark(type: string): SVGSVGElement {
  const svg = s("svg", { class: "linemark", width: 34, height: 10, viewBox: "0 0 34 10", "aria-hidden": "true" });
  for (const y of type === "OFFENSE" ? [3, 7] : [5]) svg.append(s("line", { x1: 1, x2: 33, y1: y, y2: y, class: `line ${type}` }));
  return svg;
}

/** The obligation type in a word with its line. */
export function typeMark(type: string): HTMLElement {
  return h("span", { class: "mark" }, lineMark(type), obligationWords[type as ObligationType] ?? spaced(type));
}

const glyphs: Record<Verdict, () => SVGElement[]> = {
  OBLIGED: () => [s("circle", { cx: 8, cy: 8, r: 6, class: "full" })],
  CONDITIONAL: () => [s("circle", { cx: 8, cy: 8, r: 5.5 }), s("path", { d: "M8 2.5a5.5 5.5 0 0 0 0 11z", class: "full" })],
  CONSULT_ONLY: () => [s("rect", { x: 2, y: 3.5, width: 12, height: 9, rx: 1 }), s("path", { d: "M2 4.5l6 4.5 6-4.5" })],
  CONFLICTED: () => [s("path", { d: "M2 5.5h11M10 2.5l3 3-3 3M14 10.5H3M6 7.5l-3 3 3 3" })],
  BARRED: () => [s("circle", { cx: 8, cy: 8, r: 5.5 }), s("path", { d: "M4 4l8 8" })],
  OBLIGED_TO_ATTACKER: () => [s("path", { d: "M8 2l6.5 12h-13z", class: "full" })],
  FREE: () => [s("circle", { cx: 8, cy: 8, r: 5.5 })],
};

export function verdictGlyph(verdict: string, size = 16): SVGSVGElement {
  const parts = glyphs[verdict as Verdict]?.() ?? [];
  return s("svg", { class: `glyph ${verdict}`, width: size, height: size, viewBox: "0 0 16 16", "aria-hidden": "true" }, parts);
}

export function verdictMark(verdict: string): HTMLElement {
  return h("span", { class: "mark" }, verdictGlyph(verdict), verdictWords[verdict as Verdict] ?? spaced(verdict));
}

// Shapes within 16 by 16, centred on 8, 8.
const shapes: Record<string, string> = {
  STATE: "M8 1.5a6.5 6.5 0 1 0 .01 0z",
  ORGANIZATION: "M4.5 2h7a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5h-7a2.5 2.5 0 0 1-2.5-2.5v-7a2.5 2.5 0 0 1 2.5-2.5z",
  TREATY: "M3 1.5h6.5l3.5 3.5v9.5h-10zM9.5 1.5v3.5h3.5",
  ARTICLE: "M3 1.5h10v13h-10zM5.5 5h5M5.5 8h5M5.5 11h3",
  OBLIGATION: "M3 1.5h10v13h-10zM5.5 8h5",
  PERSON: "M8 1.5a4 4 0 1 0 .01 0zM2 14.5h12",
  ARMED_GROUP: "M8 2l6.5 12h-13z",
  WEAPON_SYSTEM: "M8 1.2l6 3.4v6.8l-6 3.4-6-3.4v-6.8z",
  ARMS_TRANSFER: "M1.5 8h12M9.5 4l4 4-4 4",
  EVENT: "M8 1l7 7-7 7-7-7z",
  CONFLICT: "M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7h-5.6l-3.7-3.7v-5.6z",
  SANCTION: "M8 1.5a6.5 6.5 0 1 0 .01 0zM2 8h12",
  PLACE: "M8 15c-3.500-4-5-6.300-5-8.500a5 5 0 1 1 10 0c0 2.200-1.500 4.500-5 8.500z",
  DATASET: "M2.500 4c0-3 11-3 11 0v8c0 3-11 3-11 0zM2.500 4c0 3 11 3 11 0",
  SOURCE: "M2 3c2-1 4-1 6 0 2-1 4-1 6 0v10.500c-2-1-4-1-6 0-2-1-4-1-6 0zM8 3v10.500",
  OBSERVATION: "M2 14v-5h3v5M6.500 14v-9h3v9M11 14v-12h3v12",
};

export function shapePath(label: string): string {
  return shapes[label] ?? shapes.EVENT!;
}

/** The shape of a node's kind. Its word stands beside it, or is its title. */
export function shape(label: string, size = 14): SVGSVGElement {
  return s("svg", { class: "shape", width: size, height: size, viewBox: "0 0 16 16", role: "img", "aria-label": spaced(label) }, s("path", { d: shapePath(label) }));
}

/** A condition of an obligation in words. */
export function conditionWords(kind: string): string {
  return kind === "UN_CHARTER_51" ? "self-defence, UN Charter 51" : spaced(kind);
}

/** WEAPON_SYSTEM as words. */
export function spaced(word: string): string {
  return word.toLowerCase().replaceAll("_", " ");
}
