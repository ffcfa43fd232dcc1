// Package cownmc reads the National Material Capabilities of the Correlates of War project: a row for each state and
// year.
//
// Versions 3.02, 4.0 and 6.0 are read like 5.0, abridged or with the sources of each figure.
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
