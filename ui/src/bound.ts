// The question at the head of the front page: how is one bound to the other on a day?
import { nodeLink } from "./address";
import { byId, create, faultLine, h, linked } from "./dom";
import { article, called } from "./names";
import { actorLabels, combobox } from "./search";
import { ask } from "./server";

interface Named {
  id: string;
  name: string;
}

interface Tie {
  text: string;
  from: Named;
  period: { text: string };
  source: { title: string; url: string | null } | null;
  obligationType?: string;
  binding?: boolean | null;
  treaty?: { id: string; title: string };
  article?: { number: string | null; quotation: string | null } | null;
}

interface Hop {
  label: string;
  from: Named;
  to: Named;
  relationship: Tie;
  relationships: Tie[];
}

interface Found {
  warnings: string[];
  truncated: boolean;
  onlyThrough: { nodes: Named[]; treaties: { id: string; title: string }[] };
  paths: { nodes: Named[]; hops: Hop[] }[];
}

interface Bound {
  defense: Found;
  other: Found;
  membership: Found;
}

interface Pending {
  treaties: { nodes: { title: string; signed: string | null; status: string }[] };
}

const boundQuery = `query HowBound($from: NodeRef!, $to: NodeRef!, $on: Date!) {
  defense: paths(from: $from, to: [$to], asOf: $on, limit: 5) { ...Found }
  other: paths(from: $from, to: [$to], asOf: $on, profile: PACT, maxHops: 1, limit: 1) { ...Found }
  membership: paths(from: $from, to: [$to], asOf: $on, profile: MEMBERSHIP, maxHops: 1, limit: 1) { ...Found }
}

fragment Found on PathResult {
  warnings
  truncated
  onlyThrough { nodes { id name } treaties { id title } }
  paths {
    nodes { id name }
    hops {
      label
      from { id name }
      to { id name }
      relationship { ...Tie }
      relationships { ...Tie }
    }
  }
}

fragment Tie on Relationship {
  text
  from { id name }
  period { text }
  source { title url }
  ... on AlliedWith { obligationType binding treaty { id title } article { number quotation } }
}`;

// Why there is no alliance is often that a treaty is signed and not in force.
const pendingQuery = `query Signed($from: NodeRef!, $to: NodeRef!, $on: Date!) {
  treaties(filter: { parties: [$from, $to], onlyParties: true }, orderBy: { field: SIGNED, direction: DESC }) {
    nodes { title signed status(asOf: $on) }
  }
}`;

/** Makes the form answer, and asks its first question: the one given, as from an address, or that of the form. `heard` is told of each further one. */
export function answerBound(first: Partial<Question>, heard: (question: Question) => void): Promise<void> {
  const form = byId("bound", HTMLFormElement);
  const answer = byId("bound-answer", HTMLElement);
  const [from, to, on] = ["bound-from", "bound-to", "bound-on"].map((id) => byId(id, HTMLInputElement)) as [
    HTMLInputElement,
    HTMLInputElement,
    HTMLInputElement,
  ];
  from.value = first.from || from.value;
  to.value = first.to || to.value;
  on.value = first.on || on.value;
  let asked = 0;
  for (const [field, label] of [[from, "How is"], [to, "bound to"]] as const) {
    combobox({ id: field.id, label, input: field, value: field.value, labels: actorLabels, free: true, pick: () => form.requestSubmit() });
  }

  const update = async () => {
    const turn = ++asked;
    const question = { from: from.value.trim(), to: to.value.trim(), on: on.value };
    answer.setAttribute("aria-busy", "true");
    if (turn > 1) heard(question);
    const shown = await told(question).catch((fault: unknown) => [faultLine(fault)]);
    if (turn !== asked) return; // another question was put meanwhile
    answer.replaceChildren(...shown);
    answer.removeAttribute("aria-busy");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void update();
  });
  for (const button of form.querySelectorAll<HTMLButtonElement>("button[data-on]")) {
    button.addEventListener("click", () => {
      from.value = button.dataset.from ?? from.value;
      to.value = button.dataset.to ?? to.value;
      on.value = button.dataset.on ?? on.value;
      void update();
    });
  }
  return update();
}

interface Question extends Record<string, unknown> {
  from: string;
  to: string;
  on: string;
}

async function told(question: Question): Promise<Node[]> {
  const { defense, other, membership } = await ask<Bound>(boundQuery, question);
  const shown: Node[] = membership.paths.flatMap(({ hops }) => hops.map(hopLine));
  const [path] = defense.paths;
  if (path) {
    const through = way(path.nodes, defense);
    if (through) shown.push(create("p", through));
    shown.push(...path.hops.map(hopLine));
  }
  // What else binds the two directly: duties of other kinds, and what does not bind in law or is in dispute.
  const known = new Set(path?.nodes.length === 2 ? path.hops.flatMap((hop) => hop.relationships.map(({ text }) => text)) : []);
  const rest = other.paths.flatMap(({ hops }) => hops).flatMap((hop) => hop.relationships.filter(({ text }) => !known.has(text)));
  if (!path && !shown.length) shown.push(...(await notBound(question)));
  const shownOnce = new Set<Tie>();
  for (const tie of rest) {
    if (shownOnce.has(tie)) continue;
    const back = rest.find((r) => r.from.id !== tie.from.id && !shownOnce.has(r) && sameDuty(r, tie));
    const line = tieLine(tie.text, tie);
    if (back) {
      shownOnce.add(back);
      line.append(detail(`And the other way: ${back.text}`));
    }
    shown.push(line);
  }
  for (const warning of membership.paths.length ? [] : defense.warnings) shown.push(detail(warning));
  const link = create("a", "See the query");
  link.href = `/graphiql?${new URLSearchParams({ query: boundQuery, variables: JSON.stringify(question, null, 2) })}`;
  return [...shown, create("p", link)];
}

/** Through whom two are bound that are not bound directly: whoever is on every path, where all paths are known, else the shortest for an example. */
function way(nodes: Named[], { onlyThrough, paths, truncated }: Found): string | null {
  const between = nodes.slice(1, -1);
  if (!between.length) return null;
  const names = (list: Named[]) => list.map(({ name }) => called(name)).join(" and ");
  if (!onlyThrough.nodes.length || truncated) return `Not bound directly, but through others: ${names(between)}, for instance.`;
  const rests = paths.length > 1 && onlyThrough.treaties.length ? `, and every way rests on ${onlyThrough.treaties.map((t) => `${article(t.title)}${t.title}`).join(" and ")}` : "";
  return `Bound only through ${names(onlyThrough.nodes)}${rests}:`;
}

/** A hop with both directions: who owes is not always owed. */
function hopLine({ label, from, to, relationship, relationships }: Hop): HTMLElement {
  const line = tieLine(label, relationship);
  if (!relationship.obligationType) return line;
  const back = relationships.find((r) => r.from.id !== relationship.from.id && r.obligationType === relationship.obligationType);
  const [owes, owed] = relationship.from.id === from.id ? [from, to] : [to, from];
  line.append(detail(back ? `And the other way: ${back.text}` : `In one direction only: ${called(owed.name)} owes ${called(owes.name)} nothing of the kind in the loaded data.`));
  return line;
}

function sameDuty(a: Tie, b: Tie): boolean {
  return !!a.obligationType && a.obligationType === b.obligationType && a.treaty?.id === b.treaty?.id && a.article?.number === b.article?.number && a.period.text === b.period.text;
}

function tieLine(label: string, tie: Tie): HTMLElement {
  const line = create("div", create("strong", label), h("p", { class: "detail" }, tie.treaty && [h("a", { href: nodeLink(tie.treaty.id) }, tie.treaty.title), ", "], tie.period.text));
  if (tie.binding === false) line.append(detail("A political commitment: it does not bind in international law."));
  if (tie.obligationType && tie.binding === null) line.append(detail("Whether it binds is in dispute."));
  const quotation = tie.article?.quotation;
  if (quotation) line.append(create("blockquote", `“${quotation}”`));
  if (tie.source) {
    const source = create("p", "Source: ", linked(tie.source.title, tie.source.url));
    source.className = "detail";
    line.append(source);
  }
  return line;
}

function detail(words: string): HTMLElement {
  const line = create("p", words);
  line.className = "detail";
  return line;
}

async function notBound(question: Question): Promise<Node[]> {
  const lines = [create("strong", `No duty of defence between them on ${question.on} is in the loaded data.`)];
  // What was signed only adds to the answer: a name that means somebody only on that day has none.
  const signed = await ask<Pending>(pendingQuery, question).catch(() => null);
  for (const treaty of signed?.treaties.nodes ?? []) {
    if (treaty.status === "SIGNED") lines.push(create("p", `Signed on ${treaty.signed} and not in force: ${treaty.title}`));
  }
  return lines;
}
