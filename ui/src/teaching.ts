// A set of questions for teaching that comes with the product.
import type { Kept } from "./saved";

export const teaching: { name: string; questions: Kept[] }[] = [
  {
    name: "Korea 2024",
    questions: [
      { name: "The day before the treaty was in force: is North Korea bound to Russia?", link: "/paths?asOf=2024-12-03&from=state:PRK&to=state:RUS" },
      { name: "The day on which it entered into force", link: "/paths?asOf=2024-12-04&from=state:PRK&to=state:RUS" },
      { name: "Ukraine attacks Russia: who must help?", link: "/attack?asOf=2024-12-04&a=state:UKR&v=state:RUS" },
      { name: "North Korea attacks South Korea: who must help whom?", link: "/attack?asOf=2024-12-04&a=state:PRK&v=state:KOR" },
      { name: "Korea in the second week of October 2024", link: "/timeline?view=table&actor=state:PRK&actor=state:KOR&from=2024-10-07&to=2024-10-14&kinds=EVENT" },
      { name: "Pyongyang and Moscow, 2023 and 2024", link: "/timeline?actor=state:PRK&actor=state:RUS&from=2023-01-01&to=2024-12-31" },
    ],
  },
  {
    name: "July 1914",
    questions: [
      { name: "Austria-Hungary attacks Serbia: who must help whom? (ATOP or COW loaded)", link: "/attack?asOf=1914-07-28&a=state:austria-hungary&v=state:serbia-1817" },
      { name: "The ties of Germany on the eve (ATOP or COW loaded)", link: "/node/state:german-reich?asOf=1914-07-28" },
    ],
  },
  {
    name: "The Baltic",
    questions: [
      { name: "Russia attacks Estonia: who must help?", link: "/attack?a=state:RUS&v=state:EST" },
      { name: "By which chains is Estonia protected by the United States?", link: "/paths?from=state:EST&to=state:USA&profile=DEFENSE_CHAIN&hops=2" },
      { name: "What changed for Sweden in 2024", link: "/diff?d1=2024-01-01&d2=2024-12-31&actor=state:SWE" },
    ],
  },
  {
    name: "The Taiwan Strait",
    questions: [
      { name: "China attacks Taiwan: who must help?", link: "/attack?a=state:CHN&v=state:TWN" },
      { name: "The United States and Taiwan on New Year's Eve 1978", link: "/paths?asOf=1978-12-31&from=state:USA&to=state:TWN" },
      { name: "China attacks Japan: who must help?", link: "/attack?a=state:CHN&v=state:JPN" },
    ],
  },
  {
    name: "The sources",
    questions: [
      { name: "Who says when the treaty of 2024 between Russia and North Korea was signed?", link: "/node/treaty:ru-kp-2024?tab=statements" },
      { name: "Where do datasets disagree about 1961? (COW and ATOP loaded)", link: "/data?asOf=1961-07-01&tab=differ" },
      { name: "Who supplied missiles to whom? (SIPRI's transfers loaded)", link: "/data?tab=arms&kind=Missiles" },
    ],
  },
  {
    name: "NATO's growth",
    questions: [
      { name: "NATO, its members and when each joined", link: "/node/org:nato?tab=members" },
      { name: "NATO in 1952", link: "/node/org:nato?asOf=1952-12-31&tab=members" },
      { name: "What changed between 1989 and 2004", link: "/diff?d1=1989-11-09&d2=2004-12-31&by=treaty" },
      { name: "What changed for Finland between 2022 and 2024", link: "/diff?d1=2022-02-24&d2=2024-12-31&actor=state:FIN" },
    ],
  },
];
