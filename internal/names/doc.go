// Package names compares the names of nodes the way people write them: without regard to case, diacritics, punctuation
// and spacing. Both stores use it, so that a search finds the same nodes in the same order in each, and loaders use
// [Fold] to recognise a name in a file.
//
//	Fold("Côte d’Ivoire")                      "cote d ivoire"
//	Fold("U.S.S.R.")                           "ussr"
//	Parse("north kor").Score(FoldAll("North Korea", nil))   matches, as the beginning of the name
//
// Two names of one fold are still two names: a fold finds, it never identifies. Which of several nodes of one fold is
// meant is for the caller to ask.
package names
