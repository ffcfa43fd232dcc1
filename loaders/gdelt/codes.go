package gdelt

import "strings"

// regions are CAMEO's codes for regions and for groups of countries, which stand where a country's code would.
var regions = set("AFR ASA BLK CRB CAU CFR CAS CEU EIN EAF EEU EUR LAM MEA MDT NAF NMR PGS SCN SAM SAS SEA SAF WAF " +
	"WST IGO NGO IMG MNC UIS INT")

// roles are CAMEO's role codes, which begin the code of an actor without a country.
var roles = set("COP GOV INS JUD MIL OPP REB SEP SPY UNS AGR BUS CRM CVL DEV EDU ELI ENV HLH HRI LAB LEG MED REF MOD " +
	"RAD AMN IRC GRP UNO PKO UIS SET BRN PTY JEW MOS CHR HIN BUD SIK CTH PRO ORT SHI SUN")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
