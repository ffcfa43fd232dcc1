// What the pages ask of the server, and how its answers and faults are read.

export interface Example {
  /** Its name in links. */
  name: string;
  /** The question in words. */
  description: string;
  query: string;
  /** An object, or absent where the query has none. */
  variables?: Record<string, unknown> | null;
}

export interface Candidate {
  id: string;
  name: string;
  why: string;
}

/** Why there is no answer: a message for people, a code and, where a name was not understood, who may be meant. */
export class Fault extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly candidates: Candidate[] = [],
    readonly requestId = "",
  ) {
    super(message);
  }
}

export interface Answered<T> {
  data: T;
  /** The day that was asked about, where there is one. */
  asOf: string;
  dataVersion: string;
  /** What the server says beside the answer, where the answer has no field for it. */
  warnings: string[];
}

/** One question with its answer, as it is exported and shown in the playground. */
export interface Asked {
  query: string;
  variables: Record<string, unknown>;
  response?: unknown;
}

interface Raw {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string; candidates?: Candidate[] } }[];
  extensions?: { entente?: { asOf?: string | null; dataVersion?: string; warnings?: string[] } };
}

export async function fetchExamples(): Promise<Example[]> {
  return (await read(await fetch("/examples.json"))) as Example[];
}

/** What was answered lately: going back, or showing an answer in another way, asks nothing. */
const kept = new Map<string, Promise<Raw>>();
const keep = 60;

export async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  return (await askFully<T>({ query, variables })).data;
}

/** Asks, and notes the response beside the question. */
export async function askFully<T>(asked: Asked, signal?: AbortSignal): Promise<Answered<T>> {
  const body = JSON.stringify({ query: asked.query, variables: asked.variables });
  let pending = kept.get(body);
  if (!pending) {
    pending = send(body, signal);
    kept.set(body, pending);
    pending.catch(() => kept.delete(body));
    if (kept.size > keep) kept.delete(kept.keys().next().value!);
  }
  const answer = await pending;
  if (answer.errors?.length) kept.delete(body);
  asked.response = answer;
  const [first, ...more] = answer.errors ?? [];
  if (first) {
    const message = [first, ...more].map((e) => e.message).join("; ");
    throw new Fault(message, first.extensions?.code ?? "INTERNAL", first.extensions?.candidates ?? []);
  }
  if (!answer.data) throw new Fault("the server's answer holds no data", "INTERNAL");
  const about = answer.extensions?.entente;
  return { data: answer.data as T, asOf: about?.asOf ?? "", dataVersion: about?.dataVersion ?? "", warnings: about?.warnings ?? [] };
}

let today = "";

export const browsersDay = () => new Date().toISOString().slice(0, 10);

/** The day that the server takes for today, asked for once; the browser's, should the server not say. */
export async function serversDay(): Promise<string> {
  today ||= await askFully({ query: "query Today { __typename }", variables: {} }).then((a) => a.asOf, () => "");
  return today || browsersDay();
}

/** Answers these questions as they were answered in a file, until the page is left or asked again. */
export function recall(answers: Asked[]): void {
  for (const { query, variables, response } of answers) {
    if (typeof query === "string" && response) kept.set(JSON.stringify({ query, variables }), Promise.resolve(response as Raw));
  }
}

/** Forgets what was answered, as where somebody asks again. */
export function forget(): void {
  kept.clear();
}

async function send(body: string, signal?: AbortSignal): Promise<Raw> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
    body,
    ...(signal ? { signal } : {}),
  }).catch((fault: unknown) => {
    if (fault instanceof DOMException && fault.name === "AbortError") throw fault;
    throw new Fault("the server does not answer", "OFFLINE");
  });
  return (await read(response)) as Raw;
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    const id = response.headers.get("x-request-id") ?? "";
    throw new Fault(`the server answers ${response.status}: ${text.slice(0, 200)}`, `HTTP ${response.status}`, [], id);
  }
}

/** The variables of an example as the editor shows them. */
export function variablesText(example: Example): string {
  const variables = example.variables ?? {};
  return Object.keys(variables).length ? JSON.stringify(variables, null, 2) : "";
}

/** Where a question opens in the playground. */
export function playground({ query, variables }: Asked): string {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== null));
  return `/graphiql?${new URLSearchParams({ query, ...(Object.keys(given).length ? { variables: JSON.stringify(given, null, 2) } : {}) })}`;
}
