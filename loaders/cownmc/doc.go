// Package cownmc reads the National Material Capabilities of the Correlates of War project: a row for each state and
// year.
//
// Publisher: Correlates of War project. Version: 5.0, covering 1816 to 2012; 3.02, 4.0 and 6.0 are read
// too, abridged or with the sources of each figure.
// Licence: free to use with citation.
// Citation: Singer, J. David. 1987. "Reconstructing the Correlates of War Dataset on Material Capabilities of States,
// 1816-1985." International Interactions 14: 115-132.
//
// Each figure becomes an Observation of its own, OBSERVED_FOR the state, for the whole year. Thousands are multiplied
// out:
//
//	milper   MILITARY_PERSONNEL    persons
//	milex    MILITARY_SPENDING     USD of the year; GBP of the year before 1914
//	irst     IRON_AND_STEEL        tons
//	pec      ENERGY_CONSUMPTION    tons of coal equivalent
//	tpop     POPULATION            persons
//	upop     URBAN_POPULATION      persons in cities of over 100,000
//	cinc     CAPABILITY_INDEX      share of the system, 0 to 1
//
// -9, NA and blank are missing: nothing is stated then, and never a zero. A zero is the dataset's zero.
//
// A state code in a year in which it passes from one state to another is the state that bore it for most of the year.
package cownmc
