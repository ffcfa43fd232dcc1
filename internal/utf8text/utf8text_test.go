package utf8text_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/entente-graph/entente/internal/utf8text"
)

func TestTheFirstByteThatIsNotValidIsNamed(t *testing.T) {
	for text, want := range map[string]utf8text.InvalidError{
		"Chi\xffle": {1, 4}, "a\nКе\xd0\nb": {2, 3}, "é\n\n\xe2\x82": {3, 1}, "\x80": {1, 1}, "e\xed\xa0\x80": {1, 2},
	} {
		for name, read := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "by bytes": iotest.OneByteReader,
			"with the error": iotest.DataErrReader,
		} {
			_, err := io.ReadAll(utf8text.NewReader(read(strings.NewReader(text))))
			var got *utf8text.InvalidError
			if !errors.As(err, &got) || *got != want {
				t.Errorf("%q, %s: %v, want %v", text, name, err, &want)
			}
		}
		if err := utf8text.Check([]byte(text)); err == nil || err.Error() != want.Error() {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhatIsValidComesThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		got, err := io.ReadAll(utf8text.NewReader(iotest.HalfReader(strings.NewReader(text))))
		if err != nil || string(got) != text {
			t.Fatalf("%q became %q: %v", text, got, err)
		}
	})
}

func TestTheMarkBeforeATextIsTakenOff(t *testing.T) {
	for text, want := range map[string]string{
		"\ufeffÅland": "Åland", "Åland": "Åland", "": "", "\xff": "\xff", "\ufeff": "", "x\ufeff": "x\ufeff",
		"\xff\xfe\xc5\x00x\x00": "Åx", "\xfe\xff\x00\xc5\x00x": "Åx", "\ufeff\xff": "\xff",
	} {
		got, err := io.ReadAll(utf8text.Unmarked(iotest.OneByteReader(strings.NewReader(text))))
		if err != nil || string(got) != want {
			t.Errorf("%q became %q: %v", text, got, err)
		}
		if got := string(utf8text.WithoutMark([]byte(text))); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestATextThatWasGarbledIsKnown(t *testing.T) {
	for text, want := range map[string]string{
		"TÃ¼rkiye": "Türkiye", "CÃ´te d'Ivoire": "Côte d'Ivoire", "SÃ£o TomÃ© and PrÃ\u00adncipe": "São Tomé and Príncipe",
		"Ã…land": "Åland", "CÃ\u0089": "CÉ", "Poland â€“ Lithuania": "Poland – Lithuania", "the Stateâ€™s": "the State’s",
		"ÐšÐ¸ÐµÐ²": "Киев", "Å\u0081ódÅº": "Łódź", "åŒ—äº¬": "北京", "5Â°N": "5°N", "ÃƒÂ¼": "Ã¼",
		"Å»ywiec": "Żywiec", "DUÅ\u00a0AN": "DUŠAN", "KRAKÃ“W": "KRAKÓW", "MALMÃ–": "MALMÖ", "„KRAKÃ“W”": "„KRAKÓW”", "Ã\u00a0": "à",
	} {
		if got, ok := utf8text.Ungarbled(text); !ok || got != want {
			t.Errorf("%q: %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "France", "Türkiye", "Côte d'Ivoire", "São Tomé", "CAFÉ\u00a0»", "PERÚ»", "«ÉTÉ»", "Łódź", "北京", "Киев", "Ãlvares", "½", "Ελλάδα",
		"MAHÉ…", "À\u00a0la", "Ü“", "Vĩnh Phúc", "SÃO PAULO", "naïve — and", "â", "Ð",
		"»HYVÄÄ PÄIVÄÄ»", "”HYVÄ”", "”GÅ PÅ”", "«VI MÅ»", "AMANHÃ («MANHÃ»)", "HYVÄÄ\u00a0PÄIVÄÄ", "AMANHÃ\u00a0", "«Å»", "ŽIŪRĖK „Ä“",
	} {
		if got, ok := utf8text.Ungarbled(text); ok || got != text {
			t.Errorf("%q was taken for %q", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if got, ok := utf8text.Ungarbled(text); !ok && got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
