// Days and periods as the data know them: a date may be known only to the month or the year, and a period is half-open.

export interface Period {
  from: string | null;
  until: string | null;
  text: string;
  /** The day of the start, or of the end, is not known: what stands there is the best known. */
  startUncertain: boolean;
  endUncertain: boolean;
}

/** The first day that a date can mean. */
export function firstDay(date: string): string {
  return date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date;
}

/** The day after the last that a date can mean. */
export function dayAfter(date: string): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number?, number?];
  if (month === undefined) return iso(Date.UTC(year + 1, 0, 1));
  if (day === undefined) return iso(Date.UTC(year, month, 1));
  return iso(Date.UTC(year, month - 1, day + 1));
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The first day of a period; the beginning of time where it is not known. */
export function start(period: { from: string | null }): string {
  return period.from ? firstDay(period.from) : "0000-01-01";
}

/** The first day no longer in a period: an end known only to the month lasts through its last day. */
export function end(period: { until: string | null }): string {
  if (!period.until) return "9999-12-31";
  return period.until.length === 10 ? period.until : dayAfter(period.until);
}

export function holds(period: { from: string | null; until: string | null }, day: string): boolean {
  return start(period) <= day && day < end(period);
}

/** Days since 1970, for scales. */
export function ordinal(day: string): number {
  return Math.round(Date.parse(`${firstDay(day)}T00:00:00Z`) / 86_400_000);
}

export function fromOrdinal(n: number): string {
  return iso(Math.round(n) * 86_400_000);
}

export function shifted(day: string, by: { days?: number; months?: number; years?: number }): string {
  const [y, m, d] = day.split("-").map(Number) as [number, number, number];
  if (by.days) return iso(Date.UTC(y, m - 1, d + by.days));
  const month = m - 1 + (by.months ?? 0) + 12 * (by.years ?? 0);
  const last = new Date(Date.UTC(y, month + 1, 0)).getUTCDate();
  return iso(Date.UTC(y, month, Math.min(d, last)));
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "4 Dec 2024", "Dec 2024" or "2024", as exactly as it is known. */
export function words(date: string | null | undefined): string {
  if (!date) return "";
  const [year, month, day] = date.split("-");
  if (!month) return year!;
  const name = months[Number(month) - 1] ?? month;
  return day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
}

/** "since 4 Dec 2024", "1961 – 1996 (end uncertain)". */
export function span(period: Partial<Period>): string {
  const doubt = [period.startUncertain && period.from && "start", period.endUncertain && period.until && "end"].filter(Boolean).join(" and ");
  const said = doubt ? ` (${doubt} uncertain)` : "";
  if (period.from && period.until) return `${words(period.from)} – ${words(period.until)}${said}`;
  if (period.from) return `since ${words(period.from)}${said}`;
  return period.until ? `until ${words(period.until)}${said}` : "";
}
