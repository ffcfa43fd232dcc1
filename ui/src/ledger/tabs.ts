// Which tabs the page of a node has, by its label.
import type { Head } from "../views/node";
import type { Context } from "../view";
import { article, obligation, parties, treatyArticles, treatyLife } from "./treaty";
import { duties, treatiesOfAllTime } from "./duties";
import { datasetFacts, statements } from "./statements";
import { eventAccount, events, figures, members, memberships, mentions, offices, relationships, weaponUse, weapons } from "./lists";

export interface Parts {
  body: Node[];
  warnings?: string[];
  side?: Node[];
}

export interface Tab {
  /** Its name in the address. */
  name: string;
  title: string;
  /** The relationships that it is about, where it is about some. */
  types?: string[];
  count?(node: Head): number;
  build(ctx: Context<"node">, node: Head): Promise<Parts>;
}

/** Which of its relationships are counted beside the title. */
type Counted = "OUT" | "both";

const degree = (types: string[], counted: Counted) => (node: Head) => node.degrees.filter((d) => types.includes(d.type) && (counted === "both" || d.direction === counted)).reduce((sum, d) => sum + d.count, 0);

const tab = (name: string, title: string, build: Tab["build"], types?: string[], counted?: Counted): Tab => ({ name, title, build, ...(types ? { types } : {}), ...(types && counted ? { count: degree(types, counted) } : {}) });

const own = {
  statements: tab("statements", "Statements", statements),
  all: tab("relationships", "Everything", relationships),
  duties: tab("duties", "Obligations", duties),
  treaties: tab("treaties", "Treaties", treatiesOfAllTime, ["PARTY_TO"]),
  memberships: tab("memberships", "Memberships", memberships, ["MEMBER_OF"], "OUT"),
  members: tab("members", "Members", members, ["MEMBER_OF"]),
  weapons: tab("weapons", "Weapons and transfers", weapons, ["OPERATES", "DEVELOPED", "SUPPLIED"], "both"),
  events: tab("events", "Events", events),
  offices: tab("offices", "Offices", offices, ["HOLDS_OFFICE"]),
  figures: tab("figures", "Figures", figures),
};

const byLabel: Record<string, Tab[]> = {
  STATE: [own.duties, own.treaties, own.memberships, own.weapons, own.events, own.offices, own.figures, own.all, own.statements],
  ORGANIZATION: [own.members, own.duties, own.treaties, own.memberships, own.weapons, own.events, own.offices, own.all, own.statements],
  PERSON: [own.offices, own.events, own.memberships, own.duties, own.all, own.statements],
  ARMED_GROUP: [own.events, own.duties, own.memberships, own.weapons, own.all, own.statements],
  TREATY: [tab("articles", "Articles", treatyArticles), tab("parties", "Parties", parties, ["PARTY_TO"]), tab("life", "Life", treatyLife), own.all, own.statements],
  ARTICLE: [tab("text", "Text", article), own.all, own.statements],
  OBLIGATION: [tab("text", "Terms", obligation), own.all, own.statements],
  WEAPON_SYSTEM: [tab("use", "Operators and deals", weaponUse, ["OPERATES", "DEVELOPED", "TRANSFERS"]), own.figures, own.all, own.statements],
  EVENT: [tab("account", "Account", eventAccount), own.all, own.statements],
  SOURCE: [tab("mentions", "What it names", mentions), own.all, own.statements],
  DATASET: [tab("facts", "What it is", datasetFacts), own.statements],
};

export function tabsOf(label: string): Tab[] {
  return byLabel[label] ?? [own.all, own.statements];
}
