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
      { name: "Pyongyang and Moscow, 2023 and 2024", link: "/timeline?actor=state:PRK&actor=state:RUS&from=2023-01-01&to=2024-12-31" },
    ],
  },
  {
    name: "July 1914",
    questions: [
      { name: "Austria-Hungary attacks Serbia: who must help whom? (ATOP or COW loaded)", link: "/attack?asOf=1914-07-28&a=state:AUH&v=state:SRB" },
      { name: "The ties of Germany on the eve (ATOP or COW loaded)", link: "/node/state:DEU?asOf=1914-07-28" },
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
    name: "NATO's growth",
    questions: [
      { name: "NATO, its members and when each joined", link: "/node/org:nato?tab=members" },
      { name: "NATO in 1952", link: "/node/org:nato?asOf=1952-12-31&tab=members" },
      { name: "What changed between 1989 and 2004", link: "/diff?d1=1989-11-09&d2=2004-12-31&by=treaty" },
      { name: "What changed for Finland between 2022 and 2024", link: "/diff?d1=2022-02-24&d2=2024-12-31&actor=state:FIN" },
    ],
  },
];
