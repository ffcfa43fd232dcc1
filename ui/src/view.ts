// What a view is to the shell: a question at the top of the page, and the answer under it.
import { type Address, type Page, type Values, altered, format } from "./address";
import { h } from "./dom";
import { type Answered, type Asked, Fault, askFully } from "./server";
import type { RulerOptions } from "./ruler";

export interface View<P extends Page> {
  title(at: Address<P>): string;
  /** Whether it speaks of today where no day is given. */
  today?(at: Address<P>): boolean;
  /** The question as a form; the shell shows it at once. */
  question?(ctx: Context<P>): Node;
  answer(ctx: Context<P>): Promise<Answer>;
}

export interface Answer {
  /** A better title than that of the address, such as the name of a node. */
  title?: string;
  /** The answer as a sentence; spoken too. */
  sentence?: Node | string | (Node | string)[];
  body: Node[];
  /** Legend and filters, beside the answer. */
  side?: Node[];
  ruler?: RulerOptions;
  /** What is shown of something selected that is no node. */
  detail?(id: string): Node | null;
  /** What the answer lacks, or hides, in words. */
  warnings?: string[];
  /** Ways to save it besides those of every answer. */
  saves?: { name: string; run(): void }[];
  /** Whether it has nothing to save or share, as the front page. */
  plain?: boolean;
}

/** The answer where the question is not put yet: what is wanted, and examples by their addresses. */
export function nothingAsked(wanted: string, examples: Record<string, string>): Answer {
  const example = ([link, text]: [string, string]) => h("li", null, h("a", { href: link }, text));
  return { body: [h("p", { class: "note" }, `${wanted} For example:`), h("ul", null, Object.entries(examples).map(example))], plain: true };
}

export class Context<P extends Page> {
  /** What was asked, for export and the playground. */
  readonly asked: Asked[] = [];
  /** The day that the server took for today, or that was asked of. */
  asOf = "";
  dataVersion = "";
  /** What the server has said beside its answers. */
  readonly warnings: string[] = [];
  /** The day that the server takes for today; only where the view says that it speaks of it. */
  today = "";

  constructor(
    public at: Address<P>,
    readonly signal: AbortSignal,
    private readonly navigate: (to: Address, how: boolean | "quiet") => void,
    readonly say: (text: string) => void,
  ) {}

  get values(): Values<P> {
    return this.at.values;
  }

  /** The day to ask of; undefined lets the server take today. */
  get day(): string | undefined {
    return (this.at.values as { asOf: string }).asOf || undefined;
  }

  get datasets(): string[] | undefined {
    const given = (this.at.values as { ds: string[] }).ds;
    return given.length ? given : undefined;
  }

  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const asked: Asked = { query, variables };
    this.asked.push(asked);
    const answer = await this.again<T>(asked);
    this.asOf ||= answer.asOf;
    this.dataVersion = answer.dataVersion;
    this.warnings.push(...answer.warnings.filter((w) => !this.warnings.includes(w)));
    return answer.data;
  }

  // Another view may have asked the same, and given up.
  private async again<T>(asked: Asked): Promise<Answered<T>> {
    try {
      return await askFully<T>(asked, this.signal);
    } catch (fault) {
      if (!this.signal.aborted && fault instanceof DOMException) return askFully<T>(asked, this.signal);
      throw fault;
    }
  }

  link(values: Partial<Values<P>>): string {
    return format(altered(this.at, values) as Address);
  }

  go(values: Partial<Values<P>>, replace = false): void {
    this.navigate(altered(this.at, values) as Address, replace);
  }

  /** Writes into the address what the page shows already, such as where a node was dragged. */
  note(values: Partial<Values<P>>): void {
    this.at = altered(this.at, values);
    this.navigate(this.at as Address, "quiet");
  }

  to(address: Address): void {
    this.navigate(address, false);
  }

  select(id: string): void {
    this.go({ sel: id } as Partial<Values<P>>);
  }
}

export { Fault };
