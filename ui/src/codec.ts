// How one value of the state is read from its parameters and written into them. A value as it is by default is not written.

export interface Codec<T> {
  readonly none: T;
  /** Reads the parameter's values, of which there is at least one; what it throws says what would be valid. */
  read(texts: string[]): T;
  write(value: T): string[];
}

export function text(): Codec<string> {
  return { none: "", read: (texts) => texts[0]!, write: (value) => (value ? [value] : []) };
}

export function flag(): Codec<boolean> {
  return {
    none: false,
    read: ([given]) => {
      if (given !== "1" && given !== "0") throw new Error(`"${given}" is neither 1 nor 0`);
      return given === "1";
    },
    write: (value) => (value ? ["1"] : []),
  };
}

export function number(none: number, least: number, most: number): Codec<number> {
  return {
    none,
    read: ([given]) => {
      const value = Number(given);
      if (!/^\d+$/.test(given!) || value < least || value > most) throw new Error(`"${given}" is no whole number from ${least} to ${most}`);
      return value;
    },
    write: (value) => (value === none ? [] : [String(value)]),
  };
}

/** A day of the calendar, or "" for none. */
export function day(): Codec<string> {
  return {
    none: "",
    read: ([given]) => {
      const at = new Date(`${given}T00:00:00Z`);
      if (!/^\d{4}-\d{2}-\d{2}$/.test(given!) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== given) {
        throw new Error(`"${given}" is no day; write it as 2024-12-04`);
      }
      return given!;
    },
    write: (value) => (value ? [value] : []),
  };
}

/** One of some words; the first is the default. */
export function choice<const T extends readonly [string, ...string[]]>(words: T): Codec<T[number]> {
  return {
    none: words[0],
    read: ([given]) => {
      if (!words.includes(given!)) throw new Error(`"${given}" is none of ${words.filter(Boolean).join(", ")}`);
      return given!;
    },
    write: (value) => (value === words[0] ? [] : [value]),
  };
}

/** Several of some words, with commas between. */
export function choices<const T extends readonly string[]>(words: T): Codec<T[number][]> {
  return {
    none: [],
    read: (texts) => {
      const given = [...new Set(texts.flatMap((t) => t.split(",")).filter(Boolean))];
      const strange = given.find((word) => !words.includes(word));
      if (strange !== undefined) throw new Error(`"${strange}" is none of ${words.join(", ")}`);
      return given;
    },
    write: (value) => (value.length ? [value.join(",")] : []),
  };
}

/** Texts with commas between; a comma within one is escaped. */
export function list(): Codec<string[]> {
  return {
    none: [],
    read: (texts) => texts.flatMap((t) => t.split(",")).filter(Boolean).map(plain),
    write: (value) => (value.length ? [value.map((t) => t.replace(/[%,]/g, (c) => (c === "," ? "%2C" : "%25"))).join(",")] : []),
  };
}

function plain(text: string): string {
  return text.replace(/%(2C|25)/g, (_, code: string) => (code === "2C" ? "," : "%"));
}

/** Texts that each have a parameter of their own. */
export function many(): Codec<string[]> {
  return { none: [], read: (texts) => texts.filter(Boolean), write: (value) => value };
}

export type Pins = Record<string, [number, number]>;

/** Where nodes were pinned, as id@x,y. */
export function pins(): Codec<Pins> {
  return {
    none: {},
    read: (texts) => {
      const found: Pins = {};
      for (const given of texts) {
        const parts = /^(.+)@(-?\d+),(-?\d+)$/s.exec(given);
        if (!parts) throw new Error(`"${given}" is no pin; write it as state:PRK@120,-40`);
        found[parts[1]!] = [Number(parts[2]), Number(parts[3])];
      }
      return found;
    },
    write: (value) => Object.entries(value).map(([id, [x, y]]) => `${id}@${Math.round(x)},${Math.round(y)}`),
  };
}
