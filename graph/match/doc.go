// Package match tells whether a node answers a [graph.NodeQuery], and at which place of its order: what a store without
// an index for a question, and a reader that lays changes over another, decide node by node.
package match
