// The question at the head of the front page: how is one bound to the other on a day?
import { byId, create, faultLine, linked } from "./dom";
import { ask } from "./server";

interface Hop {
  label: string;
  relationship: {
    period: { text: string };
    source: { title: string; url: string | null } | null;
    treaty?: { title: string };
    article?: { quotation: string | null } | null;
  };
}

interface Bound {
  paths: { paths: { hops: Hop[] }[] };
}

interface Pending {
  treaties: { nodes: { title: string; signed: string | null; status: string }[] };
}

const boundQuery = `query HowBound($from: NodeRef!, $to: NodeRef!, $on: Date!) {
  paths(from: $from, to: [$to], asOf: $on, limit: 1) {
    paths {
      hops {
        label
        relationship {
          period { text }
          source { title url }
          ... on AlliedWith { treaty { title } article { quotation } }
        }
      }
    }
  }
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
  const [path] = (await ask<Bound>(boundQuery, question)).paths.paths;
  const shown = path ? path.hops.map(hopLine) : await notBound(question);
  const link = create("a", "See the query");
  link.href = `/graphiql?${new URLSearchParams({ query: boundQuery, variables: JSON.stringify(question, null, 2) })}`;
  return [...shown, create("p", link)];
}

function hopLine({ label, relationship }: Hop): HTMLElement {
  const details = create("p", `${relationship.treaty?.title ?? ""}, ${relationship.period.text}`);
  details.className = "detail";
  const line = create("div", create("strong", label), details);
  const quotation = relationship.article?.quotation;
  if (quotation) line.append(create("blockquote", `“${quotation}”`));
  if (relationship.source) {
    const source = create("p", "Source: ", linked(relationship.source.title, relationship.source.url));
    source.className = "detail";
    line.append(source);
  }
  return line;
}

async function notBound(question: Question): Promise<Node[]> {
  const lines = [create("strong", `No alliance bound them on ${question.on}.`)];
  // What was signed only adds to the answer: a name that means somebody only on that day has none.
  const signed = await ask<Pending>(pendingQuery, question).catch(() => null);
  for (const treaty of signed?.treaties.nodes ?? []) {
    if (treaty.status === "SIGNED") lines.push(create("p", `Signed on ${treaty.signed} and not in force: ${treaty.title}`));
  }
  return lines;
}
