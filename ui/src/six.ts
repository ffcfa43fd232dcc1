// Six questions of the front page, with their answers counted by the server.
import { type Change, totals } from "./diff/changes";
import { counted, figure, h } from "./dom";
import { readLink } from "./address";
import { ask } from "./server";

interface Six {
  title: string;
  link: string;
  query: string;
  /** The answer in a few words. */
  told(data: never): string;
}

function six<T>(title: string, link: string, query: string, told: (data: T) => string): Six {
  return { title, link, query, told };
}

interface Attacked {
  obligationsIfAttacked: { responders: { verdict: string }[] };
}

function verdicts({ obligationsIfAttacked: { responders } }: Attacked): string {
  const of = (verdict: string) => responders.filter((r) => r.verdict === verdict).length;
  const parts = [
    [of("OBLIGED"), "must help"],
    [of("CONDITIONAL"), "must help on a condition"],
    [of("CONSULT_ONLY"), "must consult"],
    [of("CONFLICTED"), "torn"],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, words]) => `${n} ${words}`);
  return said.length ? said.join(", ") : "Nobody is bound to";
}

const questions: Six[] = [
  six("Who must help Poland if Russia attacks it?", "/attack?a=state:RUS&v=state:POL", `query Six { obligationsIfAttacked(attacker: "state:RUS", victim: "state:POL") { responders { verdict } } }`, verdicts),
  six("Who must help South Korea if North Korea attacks it?", "/attack?a=state:PRK&v=state:KOR", `query Six { obligationsIfAttacked(attacker: "state:PRK", victim: "state:KOR") { responders { verdict } } }`, verdicts),
  six<{ paths: { paths: { length: number }[]; truncated: boolean } }>(
    "By which chains of defence is Estonia protected by the United States?",
    "/paths?from=state:EST&to=state:USA&profile=DEFENSE_CHAIN&hops=2",
    `query Six { paths(from: "state:EST", to: ["state:USA"], profile: DEFENSE_CHAIN, maxHops: 2) { paths { length } truncated } }`,
    ({ paths: { paths, truncated } }) => `${truncated ? "at least " : ""}${counted(paths.length, "chain")}, the shortest of ${counted(paths[0]?.length ?? 0, "step")}`,
  ),
  six<{ allianceDiff: { changes: Pick<Change, "kind" | "beneficiaries">[] } }>(
    "What changed for Sweden in 2024?",
    "/diff?d1=2024-01-01&d2=2024-12-31&actor=state:SWE",
    `query Six { allianceDiff(from: "2024-01-01", to: "2024-12-31", actors: ["state:SWE"]) { changes { kind beneficiaries { id } } } }`,
    ({ allianceDiff: { changes } }) => {
      const n = totals(changes);
      return `${counted(n.GAINED, "duty", "duties")} gained, ${figure(n.LOST)} lost, ${figure(n.CHANGED)} changed`;
    },
  ),
  six<{ timeline: { totalCount: number } }>(
    "What happened between Pyongyang and Moscow in 2023 and 2024?",
    "/timeline?actor=state:PRK&actor=state:RUS&from=2023-01-01&to=2024-12-31",
    `query Six { timeline(actors: ["state:PRK", "state:RUS"], from: "2023-01-01", to: "2025-01-01", first: 1) { totalCount } }`,
    ({ timeline }) => `${counted(timeline.totalCount, "dated event or change", "dated events and changes")}`,
  ),
  six<{ contradictions: { totalCount: number } }>(
    "Which promises cannot all be taken at their word?",
    "/data?tab=contradictions",
    "query Six { contradictions(first: 1) { totalCount } }",
    ({ contradictions }) => counted(contradictions.totalCount, "contradiction"),
  ),
];

export async function countedQuestions(): Promise<Node[]> {
  const card = async ({ title, link, query, told }: Six) => {
    const answer = await ask<never>(query).then(told, () => "not in these data");
    return h("li", null, h("a", { href: link }, h("span", null, title), h("b", null, answer)));
  };
  return [h("ul", { class: "counted" }, await Promise.all(questions.filter(({ link }) => readLink(link)).map(card)))];
}
