package document

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"iter"
	"maps"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders"
	"github.com/entente-graph/entente/loaders/input"
	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestAnInventedReport(t *testing.T) {
	result := loadertest.Load(t, Loader, loadertest.Identities(t), "testdata/report.txt")
	loadertest.Valid(t, Loader, result)
	loadertest.Golden(t, "testdata/report.golden.json", result)
}

func TestAnInventedPage(t *testing.T) {
	result := loadertest.Load(t, Loader, loadertest.Identities(t), "testdata/page.html")
	loadertest.Valid(t, Loader, result)
	loadertest.Golden(t, "testdata/page.golden.json", result)
}

// mentioned is what a text mentions: "phrase id", in order.
func mentioned(t *testing.T, name, text string) (out []string) {
	t.Helper()
	result := loadertest.LoadText(Loader, loadertest.Identities(t), name, text)
	if result.Fatal != nil {
		t.Fatal(result.Fatal)
	}
	loadertest.Valid(t, Loader, result)
	for _, r := range result.Records[0].Relationships {
		if r.Type == graph.MentionsType {
			out = append(out, fmt.Sprintf("%s %s", r.Properties["phrase"], r.To))
		}
	}
	return out
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		what, text string
		want       []string
	}{
		{"the longest name wins", "Treaty with South Korea.", []string{"South Korea state:KOR"}},
		{"north alone is nobody", "The North and North spoke; it lies north.", nil},
		{"case and diacritics are folded", "COTE D'IVOIRE, Türkiye", []string{"COTE D'IVOIRE state:CIV", "Türkiye state:TUR"}},
		{"a possessive is no part of the name", "Russia’s plan, NORTH KOREA'S plan", []string{"Russia state:RUS", "NORTH KOREA state:PRK"}},
		{"a name inside a word is none", "Iranian Omanis in Malinois", nil},
		{"short names want their case", "us US u.s. U.S. Us", []string{"US state:USA", "U.S. state:USA"}},
		{"where all is in capitals a short name is none", "TELL US NOW BEFORE ALL IS LOST", nil},
		{"a word that is a name needs its capital", "turkey and chad", nil},
		{"a state may be written small", "russia and turkiye and cote d'ivoire", []string{"russia state:RUS", "turkiye state:TUR", "cote d'ivoire state:CIV"}},
		{"others may not", "nato and NATO", []string{"NATO org:nato"}},
		{"codes are no names", "state:PRK 365 731 PRK", nil},
		{"names do not go on past a full stop or a paragraph", "It lies South. Korea\n\nNorth\n\nKorea", nil},
		{"a line break is a space", "in North\nKorea", []string{"North Korea state:PRK"}},
		{"a number after a hyphen makes another name", "NATO-19", nil},
		{"a hyphen ends a name", "a Russia-led force", []string{"Russia state:RUS"}},
	} {
		got := mentioned(t, "a.txt", "Date: 2024-10-15\n\nabout this.\n\n"+c.text)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %q: %s", c.what, c.text, diff)
		}
	}
}

func TestOffsetsAreCharactersOfTheText(t *testing.T) {
	text := "Date: 2024-10-15\r\n\r\nÜnïcödé 한국 é.\r\n\r\nThen Russia left, and so did North\nKorea's men."
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.txt", text)
	letters := []rune(text)
	n := 0
	for _, r := range result.Records[0].Relationships {
		start, end := r.Properties["start"].(int64), r.Properties["end"].(int64)
		if got := strings.Join(strings.Fields(string(letters[start:end])), " "); got != r.Properties["phrase"] {
			t.Errorf("%d to %d is %q, want %q", start, end, got, r.Properties["phrase"])
		}
		n++
	}
	if n < 2 {
		t.Errorf("%d mentions, want at least 2", n)
	}
}

func TestSentencesEndWhereTheyEnd(t *testing.T) {
	for text, want := range map[string][]string{
		"The U.S. Navy came. Mr. Kim J. Un met Gen. Li on Oct. 5, 2024. Done!": {"The U.S. Navy came.", "Mr. Kim J. Un met Gen. Li on Oct. 5, 2024.", "Done!"},
		"He left the U.S. The others stayed at 3.5 km.":                        {"He left the U.S.", "The others stayed at 3.5 km."},
		"\"Stop!\" he said. (Really?) Yes.":                                    {"\"Stop!\" he said.", "(Really?)", "Yes."},
		"A title\n \nA line\nbroken\r\n\r\n\r\nLast":                           {"A title", "A line\nbroken", "Last"},
		"一。二！":   {"一。", "二！"},
		"\n\n\n": nil,
	} {
		var got []string
		for start, end := range sentences(text) {
			got = append(got, text[start:end])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestAmbiguousNamesAreReportedAndNotLinked(t *testing.T) {
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.txt", "Date: 2024-10-15\n\nKorea is one. Korea is two. The Soviet Union is gone.")
	if got := result.CountType(graph.MentionsType); got != 1 {
		t.Errorf("%d mentions, want that of the Soviet Union alone", got)
	}
	if w := strings.Join(result.Warnings, "\n"); !strings.Contains(w, `"Korea" 2 times`) || !strings.Contains(w, "state:PRK") {
		t.Errorf("warnings: %s", w)
	}
}

func TestCandidateEvents(t *testing.T) {
	for text, want := range map[string]string{
		"Russia attacked Ukraine on 24 February 2022.":                     "ASSAULT state:RUS>state:UKR 2022-02-24",
		"Ukraine was attacked by Russia on Feb. 24, 2022.":                 "ASSAULT state:RUS>state:UKR 2022-02-24",
		"North Korea and Russia signed a treaty on 19 June 2024.":          "SUPPORT state:PRK,state:RUS> 2024-06-19",
		"On 2024-10-15 North Korea sent 10,000 troops to Russia.":          "AID state:PRK>state:RUS 2024-10-15",
		"Kim said that Russia condemned Japan and France in October 2024.": "ACCUSE state:RUS>state:JPN,state:FRA 2024-10",
		"Russia did not attack Ukraine on 24 February 2022.":               "",
		"Russia would have attacked Ukraine on 24 February 2022.":          "",
		"Russia never attacked Japan on 24 February 2022.":                 "",
		"Russia attacked Ukraine on Monday.":                               "",
		"Russia attacked Ukraine on 15 October.":                           "",
		"Russia attacked on 24 February 2022.":                             "",
		"Russia attacked Ukraine on 1 May 2022 and 2 June 2022.":           "",
		"The Soviet Union attacked Ukraine on 24 February 2022.":           "", // gone by then
	} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.txt", "Date: 2024-10-15\n\n"+text)
		loadertest.Valid(t, Loader, result)
		got := ""
		record := result.Records[0]
		for _, n := range record.Nodes[1:] {
			if n.Properties["status"] != string(graph.EventCandidate) || n.Confidence == nil || *n.Confidence > 30 {
				t.Errorf("%s: status %v, confidence %v", text, n.Properties["status"], n.Confidence)
			}
			var actors, targets []string
			for _, r := range record.Relationships {
				switch {
				case r.To == n.ID && r.Type == graph.ActorInType:
					actors = append(actors, string(r.From))
				case r.To == n.ID && r.Type == graph.RecipientOfType:
					targets = append(targets, string(r.From))
				}
			}
			got += fmt.Sprintf("%s %s>%s %s", n.Properties["eventType"], strings.Join(actors, ","), strings.Join(targets, ","), n.Properties["from"])
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestOptionsSayWhatADocumentIs(t *testing.T) {
	load := func(options map[string]string) (source *graph.NodeRecord, fatal error) {
		in := loaders.Input{Files: []input.File{{Name: "a.txt", Path: "a.txt", Open: func() (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("Some words about Russia.")), nil
		}}}, Identities: loadertest.Identities(t), Options: options}
		for record, err := range Loader.Records(in) {
			if err != nil {
				return nil, err
			}
			source = &record.Nodes[0]
		}
		return source, nil
	}
	source, err := load(map[string]string{"title": "T", "publisher": "P", "date": "15 October 2024", "url": "https://example.org/x"})
	if err != nil {
		t.Fatal(err)
	}
	want := graph.Properties{"name": "T", "publisher": "P", "date": "2024-10-15", "url": "https://example.org/x", "note": "Text of 24 characters."}
	if diff := cmp.Diff(want, source.Properties); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []map[string]string{{"date": "Monday"}, {"url": "javascript:alert(1)"}, {"colour": "red"}, {"title": ""}, {"encoding": "klingon"}} {
		if _, err := load(bad); graph.KindOf(err) != graph.KindInvalid {
			t.Errorf("%v: error %v, want one that says what is valid", bad, err)
		}
	}
}

func TestWhatIsNoDocumentIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"empty.txt": "", "picture.png": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "numbers.txt": "1 2 3", "empty.html": "<html><script>x</script>",
		"deep.html": strings.Repeat("<div>", 5000) + "Russia", "false.pdf": "words", "broken.pdf": "%PDF-1.4\nRussia\n%%EOF", "large.txt": strings.Repeat("word ", maxFile/5+1),
	} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), name, text)
		if result.Fatal == nil || len(result.Records) > 0 || !strings.Contains(result.Fatal.Error(), name) {
			t.Errorf("%s: fatal %v, %d records", name, result.Fatal, len(result.Records))
		}
	}
}

func TestBoundsOfMentionsAndSentences(t *testing.T) {
	text := "Date: 2024-10-15\n\n" + strings.Repeat("Russia and then some words that fill the line ", maxMentions+10)
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.txt", text)
	loadertest.Valid(t, Loader, result)
	if got := result.CountType(graph.MentionsType); got != maxMentions {
		t.Errorf("%d mentions, want %d", got, maxMentions)
	}
	if w := strings.Join(result.Warnings, "\n"); !strings.Contains(w, "10 mentions beyond") {
		t.Errorf("warnings: %s", w)
	}
	for _, r := range result.Records[0].Relationships {
		sentence := r.Properties["sentence"].(string)
		if n := utf8.RuneCountInString(sentence); n > maxSentence || !strings.Contains(sentence, "Russia") {
			t.Fatalf("sentence of %d characters: %s", n, sentence)
		}
	}
}

// onePage is a PDF file of one page with a content stream.
func onePage(content string, size int) string {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = io.WriteString(w, content)
	for range size {
		_, _ = io.WriteString(w, strings.Repeat(" ", 1<<20))
	}
	_ = w.Close()
	return pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream", packed.Len(), packed.String()),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>", "<</Title(An invented paper)>>")
}

// pdfFile is a PDF file of objects; the first is the catalog, the sixth the metadata.
func pdfFile(objects ...string) string {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, object := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, at)
	return b.String()
}

func TestThePagesOfAPDFFile(t *testing.T) {
	file := onePage("BT /F1 12 Tf 50 700 Td (A heading) Tj 0 -40 Td (On 15 October 2024 North) Tj 0 -14 Td (Korea sent troops to ) Tj [(Ukr) 20 (aine) -400 (gladly.)] TJ ET", 0)
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.pdf", file)
	if result.Fatal != nil {
		t.Fatal(result.Fatal)
	}
	loadertest.Valid(t, Loader, result)
	var got []string
	for _, r := range result.Records[0].Relationships {
		if r.Type == graph.MentionsType {
			got = append(got, fmt.Sprintf("%s %s %s | %s", r.Properties["phrase"], r.To, r.Locator, r.Properties["sentence"]))
		}
	}
	sentence := " | On 15 October 2024 North Korea sent troops to Ukraine gladly."
	if diff := cmp.Diff([]string{"North Korea state:PRK a.pdf, page 1" + sentence, "Ukraine state:UKR a.pdf, page 1" + sentence}, got); diff != "" {
		t.Error(diff)
	}
	if name := result.Records[0].Nodes[0].Properties["name"]; name != "An invented paper" {
		t.Errorf("title %q", name)
	}
	if got := result.Count(graph.LabelEvent); got != 1 {
		t.Errorf("%d candidate events, want 1", got)
	}
}

func TestAPDFFileThatGrowsOrHoldsNoTextIsRefused(t *testing.T) {
	for file, want := range map[string]string{onePage("BT ET", 40): "MB of content", onePage("q Q", 0): "OCR"} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.pdf", file)
		if result.Fatal == nil || !strings.Contains(result.Fatal.Error(), want) {
			t.Errorf("fatal %v, want one about %q", result.Fatal, want)
		}
	}
}

func TestDatesAndFiguresOfAText(t *testing.T) {
	var got []string
	for _, d := range dates("2024-10-15, 15 October 2023, Oct. 5, 2022, 15-17 May 2021, March 2020, 2024년 10월 1일; not 31 February 2020, 10/15/24, on Monday, 2019") {
		got = append(got, d.period.Text())
	}
	if diff := cmp.Diff([]string{
		"2024-10-15", "2023-10-15", "2022-10-05", "2021-05-15 to 2021-05-18",
		"2020-03 to 2020-04-01", "2024-10-01",
	}, got); diff != "" {
		t.Error(diff)
	}
	got = nil
	for _, f := range figures("10,000 troops, 5500 km, 1.5 tons, $5 million, 10,000-12,000 soldiers, 2 percent, 40%; 5 minutes, 7, 1,200 m, Hwasong-15 missiles, Hwasong-\n15 missiles, of - 3 tanks, gone—4 ships") {
		got = append(got, f.text)
	}
	if diff := cmp.Diff([]string{"10000 troops", "5500 km", "1.5 t", "5 million USD", "10000 to 12000 soldiers", "2 percent", "40 percent", "1200 m", "3 tanks", "4 ships"}, got); diff != "" {
		t.Error(diff)
	}
}

// few is the bundled table with a dictionary so small that fuzzing is quick.
type few struct{ loaders.Identities }

func (few) Names() iter.Seq2[string, loaders.Span] {
	return maps.All(map[string]loaders.Span{
		"Russia": {ID: "state:RUS"}, "China": {ID: "state:CHN"}, "U.S.": {ID: "state:USA"}, "US": {ID: "state:USA"},
		"North Korea": {ID: "state:PRK"}, "Korea": {ID: "state:KOR"}, "Korea, North": {ID: "state:PRK"}, "한국": {ID: "state:KOR"}, "Ukraine": {ID: "place:ukraine"},
	})
}

func FuzzDocumentsNeverPanic(f *testing.F) {
	f.Add("a.txt", "Russia met U.S. officials on 15 October 2024.\r\n\r\nThe North.")
	f.Add("a.html", "<p>Russia<b>'s</b> <!-- China --> attacked Ukraine on May 1, 2022")
	f.Add("a.pdf", onePage("BT /F1 12 Tf (Russia) Tj ET", 0))
	ids := few{loadertest.Identities(f)}
	f.Fuzz(func(t *testing.T, name, text string) {
		if len(text) > 1<<16 {
			return
		}
		loadertest.Valid(t, Loader, loadertest.LoadText(Loader, ids, name, text))
	})
}
