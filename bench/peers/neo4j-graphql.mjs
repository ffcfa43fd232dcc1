// @neo4j/graphql over the Neo4j that is named, behind graphql-yoga.
import { createServer } from "node:http";
import { Neo4jGraphQL } from "@neo4j/graphql";
import { createYoga } from "graphql-yoga";
import neo4j from "neo4j-driver";

const store = new URL(process.argv[2]);
const driver = neo4j.driver(`neo4j://${store.host}`, neo4j.auth.basic(store.username, store.password));
const schema = await new Neo4jGraphQL({
  driver,
  typeDefs: `
    type State @node(labels: ["State"]) {
      id: ID!
      name: String
      allies: [Entity!]! @relationship(type: "ALLIED_WITH", direction: OUT, properties: "AlliedWith")
    }
    type Entity @node(labels: ["Entity"]) { id: ID! name: String }
    type AlliedWith @relationshipProperties {
      key: String! obligationType: String from: String until: String fromDay: Int! untilDay: Int!
    }`,
}).getSchema();
const server = createServer(createYoga({ schema, logging: false, graphiql: false, context: { executionContext: driver, sessionConfig: { database: "neo4j" } } }));
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
