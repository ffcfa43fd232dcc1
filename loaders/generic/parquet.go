package generic

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/internal/lists"
	"github.com/entente-graph/entente/loaders/input"
)

// maxParquet bounds a Parquet file, which has to be held whole, in bytes.
const maxParquet = 256 << 20

func columnar(file input.File) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		if err := readParquet(file, yield); err != nil {
			yield(row{}, err)
		}
	}
}

func readParquet(file input.File, yield func(row, error) bool) (err error) {
	refuse := func(cause any) error {
		return graph.Invalidf("%s: no Parquet file that can be read: %v", file.Path, cause)
	}
	defer func() {
		if cause := recover(); cause != nil { // the reader panics on some damaged files
			err = refuse(cause)
		}
	}()
	content, err := file.Head(maxParquet + 1)
	if err != nil {
		return err
	}
	if len(content) > maxParquet {
		return graph.Invalidf("%s: the Parquet file exceeds the limit of %d bytes", file.Path, maxParquet)
	}
	f, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return refuse(err)
	}
	paths := f.Schema().Columns()
	header := lists.Map(paths, func(path []string) string { return strings.Join(path, ".") })
	texts := make([]textOf, len(paths))
	for i, path := range paths {
		if texts[i], err = textIn(f.Schema(), path); err != nil {
			return graph.Invalidf("%s: column %s: %v", file.Path, header[i], err)
		}
	}
	for _, i := range halves(f) {
		texts[i] = func(v parquet.Value) (string, bool) { return halfText(v), true }
	}
	number := 0
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		buffer := make([]parquet.Row, 64)
		for {
			n, err := rows.ReadRows(buffer)
			for _, cells := range buffer[:n] {
				number++
				fields, bad := parquetFields(cells, texts)
				values := map[string]string{}
				for i, text := range fields {
					if text != "" {
						values[header[i]] = text
					}
				}
				read := row{line: number, values: values, fields: fields, header: header}
				var rejected error
				if bad >= 0 {
					rejected = read.origin(file.Name).Rejected(header[bad], "bad-encoding",
						"a text that is not valid UTF-8; write the file again with its texts in UTF-8")
				}
				if !yield(read, rejected) {
					return rows.Close()
				}
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return errors.Join(refuse(err), rows.Close())
			}
		}
		if err := rows.Close(); err != nil {
			return refuse(err)
		}
	}
	return nil
}

// parquetFields are the cells of a row by column, those of a list in one; bad is the last column with a text that is
// not valid, -1 for none.
func parquetFields(cells parquet.Row, texts []textOf) (fields []string, bad int) {
	parts := make([][]string, len(texts))
	bad = -1
	for _, v := range cells {
		if v.IsNull() {
			continue
		}
		text, ok := texts[v.Column()](v)
		if !ok {
			bad = v.Column()
		}
		if text != "" {
			parts[v.Column()] = append(parts[v.Column()], text)
		}
	}
	return lists.Map(parts, func(of []string) string { return strings.Join(of, ";") }), bad
}

// textOf is a value that is not null as a table would write it; ok is false for a text that is not valid.
type textOf func(v parquet.Value) (text string, ok bool)

// textIn is that of a column, whose values are read as what they are declared to be: an INT32 may be a decimal number,
// a day, or a number without a sign.
func textIn(schema *parquet.Schema, path []string) (textOf, error) {
	text := physicalText
	if column, ok := schema.Lookup(path...); ok {
		if logical := column.Node.Type().LogicalType(); logical != nil {
			switch kind := logical.Value.(type) {
			case *format.StringType, *format.EnumType, *format.JsonType:
				return func(v parquet.Value) (string, bool) { return string(v.ByteArray()), utf8.Valid(v.ByteArray()) }, nil
			case *format.DateType:
				text = func(v parquet.Value) string { return dayOf(int64(v.Int32())*86400, 0) }
			case *format.TimestampType:
				text = timestampText(kind.Unit)
			case *format.TimeType:
				text = clockText(kind.Unit)
			case *format.DecimalType:
				if kind.Scale < 0 || kind.Scale > maxDigits {
					return nil, fmt.Errorf("a decimal number of %d decimals; want 0 to %d", kind.Scale, maxDigits)
				}
				text = func(v parquet.Value) string { return decimalText(v, int(kind.Scale)) }
			case *format.IntType:
				if !kind.IsSigned {
					text = unsignedText
				}
			case *format.UUIDType:
				text = uuidText
			}
		}
	}
	return func(v parquet.Value) (string, bool) { return text(v), true }, nil
}

func dayOf(seconds, nanoseconds int64) string {
	return time.Unix(seconds, nanoseconds).UTC().Format(time.DateOnly)
}

// perSecond is how many of a unit make a second.
func perSecond(unit format.TimeUnit) int64 {
	switch unit.Value.(type) {
	case *format.MilliSeconds:
		return 1e3
	case *format.MicroSeconds:
		return 1e6
	}
	return 1e9
}

func timestampText(unit format.TimeUnit) func(v parquet.Value) string {
	per := perSecond(unit)
	return func(v parquet.Value) string { return dayOf(v.Int64()/per, v.Int64()%per*(1e9/per)) }
}

func clockText(unit format.TimeUnit) func(v parquet.Value) string {
	per := perSecond(unit)
	return func(v parquet.Value) string {
		n := v.Int64()
		if v.Kind() == parquet.Int32 {
			n = int64(v.Int32())
		}
		return time.Unix(n/per, 0).UTC().Format(time.TimeOnly)
	}
}

func uuidText(v parquet.Value) string {
	b := v.ByteArray()
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// halves are the columns of numbers of 16 bits, which the reader takes for two bytes.
func halves(f *parquet.File) (columns []int) {
	column := 0
	for _, e := range f.Metadata().Schema {
		if _, half := e.LogicalType.Value.(*format.Float16Type); half && e.Type.Valid {
			columns = append(columns, column)
		}
		if e.Type.Valid { // a leaf
			column++
		}
	}
	return columns
}

// halfText is a number of 16 bits, as IEEE 754 has it: a sign, 5 bits of exponent, 10 of fraction; a broken one in
// the fewest digits that tell it from its neighbours.
func halfText(v parquet.Value) string {
	b := v.ByteArray()
	if len(b) != 2 {
		return ""
	}
	bits := binary.LittleEndian.Uint16(b)
	exponent, fraction := int(bits>>10&0x1f), float64(bits&0x3ff)
	step := math.Ldexp(1, max(exponent, 1)-25)
	f := fraction * step
	switch {
	case exponent == 0x1f && fraction == 0:
		f = math.Inf(1)
	case exponent == 0x1f:
		f = math.NaN()
	case exponent > 0:
		f += 1024 * step
	}
	below := step // to the neighbour; half of it below a power of two
	if fraction == 0 && exponent > 1 {
		below /= 2
	}
	for digits := 1; digits < 5 && f != math.Trunc(f); digits++ {
		short, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', digits, 64), 64)
		if err == nil && short-f < step/2 && f-short < below/2 {
			f = short
			break
		}
	}
	if bits>>15 == 1 {
		f = -f
	}
	return floatText(f, 64)
}

func unsignedText(v parquet.Value) string {
	if v.Kind() == parquet.Int32 {
		return strconv.FormatUint(uint64(v.Uint32()), 10)
	}
	return strconv.FormatUint(v.Uint64(), 10)
}

// The largest decimal numbers that programs write: how many digits, and bytes, they have.
const (
	maxDigits = 76
	maxBytes  = 32
)

// decimalText is a number that is kept as a whole one, or as the bytes of one in two's complement. More bytes than a
// number has are blank.
func decimalText(v parquet.Value, scale int) string {
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default:
		b := v.ByteArray()
		if len(b) > maxBytes {
			return ""
		}
		if n.SetBytes(b); len(b) > 0 && b[0] >= 0x80 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	whole := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	text := new(big.Rat).SetFrac(n, whole).FloatString(scale)
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// firstJulianDay is 1 January 1970 in the count of days of INT96, in which older programs write timestamps: after the
// nanoseconds of the day.
const firstJulianDay = 2_440_588

// physicalText is a value by its physical type. Bytes that are no text are blank, such as a geometry's.
func physicalText(v parquet.Value) string {
	switch v.Kind() {
	case parquet.Int96:
		return dayOf((int64(v.Int96()[2])-firstJulianDay)*86400, 0)
	case parquet.ByteArray, parquet.FixedLenByteArray:
		if b := v.ByteArray(); utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 {
			return string(b)
		}
		return ""
	case parquet.Double:
		return floatText(v.Double(), 64)
	case parquet.Float:
		return floatText(float64(v.Float()), 32)
	}
	return v.String()
}

// floatText is a number as a table would write it. Programs keep whole numbers as floats where some are missing, and
// the missing ones as NaN: 19520301 is no 1.9520301e+07, and NaN is blank.
func floatText(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return ""
	case math.Abs(f) < 1e15:
		return strconv.FormatFloat(f, 'f', -1, bits)
	}
	return strconv.FormatFloat(f, 'g', -1, bits)
}
