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

export async function fetchExamples(): Promise<Example[]> {
  return (await read(await fetch("/examples.json"))) as Example[];
}

export async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await read(response)) as { data?: T; errors?: { message: string }[] };
  if (answer.errors?.length) throw new Error(answer.errors.map((e) => e.message).join("; "));
  if (!answer.data) throw new Error("the server's answer holds no data");
  return answer.data;
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${response.url} answers ${response.status}: ${text.slice(0, 200)}`);
  }
}

/** The variables of an example as the editor shows them. */
export function variablesText(example: Example): string {
  const variables = example.variables ?? {};
  return Object.keys(variables).length ? JSON.stringify(variables, null, 2) : "";
}
