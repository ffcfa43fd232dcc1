// A drawing as a file: SVG with legend, question and attribution, and PNG made from it.
import { s } from "./dom";
import { obligationWords } from "./marks";
import { save } from "./save";
import type { Answer, Context } from "./view";
import type { Page } from "./address";

const styled = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "font-weight", "paint-order"] as const;

/** A copy that looks the same anywhere: what the style sheet says is written into it. */
export function standalone(svg: SVGSVGElement, title: string, attribution: string): SVGSVGElement {
  // What is selected is of the screen.
  const selected = [...svg.querySelectorAll("[aria-current]")];
  for (const element of selected) element.removeAttribute("aria-current");
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
    const style = getComputedStyle(originals[i]!);
    for (const name of styled) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "data-id", "aria-current"]) element.removeAttribute(name);
  });
  for (const element of selected) element.setAttribute("aria-current", "true");
  for (const hit of copy.querySelectorAll('[stroke-opacity="0"]')) hit.remove();
  const [x = 0, y = 0, width = 800, height = 600] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  const paper = getComputedStyle(document.body).backgroundColor;
  const ink = getComputedStyle(document.body).color;
  const text = (tx: number, ty: number, words: string, size = 12) => s("text", { x: tx, y: ty, fill: ink, "font-size": size, "font-family": "system-ui, sans-serif" }, words);
  const foot = y + height;
  copy.setAttribute("viewBox", `${x} ${y - 34} ${width} ${height + 34 + 54}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height + 88));
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.prepend(s("rect", { x, y: y - 34, width, height: height + 88, fill: paper }));
  copy.append(text(x + 12, y - 12, title, 15));
  const used = Object.keys(obligationWords).filter((type) => svg.querySelector(`.line.${type}`));
  used.forEach((type, i) => {
    const sample = s("line", { x1: x + 12 + i * 150, x2: x + 46 + i * 150, y1: foot + 14, y2: foot + 14, class: `line ${type}` });
    svg.append(sample);
    const style = getComputedStyle(sample);
    for (const name of styled) sample.setAttribute(name, style.getPropertyValue(name));
    sample.removeAttribute("class");
    copy.append(sample, text(x + 52 + i * 150, foot + 18, obligationWords[type as keyof typeof obligationWords]));
  });
  copy.append(text(x + 12, foot + 42, attribution, 11));
  return copy;
}

function saveSVG(svg: SVGSVGElement, name: string, title: string, attribution: string) {
  save(`${name}.svg`, "image/svg+xml", new XMLSerializer().serializeToString(standalone(svg, title, attribution)));
}

const longest = 8000;

/** Saves a PNG of twice the size, or of the longest side that is safe everywhere. Tells how large it became. */
async function savePNG(svg: SVGSVGElement, name: string, title: string, attribution: string): Promise<string> {
  const copy = standalone(svg, title, attribution);
  const [width, height] = [Number(copy.getAttribute("width")), Number(copy.getAttribute("height"))];
  const scale = Math.min(2, longest / Math.max(width, height));
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("the browser makes no picture of this size");
  save(`${name}.png`, "image/png", blob);
  return scale < 2 ? `The picture was made smaller: ${canvas.width} by ${canvas.height} pixels.` : "";
}

/** The ways to save the drawing that a selector finds when one is chosen. */
export function pictureSaves(ctx: Context<Page>, selector: string, name: string, title: string, attribution: () => string): NonNullable<Answer["saves"]> {
  const picture = () => document.querySelector<SVGSVGElement>(selector);
  return [
    { name: "SVG", run: () => { const svg = picture(); if (svg) saveSVG(svg, name, title, attribution()); } },
    { name: "PNG", run: () => { const svg = picture(); if (svg) void savePNG(svg, name, title, attribution()).then((note) => note && ctx.say(note)); } },
  ];
}
