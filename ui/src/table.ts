// Tables: what is seen is what is saved as CSV. Dates stand as text, with one sortable day beside them in the file.
import { h } from "./dom";
import { csv } from "./formats";
import { save } from "./save";

export interface Column<R> {
  name: string;
  /** What stands in the cell; its text by default. */
  cell?: (row: R) => Node | string | (Node | string)[];
  /** What is saved of it. */
  text: (row: R) => string;
  /** The day by which it sorts, for a date that may be known only to the month. */
  day?: (row: R) => string;
  number?: boolean;
  /** Whether it is only shown where its cells differ; it is saved either way. */
  same?: boolean;
  /** Whether it names the row. */
  head?: boolean;
}

export interface TableOptions<R> {
  caption: string;
  columns: Column<R>[];
  rows: R[];
  /** The name of the file. */
  file?: string;
  /** The id by which a row is selected. */
  id?: (row: R) => string;
  /** So many rows are shown at once; the rest behind a button. */
  shown?: number;
  /** What is said under the caption, such as that it is not complete. */
  note?: string;
}

export function table<R>(o: TableOptions<R>): HTMLElement {
  const columns = o.columns.filter((c) => !c.same || o.rows.length < 2 || o.rows.some((r) => c.text(r) !== c.text(o.rows[0]!)));
  // Stacked, a row takes a tenth of the screen.
  const shown = o.shown ?? (matchMedia("(max-width: 40rem)").matches ? 60 : 200);
  const body = h("tbody");
  let order: R[] = o.rows;
  let at = 0;
  const more = h("button", { type: "button", class: "quiet", onclick: () => fill(order.length) });
  const fill = (upTo: number) => {
    body.append(...order.slice(at, upTo).map((r) => line(columns, r, o.id?.(r))));
    at = Math.min(upTo, order.length);
    more.hidden = at >= order.length;
    more.textContent = `Show the other ${order.length - at}`;
  };
  const heads = columns.map((c, i) => {
    const button = h("button", { type: "button", class: "sort" }, c.name);
    const th = h("th", { scope: "col", class: c.number && "number" }, button);
    button.addEventListener("click", () => {
      const up = th.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", up ? "ascending" : "descending");
      order = sorted(o.rows, columns[i]!, up);
      body.replaceChildren();
      at = 0;
      fill(shown);
    });
    return th;
  });
  fill(shown);
  const saving = h("button", { type: "button", class: "quiet csv", onclick: () => save(`${o.file ?? "table"}.csv`, "text/csv", csv(csvRows(o, order))) }, "CSV");
  const caption = h("caption", null, h("span", { class: "caption" }, h("span", null, o.caption, o.note && h("small", null, ` ${o.note}`)), o.rows.length > 0 && saving));
  // Where the screen is narrow the rows of a wide table are stacked.
  const wide = columns.length > 3;
  const element = h("table", { class: wide ? "data wide" : "data" }, caption, h("thead", null, h("tr", null, heads)), body);
  return h("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": o.caption }, element, more);
}

function line<R>(columns: Column<R>[], row: R, id: string | undefined): HTMLElement {
  const cells = columns.map((c) => {
    const content = c.cell?.(row) ?? c.text(row);
    if (c.head) return h("th", { scope: "row" }, content);
    return h("td", { class: c.number ? "number" : c.text(row).length > 24 ? "long" : c.day ? "dated" : null, "data-column": c.name }, content);
  });
  return h("tr", id ? { "data-id": id } : null, cells);
}

function sorted<R>(rows: R[], column: Column<R>, up: boolean): R[] {
  const key = (r: R) => column.day?.(r) ?? column.text(r);
  const numeric = (a: string, b: string) => Number(a.replaceAll(",", "")) - Number(b.replaceAll(",", ""));
  const compare = column.number ? numeric : (a: string, b: string) => a.localeCompare(b, "en");
  // What has no value stands last either way.
  const by = (a: R, b: R) => (key(a) === "" ? 1 : key(b) === "" ? -1 : compare(key(a), key(b)) * (up ? 1 : -1));
  return [...rows].sort(by);
}

/** The rows of the file: a header, then one line for each row of the table. */
export function csvRows<R>(o: Pick<TableOptions<R>, "columns">, rows: R[]): string[][] {
  const header = o.columns.flatMap((c) => (c.day ? [c.name, `${c.name} (day)`] : [c.name]));
  return [header, ...rows.map((r) => o.columns.flatMap((c) => (c.day ? [c.text(r), c.day(r)] : [c.text(r)])))];
}
