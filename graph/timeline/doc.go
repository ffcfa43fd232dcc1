// Package timeline tells what happened to actors, and what changed about nodes, in the order of days.
//
// A timeline is put together from what relationships date (treaties, memberships, offices, conflicts, sanctions, arms)
// and from events. The former are read whole, for an actor has few of each; events, of which there may be millions, are
// read page by page. An item's day and key are its place, so that both go on from one cursor:
//
//	1949-04-04  TREATY   North Atlantic Treaty is signed
//	1949-08-24  TREATY   North Atlantic Treaty enters into force
//	2004-03-29  TREATY   North Atlantic Treaty in force for Estonia
//
// Everything here reads a [graph.Reader] and knows no store; who asks sets the bounds of what may be read.
package timeline
