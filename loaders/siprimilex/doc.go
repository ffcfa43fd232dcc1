// Package siprimilex loads the SIPRI Military Expenditure Database: its workbook, or one of its sheets as CSV.
//
// A sheet has lines of text, then a header "Country, Notes, 1949, 1950 …", then a row a country, with rows for regions
// that hold no figures. What a sheet measures is told by its name, in CSV by the text before the header or the file's
// name:
//
//	constant … US$         → MILITARY_SPENDING_CONSTANT, unit "million constant USD" with the year of its prices in the note
//	current US$            → MILITARY_SPENDING, million current USD
//	share of GDP           → MILITARY_SPENDING_SHARE of GDP, percent
//	per capita             → MILITARY_SPENDING_PER_CAPITA, current USD
//	share of govt spending → MILITARY_SPENDING_SHARE_OF_GOVERNMENT, percent
//	local currency         → MILITARY_SPENDING_LOCAL, million in local currency, by the column Currency ("b. dinars" are thousands of
//	                         millions); the sheet of financial years is MILITARY_SPENDING_LOCAL_FINANCIAL_YEAR
//
// Field mapping: a filled cell → one Observation of the state for that year. "xxx" (the country did not exist), ". ."
// and ".." (not available) and blanks are missing, and missing is no observation. Shares that the workbook holds as
// fractions come as percent. SIPRI marks its estimates by colour, which text does not have: whether a figure is an
// estimate stays unknown.
package siprimilex
