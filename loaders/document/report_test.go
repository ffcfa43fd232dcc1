package document

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/graph/memstore"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
	"github.com/entente-graph/entente/loaders/runner"
)

const news = "Étude – la péninsule\r\n\r\nPYONGYANG, Oct. 15, 2024 (Invented Agency) — “We’re naïve,” said a São Paulo paper; the U.S. Navy and North Korea’s army watched. Côte d’Ivoire abstained.\r\n\r\n" +
	"Russia and\r\nNorth Korea met. The North said nothing; north of it a Hwasong-15 flew 950 km."

func TestOffsetsPointAtTheNameInEveryEncoding(t *testing.T) {
	want := []string{"PYONGYANG place:pyongyang", "U.S. state:USA", "North Korea state:PRK", "Côte d’Ivoire state:CIV", "Russia state:RUS", "North Korea state:PRK", "Hwasong-15 weapon:hwasong-15"}
	for name, enc := range map[string]encoding.Encoding{"utf-8": encoding.Nop, "cp1252": charmap.Windows1252, "utf-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)} {
		for _, before := range []string{"", "𝔄 flag 🇰🇵 "} { // characters beyond the first 65,536
			if before != "" && name == "cp1252" {
				continue
			}
			text := before + news
			raw, err := enc.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.txt", raw)
			if result.Fatal != nil {
				t.Fatal(result.Fatal)
			}
			var got []string
			for _, r := range result.Records[0].Relationships {
				if r.Type != graph.MentionsType {
					continue
				}
				phrase := string([]rune(text)[r.Properties["start"].(int64):r.Properties["end"].(int64)])
				got = append(got, phrase+" "+string(r.To))
				if !strings.Contains(r.Properties["sentence"].(string), phrase) {
					t.Errorf("%s: %q is not in its sentence %q", name, phrase, r.Properties["sentence"])
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if date := result.Records[0].Nodes[0].Properties["date"]; before == "" && date != "2024-10-15" {
				t.Errorf("%s: date %v", name, date)
			}
		}
	}
}

func TestANameGoesOnOverTheEndOfALineAtAHyphen(t *testing.T) {
	got := mentioned(t, "a.txt", "Date: 2024-10-15\n\nThey fired a Hwasong-\n15 and a Hwasong-\r\n  99.\nRussia-\n\nled")
	if diff := cmp.Diff([]string{"Hwasong- 15 weapon:hwasong-15", "Russia state:RUS"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutADateTheLastDayNamedTellsWhoBearsAName(t *testing.T) {
	for text, want := range map[string][]string{
		"Russia left.":                                      nil, // the empire, the Soviet republic or the federation
		"Russia left on 15 October 2024.":                   {"Russia state:RUS"},
		"Russia left on 3 March 1905. So says a historian.": {"Russia state:russian-empire"},
		"Of 1905-03-03, and written in May 2020: Russia.":   {"Russia state:RUS"},
	} {
		if diff := cmp.Diff(want, mentioned(t, "a.txt", text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestEveryAmbiguousNameIsCountedAsUnknownWithAndWithoutADate(t *testing.T) {
	for _, head := range []string{"", "Date: 2024-10-15\n\n"} {
		store := memstore.New()
		text := head + "Korea is one. Korea is two. KOREA and Germany and the Congo and Yemen. Prussia, Vietnam and China, Korea."
		report, err := runner.Run(t.Context(), store, Loader, runner.Options{Identities: loadertest.Identities(t), Files: []input.File{
			{Name: "a.txt", Path: "a.txt", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }},
		}})
		_ = store.Close()
		if err != nil {
			t.Fatal(err)
		}
		counted := 0
		for _, u := range report.Unknown {
			counted += u.Count
			if !strings.Contains(strings.Join(report.Warnings, "\n"), fmt.Sprintf("%q %d times", u.Value, u.Count)) || len(u.Nearest) < 2 {
				t.Errorf("%q: %d times unknown, nearest %v; warnings %q", u.Value, u.Count, u.Nearest, report.Warnings)
			}
		}
		if counted != report.UnknownCount || counted < 4 || strings.Count(strings.Join(report.Warnings, "\n"), " times") != len(report.Unknown) {
			t.Errorf("%q: %d counted, %+v, warnings %q", head, report.UnknownCount, report.Unknown, report.Warnings)
		}
	}
}

// asked counts the questions for a name: each compares it with every name there is.
type asked struct {
	few
	names *int
}

func (a asked) ByName(string, []graph.Label, graph.Day) (graph.ID, []graph.Candidate, bool) {
	*a.names++
	return "", nil, false
}

func TestAnAmbiguousNameIsNotLookedUpAgainAndAgain(t *testing.T) {
	questions := 0
	text := "Date: 2024-10-15\n\n" + strings.Repeat("Korea and Twins met. ", 1000)
	loadertest.LoadText(Loader, asked{few{loadertest.Identities(t)}, &questions}, "a.txt", text)
	if questions > 10 {
		t.Errorf("%d questions for two names", questions)
	}
}

func TestShorteningDoesNotReadAWholeLongSentence(t *testing.T) {
	took := func(length int) time.Duration {
		text := strings.Repeat("word ", length/5)
		best := time.Hour // of several: the machine does other things meanwhile
		for range 20 {
			began := time.Now()
			for range 10 {
				if got := shorten(text, length/2, length/2+4); len(got) < 290 {
					t.Fatalf("%q", got)
				}
			}
			best = min(best, time.Since(began))
		}
		return best
	}
	if short, long := took(10_000), took(10_000_000); long > 50*short+10*time.Millisecond {
		t.Errorf("a sentence of 10,000 characters took %s, one of 10,000,000 took %s", short, long)
	}
}

func TestSentencesAreShortenedAroundTheName(t *testing.T) {
	for _, c := range []struct {
		text, phrase, want string
	}{
		{"A short\r\n sentence of\tRussia.", "Russia", "A short sentence of Russia."},
		{strings.Repeat("a ", 300) + "Russia", "Russia", "…a" + strings.Repeat(" a", 145) + " Russia"},
		{"Russia" + strings.Repeat("  b", 300), "Russia", "Russia" + strings.Repeat(" b", 146) + "…"},
		{strings.Repeat("é", 500), strings.Repeat("é", 400), strings.Repeat("é", 299) + "…"},
	} {
		at := strings.Index(c.text, c.phrase)
		got := shorten(c.text, at, at+len(c.phrase))
		if got != c.want || len([]rune(got)) > maxSentence {
			t.Errorf("%.40q: %d characters, %q, want %q", c.text, len([]rune(got)), got, c.want)
		}
	}
}

// A font of two-byte codes says how wide they are in its descendant; only with that do the letters of a kerned word
// stay together.
func TestLettersOfAKernedWordStayTogetherInAPDFFile(t *testing.T) {
	const toUnicode = "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0020> <007a> <0020> endbfrange"
	const content = "BT /F1 20 Tf 50 700 Td [<00520075> 40 <0073> -20 <007300690061>] TJ 107 0 Td <0061006e0064> Tj ET"
	file := pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
		"<</Type/Font/Subtype/Type0/BaseFont/Wide/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/DW 900/W[82 [1000] 105 117 800]>>]>>",
		"<</Title(A wide font)>>", fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(toUnicode), toUnicode))
	d := &document{}
	if err := d.readPDF([]byte(file)); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(d.text); got != "Russia and" {
		t.Errorf("%q", got)
	}
}

func TestMentionsKeepTheDatesAndFiguresOfTheirSentence(t *testing.T) {
	long := strings.Repeat("and so on ", 300)
	for text, want := range map[string]string{
		"On 15 October 2024 some 10,000 troops went to Russia, 950 km away.": "[2024-10-15] [10000 troops 950 km]",
		"Russia paid $5 million in March 2020. On 1 May 2021 nothing.":       "[2020-03] [5 million USD]",
		"Russia said nothing.":                             "<nil> <nil>",
		long + "on 3 May 2021 Russia sent 5 tanks " + long: "[2021-05-03] [5 tanks]",
		// Of a text without an end the kept part counts, and nothing that its end may have cut.
		long + "15,000 troops " + strings.Repeat("x", 134) + " Russia " + long: "<nil> <nil>",
	} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.txt", "Date: 2024-10-15\n\n"+text)
		loadertest.Valid(t, Loader, result)
		r := result.Records[0].Relationships[0]
		if got := strings.TrimSuffix(fmt.Sprint(r.Properties["dates"], " ", r.Properties["figures"]), "\n"); got != want {
			t.Errorf("%.60q: %s, want %s; sentence %q", text, got, want, r.Properties["sentence"])
		}
	}
}
