package generic

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"github.com/entente-graph/entente/loaders/input"
)

// TestAParquetColumnIsReadAsWhatItIsDeclaredToHold has a row of each column's largest or oddest value: the physical type
// alone would make other numbers and dates of them, or nothing.
func TestAParquetColumnIsReadAsWhatItIsDeclaredToHold(t *testing.T) {
	type declared struct {
		Small    int32            `parquet:"small,decimal(2:9)"`
		Large    int64            `parquet:"large,decimal(3:18)"`
		Bytes    [5]byte          `parquet:"bytes,decimal(2:10)"`
		Whole    int32            `parquet:"whole,decimal(0:9)"`
		Unsigned uint32           `parquet:"unsigned"`
		Long     uint64           `parquet:"long"`
		Spark    deprecated.Int96 `parquet:"spark"`
		Millis   int64            `parquet:"millis,timestamp(millisecond)"`
		Nanos    int64            `parquet:"nanos,timestamp(nanosecond)"`
		Clock    int32            `parquet:"clock,time(millisecond)"`
		UUID     [16]byte         `parquet:"uuid,uuid"`
		Day      int32            `parquet:"day,date"`
		Binary   []byte           `parquet:"binary"`
	}
	var file bytes.Buffer
	if err := parquet.Write(&file, []declared{{
		-5, 1234500,
		[5]byte{0xff, 0xff, 0xff, 0xff, 0x9c},
		1200, 4294967295, 18446744073709551615,
		deprecated.Int96{0, 0, 2_440_588 - 365},
		-1, time.Date(1951, 3, 4, 5, 6, 7, 8, time.UTC).UnixNano(), 45_000_000,
		[16]byte{0x12, 15: 0x34},
		-1, []byte("a\x00b"),
	}}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"small": "-0.05", "large": "1234.5", "bytes": "-1", "whole": "1200",
		"unsigned": "4294967295", "long": "18446744073709551615",
		"spark": "1969-01-01", "millis": "1969-12-31", "nanos": "1951-03-04", "clock": "12:30:00",
		"uuid": "12000000-0000-0000-0000-000000000034", "day": "1969-12-31",
	}
	content := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file.Bytes())), nil }
	for r, err := range columnar(input.File{Name: "t.parquet", Open: content}) {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, r.values); diff != "" {
			t.Error(diff)
		}
	}
}

// half declares two bytes to be a number.
type half struct{ parquet.Type }

func (half) LogicalType() *format.LogicalType {
	return &format.LogicalType{Value: &format.Float16Type{}}
}

func TestANumberOfTwoBytesIsOne(t *testing.T) {
	columns := parquet.Group{"n": parquet.Leaf(half{parquet.FixedLenByteArrayType(2)})}
	var file bytes.Buffer
	w := parquet.NewWriter(&file, parquet.NewSchema("t", columns))
	var want []string
	for _, c := range []struct {
		bits uint16
		text string
	}{
		{0x3c00, "1"},
		{0xc000, "-2"},
		{0x2e66, "0.1"},
		{0x7bff, "65504"},
		{0x6bd0, "4000"},
		{0x0001, "0.00000006"},
		{0x3555, "0.3333"},
		{0x7e00, ""},
		{0x67ff, "2047"},
		{0x0400, "0.00006104"},
		{0x0000, "0"},
	} {
		value := parquet.FixedLenByteArrayValue(binary.LittleEndian.AppendUint16(nil, c.bits))
		if _, err := w.WriteRows([]parquet.Row{{value.Level(0, 0, 0)}}); err != nil {
			t.Fatal(err)
		}
		want = append(want, c.text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	content := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file.Bytes())), nil }
	var got []string
	for r, err := range columnar(input.File{Name: "t.parquet", Path: "t.parquet", Open: content}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.values["n"])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNumbersOfTwoBytesAreToldApart(t *testing.T) {
	seen := map[string]uint16{}
	for bits := range uint16(0x7c01) { // zero to infinity
		text := halfText(parquet.FixedLenByteArrayValue(binary.LittleEndian.AppendUint16(nil, bits)))
		if other, known := seen[text]; known {
			t.Errorf("%#x and %#x are both %s", other, bits, text)
		}
		seen[text] = bits
	}
}

func TestADecimalNumberOfTooManyDecimalsIsRefused(t *testing.T) {
	columns := parquet.Group{"n": parquet.Decimal(2_000_000_000, 9, parquet.Int32Type)}
	var file bytes.Buffer
	w := parquet.NewWriter(&file, parquet.NewSchema("t", columns))
	_, err := w.WriteRows([]parquet.Row{{parquet.Int32Value(5).Level(0, 0, 0)}})
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	content := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file.Bytes())), nil }
	for _, err = range columnar(input.File{Name: "t.parquet", Path: "t.parquet", Open: content}) {
		break
	}
	if err == nil || !strings.Contains(err.Error(), "column n: a decimal number of 2000000000 decimals; want 0 to 76") {
		t.Error(err)
	}
}
