// The lists in an answer as flat tables. Pure.

export interface Flat {
  /** Where in the answer the list stands: `paths.paths`. */
  name: string;
  columns: string[];
  rows: string[][];
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Every list of objects that is not inside another list. What is nested becomes columns (`from.name`), a list inside a row its number, or its texts. */
export function flatten(data: unknown): Flat[] {
  const out: Flat[] = [];
  const look = (value: Json, name: string) => {
    if (Array.isArray(value)) {
      const objects = value.filter((v): v is { [name: string]: Json } => typeof v === "object" && v !== null && !Array.isArray(v));
      if (objects.length) out.push(flat(name, objects));
    } else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) look(inner, name ? `${name}.${key}` : key);
    }
  };
  look(data as Json, "");
  return out;
}

function flat(name: string, objects: { [name: string]: Json }[]): Flat {
  const rows = objects.map((o) => cells(o, ""));
  const columns = [...new Set(rows.flatMap((r) => [...r.keys()]))];
  return { name, columns, rows: rows.map((r) => columns.map((c) => r.get(c) ?? "")) };
}

function cells(o: { [name: string]: Json }, before: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, value] of Object.entries(o)) {
    const name = before + key;
    if (Array.isArray(value)) {
      out.set(name, value.every((v) => typeof v !== "object" || v === null) ? value.map(shown).join("; ") : `${value.length} in a list`);
    } else if (typeof value === "object" && value !== null) {
      for (const [inner, text] of cells(value, `${name}.`)) out.set(inner, text);
    } else {
      out.set(name, shown(value));
    }
  }
  return out;
}

function shown(value: Json): string {
  return value === null ? "" : String(value);
}
