// Package follow answers from memory for a store that lives elsewhere: it reads the graph once into an image
// (graph/image), follows the store's commits by what they changed, and goes on answering for a while when the store
// cannot be reached. Any number of servers do so beside one Neo4j, which stays the place where data are loaded, shared,
// backed up and explored.
//
//	questions ──▶ image of the newest commit that was read        writes, old commits, history ──▶ the store
//	                        ▲ a commit's changes, every half second       │
//	                        └──────────────────────────────────────────────┘
package follow
