// graphql-yoga over the data in memory: the file that is named, states in the order of ids with what they owe.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";

const states = JSON.parse(readFileSync(process.argv[2], "utf8"));
const byId = new Map(states.map((state) => [state.id, state]));

const schema = createSchema({
  typeDefs: `
    type Query { states(first: Int!): [State!]! state(id: ID!): State }
    type State { id: ID! name: String! alliances(day: Int!, first: Int!): [Alliance!]! }
    type Alliance { id: ID! obligationType: String! to: Other! from: String until: String }
    type Other { id: ID! name: String! }`,
  resolvers: {
    Query: {
      states: (_, { first }) => states.slice(0, first),
      state: (_, { id }) => byId.get(id),
    },
    State: {
      alliances: (state, { day, first }) => {
        const out = [];
        for (const alliance of state.alliances) {
          if (out.length === first) break;
          if (alliance.fromDay <= day && alliance.untilDay > day) out.push(alliance);
        }
        return out;
      },
    },
    Alliance: { to: (alliance) => byId.get(alliance.to) ?? { id: alliance.to, name: alliance.toName } },
  },
});
const server = createServer(createYoga({ schema, logging: false, graphiql: false }));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
