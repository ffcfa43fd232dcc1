package input_test

import (
	"bytes"
	"io"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/entente-graph/entente/loaders/input"
)

func TestTheEncodingOfAFileIsToldEvenWithoutItsMark(t *testing.T) {
	for order, want := range map[unicode.Endianness]string{unicode.LittleEndian: "utf-16le", unicode.BigEndian: "utf-16be"} {
		for _, mark := range []unicode.BOMPolicy{unicode.UseBOM, unicode.IgnoreBOM} {
			text, err := unicode.UTF16(order, mark).NewEncoder().Bytes([]byte("id,name\n1,Türkiye\n"))
			if err != nil {
				t.Fatal(err)
			}
			file := input.File{Name: "x.csv", Path: "x.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
			if _, found, ok, err := file.Learn(); err != nil || !ok || found.Encoding != want {
				t.Errorf("%s: %+v %t %v", want, found, ok, err)
			}
		}
	}
}

// The names are of countries and towns, as tables of the field have them.
func TestAnEncodingOfAnotherAlphabetHasToBeDeclared(t *testing.T) {
	for _, c := range []struct {
		as   encoding.Encoding
		text string
		want string
	}{
		{charmap.Windows1251, "id;Страна;Город\n1;Россия;Москва\n2;Украина;Київ\n", input.UnknownEncoding},
		{charmap.KOI8R, "id;Страна\n1;Россия\n2;Украина\n", input.UnknownEncoding},
		{charmap.CodePage866, "id;Страна\n1;Россия\n2;Украина\n", input.UnknownEncoding},
		{charmap.ISO8859_7, "id;Χώρα\n1;Ελλάδα\n2;Κύπρος\n", input.UnknownEncoding},
		{charmap.Windows1253, "id;Χώρα\n1;Ελλάδα\n2;Κύπρος\n", input.UnknownEncoding},
		{charmap.Windows1255, "id;מדינה\n1;ישראל\n2;מצרים\n", input.UnknownEncoding},
		{charmap.Windows1256, "id;البلد\n1;مصر\n2;العراق\n", input.UnknownEncoding},
		{simplifiedchinese.GBK, "id,国家\n1,中华人民共和国\n2,朝鲜民主主义人民共和国\n", input.UnknownEncoding},
		{traditionalchinese.Big5, "id,國家\n1,中華人民共和國\n2,日本\n", input.UnknownEncoding},
		{korean.EUCKR, "id,국가\n1,조선민주주의인민공화국\n2,대한민국\n", input.UnknownEncoding},
		{japanese.EUCJP, "id,国名\n1,日本\n2,大韓民国\n", input.UnknownEncoding},
		{japanese.ShiftJIS, "id,国名\n1,日本国\n2,大韓民国\n3,ロシア連邦\n", input.UnknownEncoding},
		{charmap.Windows1252, "id;pays\n1;Côte d’Ivoire\n2;République tchèque\n3;Égypte\n4;«Türkiye»\n", "windows-1252"},
		{charmap.Windows1252, "id;maa\n1;Pääministeri\n2;Itä-Timor\n3;Etelä-Korea\n4;Päiväntasaajan Guinea\n5;Häääänestys\n", "windows-1252"},
		{charmap.Windows1252, "id;riik\n1;Jäääär\n2;Lõuna-Korea\n3;Põhja-Korea\n4;Müüdiöö\n", "windows-1252"},
		{charmap.Windows1252, "ÅLAND;ÖSTERREICH;DÄNEMARK;“ÎLE”;São Tomé e Príncipe\n", "windows-1252"},
		{charmap.Macintosh, "id;pays\n1;Côte d’Ivoire\n2;République tchèque\n3;Égypte\n", "macintosh"},
		{charmap.CodePage437, "id;Stadt\n1;Zürich\n", input.UnknownEncoding},
		{charmap.CodePage437, "id;Ort\n1;Düsseldorf\n2;Málaga\n3;Besançon\n4;Österreich\n", input.UnknownEncoding},
		{charmap.CodePage850, "id;Ort\n1;Düsseldorf\n2;São Paulo\n3;Nîmes\n4;Ørsted\n5;Île\n", input.UnknownEncoding},
		{charmap.CodePage850, "id;Ort\n1;Göteborg\n", input.UnknownEncoding}, // or Gîteborg, by Mac Roman
		{charmap.CodePage865, "id;By\n1;Århus\n2;Tromsø\n3;Malmö\n", input.UnknownEncoding},
		{charmap.Macintosh, "id;Ort\n1;Düsseldorf\n2;São Paulo\n3;Nîmes\n4;Málaga\n5;Århus\n", "macintosh"},
		{charmap.Windows1252, "id;Ort\n1;São Paulo\n2;Itä-Suomi\n3;Ávila\n", "windows-1252"},
		{charmap.Windows1252, "id;pays\n1;Équateur\n", "windows-1252"}, // a single letter says little
	} {
		text, err := c.as.NewEncoder().Bytes([]byte(c.text))
		if err != nil {
			t.Fatalf("%q: %v", c.text, err)
		}
		file := input.File{Name: "x.csv", Path: "x.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
		if _, found, ok, err := file.Learn(); err != nil || !ok || found.Encoding != c.want {
			t.Errorf("%q as %v: %+v %t %v; want %s", c.text, c.as, found, ok, err, c.want)
		}
	}
}
