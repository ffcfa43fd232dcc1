package gdelt

import (
	"errors"
	"slices"
	"strings"

	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/table"
)

// names are those of the 61 columns of version 2.0, as GDELT's codebook and its copy on BigQuery have them; version 1.0
// lacks the three ADM2 codes, and SOURCEURL before April 2013.
var names = strings.Fields(`GLOBALEVENTID SQLDATE MonthYear Year FractionDate
	Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code Actor1Type1Code Actor1Type2Code Actor1Type3Code
	Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code Actor2Type1Code Actor2Type2Code Actor2Type3Code
	IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone
	Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat Actor1Geo_Long Actor1Geo_FeatureID
	Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat Actor2Geo_Long Actor2Geo_FeatureID
	ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code ActionGeo_Lat ActionGeo_Long ActionGeo_FeatureID
	DATEADDED SOURCEURL`)

// needed are the columns without which a row says nothing.
var needed = []string{"GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor2Code", "EventCode"}

func namedSpec() table.Spec {
	spec := table.Spec{Dataset: "gdelt-events", Missing: []string{""}}
	for _, name := range names {
		c := table.Column{Name: name, Required: slices.Contains(needed, name)}
		if name == "SQLDATE" {
			c.Aliases = []string{"Day"}
		}
		spec.Columns = append(spec.Columns, c)
	}
	return spec
}

// openNamed opens a table that somebody has exported with GDELT's column names, in any order and with any delimiter;
// nil for rows as GDELT writes them, also below a header in their own order.
func openNamed(in loaders.Input, file input.File) (*table.Table, error) {
	spec := namedSpec()
	plain := spec
	plain.Delimiter, plain.Verbatim = '\t', true
	for _, spec := range []table.Spec{plain, spec} {
		t, err := table.Open(in, file, spec)
		switch {
		case loaders.IsForeign(err) && table.Known(err) < len(needed):
			continue
		case err != nil:
			return nil, err
		case !t.Verbatim():
			return t, nil
		}
		first := t.Header()
		_, own := widths[len(first)]
		if !own || !header(first) || !strings.EqualFold(strings.TrimSpace(first[eventCode]), names[eventCode]) {
			return t, nil
		}
		return nil, t.Close()
	}
	return nil, nil //nolint:nilnil // no table by name, and no fault
}

// eventCode is where the code stands in all of GDELT's own rows.
const eventCode = 26

// named reads the rows of such a table; false where no more is wanted.
func (b *builder) named(file string, t *table.Table, yield loaders.Yield) error {
	return loaders.Each(t.Rows(), yield, func(row *table.Row) (record loaders.Record, err error) {
		fields := lists.Map(names, func(name string) string { return clean(row.Text(name)) })
		p, err := parse(file, row.Line(), fields)
		if err == nil {
			record, err = b.record(p)
			record.Origin = []loaders.Origin{row.Origin()}
		}
		if rejected, ok := errors.AsType[*loaders.RowError](err); ok {
			rejected.Row, rejected.Header = row.Fields(), t.Header()
		}
		return record, err
	})
}
