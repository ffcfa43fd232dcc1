// Apollo Client and urql as dashboards use them, with automatic persisted queries, where these are on and where they are off.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { ApolloClient, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { createClient, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { recorded, serve } from "./server.mjs";

const query = gql`
  query Bound($asOf: Date!) {
    paths(from: "PRK", to: ["RUS"], asOf: $asOf) { paths { hops { label } } }
  }
`;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** What each client asks, and how often it sends the text of the query. */
const clients = {
  "Apollo Client": (uri, fetch, get) => {
    const link = new PersistedQueryLink({ sha256, useGETForHashedQueries: get }).concat(new HttpLink({ uri, fetch }));
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    return async (variables) => (await client.query({ query, variables, fetchPolicy: "no-cache" })).data;
  },
  urql: (url, fetch, get) => {
    const client = createClient({
      url, fetch, preferGetMethod: false,
      exchanges: [persistedExchange({ preferGetForPersistedQueries: get, generateHash: async (text) => sha256(text) }), fetchExchange],
    });
    return async (variables) => {
      const result = await client.query(query, variables).toPromise();
      if (result.error) throw result.error;
      return result.data;
    };
  },
};

for (const [mode, flags, known] of [["on", [], true], ["off", ["--no-persisted-queries"], false]]) {
  describe(`persisted queries ${mode}`, () => {
    let server;
    before(async () => { server = await serve(...flags); });
    after(() => server.stop());
    for (const [name, make] of Object.entries(clients)) {
      for (const get of [false, true]) {
        test(`${name} by ${get ? "GET" : "POST"}`, async () => {
          const { sent, fetch } = recorded();
          const ask = make(`${server.address}/graphql`, fetch, get);
          for (const asOf of ["2024-12-04", "2024-12-05", "2024-12-06"]) {
            const data = await ask({ asOf });
            assert.match(data.paths.paths[0].hops[0].label, /via Article 4 \(DEFENSE\)/);
          }
          const texts = sent.filter((body) => body.query).length;
          assert.ok(texts <= (known ? 1 : 3), `the text was sent ${texts} times`);
          assert.ok(sent.some((body) => body.extensions), "no hash was sent");
          if (!known) assert.ok(texts >= 3, `the text was sent ${texts} times`);
        });
      }
    }
  });
}
