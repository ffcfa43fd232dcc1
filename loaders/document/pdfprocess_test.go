package document

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/entente-graph/entente/loaders/loadertest"
)

func TestMain(m *testing.M) {
	ReadPDFApart()
	os.Exit(m.Run())
}

func limitPDFTime(t *testing.T, limit time.Duration) {
	before := maxPDFTime
	maxPDFTime = limit
	t.Cleanup(func() { maxPDFTime = before })
}

// endless never ends for the library: it looks for the end of the string beyond the end of the page.
func endless() string { return onePage("BT /F1 12 Tf (Russia) Tj <41", 0) }

func TestAHostilePDFFileEndsWithItsTimeAndLeavesNothingBehind(t *testing.T) {
	limitPDFTime(t, time.Second)
	before := runtime.NumGoroutine()
	began := time.Now()
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.pdf", endless())
	if result.Fatal == nil || !strings.Contains(result.Fatal.Error(), "not read within 1s") {
		t.Errorf("fatal %v", result.Fatal)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("took %s", took)
	}
	for ; time.Since(began) < 2*time.Minute; time.Sleep(10 * time.Millisecond) {
		if runtime.NumGoroutine() <= before { // the goroutines of the ended process go with it
			return
		}
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

func TestAPDFFileThatBringsItsProcessDownIsRefused(t *testing.T) {
	for what, file := range map[string]string{
		"nested too deep": strings.Replace(onePage("BT ET", 0), "/Type/Page/Parent", "/X"+strings.Repeat("[", 4<<20), 1),
		"a table of ten thousand million objects": strings.Replace(onePage("BT /F1 12 Tf (Russia) Tj ET", 0), "xref\n0 7\n",
			"xref\n9999999990 1\n0000000000 65535 n \n0 7\n", 1),
	} {
		result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.pdf", file)
		if result.Fatal == nil || !strings.Contains(result.Fatal.Error(), "convert it to text") {
			t.Errorf("%s: fatal %v", what, result.Fatal)
		}
	}
}

func TestAProgramWithoutASecondProcessReadsPDFFilesToo(t *testing.T) {
	apart.Store(false)
	t.Cleanup(func() { apart.Store(true) })
	result := loadertest.LoadText(Loader, loadertest.Identities(t), "a.pdf", onePage("BT /F1 12 Tf (In 2024-10-15 Russia) Tj ET", 0))
	if result.Fatal != nil || len(result.Records) != 1 || len(result.Records[0].Relationships) != 1 {
		t.Errorf("%v, %s", result.Fatal, fmt.Sprint(result.Records))
	}
	damaged := loadertest.LoadText(Loader, loadertest.Identities(t), "a.pdf", "%PDF-1.4\nRussia\n%%EOF")
	if damaged.Fatal == nil || !strings.Contains(damaged.Fatal.Error(), "convert it to text") {
		t.Errorf("%v", damaged.Fatal)
	}
}
