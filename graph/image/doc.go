// Package image is the graph at one commit, in memory: an immutable form from which all questions of graph.Reader but
// that for load runs are answered. A batch makes the next image by copying only what it touches (trees that share their
// nodes, tables in chunks), so that any number of readers go on with the one that they have.
package image
