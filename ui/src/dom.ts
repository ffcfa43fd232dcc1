// What the pages make of elements: text is always text.

type Child = Node | string | number | null | undefined | false | Child[];
type Props = Record<string, unknown>;

/** An element with its attributes, properties and listeners (`onclick`), and what is in it. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...content: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  equip(element, props);
  append(element, content);
  return element;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** The same for SVG. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, props?: Props | null, ...content: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, tag);
  equip(element, props);
  append(element, content);
  return element;
}

function equip(element: Element, props: Props | null | undefined) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

function append(parent: Element, content: Child[]) {
  for (const child of content) {
    if (Array.isArray(child)) append(parent, child);
    else if (child instanceof Node) parent.append(child);
    else if (child !== null && child !== undefined && child !== false) parent.append(String(child));
  }
}

export function create<K extends keyof HTMLElementTagNameMap>(tag: K, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  return h(tag, null, content);
}

/** A link, or just its text where the address is none of the web. */
export function linked(text: string, url: string | null | undefined): Node | string {
  if (!url || !/^https?:/.test(url)) return text;
  return h("a", { href: url, rel: "noreferrer", class: "outward" }, text);
}

/** What is made only when somebody wants to see it. */
export function lazily(summary: string, build: () => Node[], inline = false): HTMLElement {
  const box = h("details", { class: inline && "inline" }, h("summary", null, summary));
  box.addEventListener("toggle", () => box.append(...build()), { once: true });
  return box;
}

/** The page's element of this id. */
export function byId<E extends Element>(id: string, kind: new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return element;
}

/** A line that says what went wrong. */
export function faultLine(fault: unknown): HTMLElement {
  return h("p", { class: "fault" }, `The server could not tell: ${fault instanceof Error ? fault.message : fault}`);
}

/** Words with commas and an "and", as a list reads in a sentence. */
export function listed(items: (Node | string)[]): (Node | string)[] {
  return items.flatMap((item, i) => (i === 0 ? [item] : [i === items.length - 1 ? " and " : ", ", item]));
}

export function figure(n: number): string {
  return n.toLocaleString("en");
}

/** "1 path", "2 paths". */
export function counted(n: number, one: string, more = `${one}s`): string {
  return `${figure(n)} ${n === 1 ? one : more}`;
}
