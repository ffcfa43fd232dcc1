// What the pages make of elements: text is always text.

export function create<K extends keyof HTMLElementTagNameMap>(tag: K, ...content: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.append(...content);
  return element;
}

/** A link, or just its text where the address is none of the web. */
export function linked(text: string, url: string | null | undefined): Node | string {
  if (!url || !/^https?:/.test(url)) return text;
  const link = create("a", text);
  link.href = url;
  link.rel = "noreferrer";
  return link;
}

/** The page's element of this id. */
export function byId<E extends HTMLElement>(id: string, kind: new () => E): E {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} #${id}`);
  return element;
}

/** A line that says what went wrong. */
export function faultLine(fault: unknown): HTMLElement {
  const line = create("p", `The server could not tell: ${fault instanceof Error ? fault.message : fault}`);
  line.className = "fault";
  return line;
}
