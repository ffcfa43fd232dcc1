package names

import (
	"slices"
	"testing"
)

func TestOneNameInSeveralWritingsHasOneKey(t *testing.T) {
	for written, name := range map[string]string{
		"Korea, Rep.":                               "Republic of Korea",
		"Korea, Dem. People's Rep.":                 "Democratic People's Republic of Korea",
		"Congo, Dem. Rep.":                          "Democratic Republic of the Congo",
		"Congo, Rep.":                               "Republic of the Congo",
		"Congo, Democratic Republic of (Zaire)":     "Democratic Republic of the Congo",
		"Egypt, Arab Rep.":                          "Arab Republic of Egypt",
		"Iran (Islamic Republic of)":                "Islamic Republic of Iran",
		"Micronesia, Fed. Sts.":                     "Federated States of Micronesia",
		"The Netherlands":                           "Netherlands",
		"Bahamas, The":                              "Bahamas",
		"the former Yugoslav Republic of Macedonia": "Former Yugoslav Republic of Macedonia",
		"St. Kitts and Nevis":                       "Saint Kitts and Nevis",
		"KN23":                                      "KN-23",
		"hwasong 11 A":                              "Hwasong-11A",
		"Solomon Is.":                               "Solomon Islands",
	} {
		if !slices.Contains(Keys(written), Key(name)) {
			t.Errorf("%q has the keys %v; %q has %q", written, Keys(written), name, Key(name))
		}
	}
}

func TestNamesOfTwoThingsHaveTwoKeys(t *testing.T) {
	for a, b := range map[string]string{
		"Congo, Rep.": "Democratic Republic of the Congo", "Korea, Rep.": "Democratic People's Republic of Korea", "KN-2": "KN-23",
		"Russia (Soviet Union)": "Russia", "Niger": "Nigeria",
	} {
		if slices.Contains(Keys(a), Key(b)) {
			t.Errorf("%q may be %q", a, b)
		}
	}
}
