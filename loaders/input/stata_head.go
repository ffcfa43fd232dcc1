package input

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// readOld reads the head of formats 113 to 115.
func (s *stata) readOld() error {
	head, err := s.bytes(4)
	if err != nil {
		return err
	}
	s.format = int(head[0])
	s.setOrder(head[1] == 1)
	variables, err := s.number(2)
	if err != nil {
		return err
	}
	if s.rows, err = s.number(4); err != nil {
		return err
	}
	if _, err = s.bytes(81 + 18); err != nil { // label and time
		return err
	}
	if err = s.allow(variables); err != nil {
		return err
	}
	types, err := s.bytes(int(variables))
	if err != nil {
		return err
	}
	for _, t := range types {
		switch {
		case t >= 251:
			s.types = append(s.types, stataByte-int(t-251)) // byte, int, long, float, double
		case t == 0 || t > 244:
			return s.fault("a variable of the unknown type %d", t)
		default:
			s.types = append(s.types, int(t))
		}
	}
	if err = s.texts(int(variables), 33, func(name string) { s.names = append(s.names, name) }); err != nil {
		return err
	}
	if _, err = s.bytes(2 * (int(variables) + 1)); err != nil { // sort order
		return err
	}
	formats := 49
	if s.format == 113 {
		formats = 12
	}
	if err = s.texts(int(variables), formats, s.display); err != nil {
		return err
	}
	if _, err = s.bytes(int(variables) * (33 + 81)); err != nil { // names of value labels, labels
		return err
	}
	for { // characteristics
		kind, err := s.number(1)
		if err != nil {
			return err
		}
		size, err := s.number(4)
		if err != nil || kind == 0 && size == 0 {
			return err
		}
		if err := s.skip(size); err != nil {
			return err
		}
	}
}

func (s *stata) allow(variables uint64) error {
	if variables == 0 || variables > maxStataVariables {
		return s.fault("%d variables; 1 to %d can be read", variables, maxStataVariables)
	}
	return nil
}

func (s *stata) skip(n uint64) error {
	if n > math.MaxInt32 {
		return s.fault("a part of %d bytes", n)
	}
	_, err := io.CopyN(io.Discard, s.in, int64(n))
	return s.cut(err)
}

// texts reads so many texts of a fixed size, each ended by a zero byte.
func (s *stata) texts(n, size int, take func(string)) error {
	for i := range n {
		b, err := s.bytes(size)
		if err != nil {
			return err
		}
		text := s.text(b)
		if !utf8.ValidString(text) {
			return s.fault("the name or format of its variable %d is not valid UTF-8", i+1)
		}
		take(text)
	}
	return nil
}

// text is UTF-8 from format 118 on, before it what the writer's system wrote, mostly Windows-1252. What is neither
// stays a byte that is not valid, so that the row is rejected in which it stands.
func (s *stata) text(b []byte) string {
	if end := bytes.IndexByte(b, 0); end >= 0 {
		b = b[:end]
	}
	if s.format >= 118 || utf8.Valid(b) {
		return string(b)
	}
	decoded, _ := charmap.Windows1252.NewDecoder().String(string(b))
	return strings.ReplaceAll(decoded, string(utf8.RuneError), "\xff")
}

// display notes in what a variable is shown to count time.
func (s *stata) display(format string) {
	s.units = append(s.units, unitOf(format))
}

// expect reads a tag of formats 117 and later.
func (s *stata) expect(tag string) error {
	b, err := s.bytes(len(tag))
	if err == nil && string(b) != tag {
		err = s.fault("%q where %q should be", b, tag)
	}
	return err
}

// readNew reads everything before the data of formats 117 to 119.
func (s *stata) readNew() error {
	if err := s.expect(stataMagic); err != nil {
		return err
	}
	release, err := s.bytes(3)
	if err != nil {
		return err
	}
	if s.format, err = strconv.Atoi(string(release)); err != nil || s.format < 117 || s.format > 119 {
		return s.fault("its format is %q; 113 to 115 and 117 to 119 can be read", release)
	}
	if err = s.expect("</release><byteorder>"); err != nil {
		return err
	}
	order, err := s.bytes(3)
	if err != nil {
		return err
	}
	s.setOrder(string(order) == "MSF")
	wide := map[int][4]int{117: {2, 4, 1, 33}, 118: {2, 8, 2, 129}, 119: {4, 8, 2, 129}}[s.format]
	if err = s.expect("</byteorder><K>"); err != nil {
		return err
	}
	variables, err := s.number(wide[0])
	if err != nil {
		return err
	}
	if err = s.allow(variables); err != nil {
		return err
	}
	if err = s.expect("</K><N>"); err != nil {
		return err
	}
	if s.rows, err = s.number(wide[1]); err != nil {
		return err
	}
	if err = s.expect("</N><label>"); err != nil {
		return err
	}
	size, err := s.number(wide[2])
	if err == nil {
		err = s.skip(size)
	}
	if err == nil {
		err = s.expect("</label><timestamp>")
	}
	if err != nil {
		return err
	}
	if size, err = s.number(1); err == nil {
		err = s.skip(size)
	}
	if err == nil {
		err = s.expect("</timestamp></header><map>")
	}
	if err == nil {
		err = s.skip(14 * 8)
	}
	if err == nil {
		err = s.expect("</map><variable_types>")
	}
	if err != nil {
		return err
	}
	for range variables {
		t, err := s.number(2)
		if err != nil {
			return err
		}
		if t == 0 || t > 2045 && t != stataStrL && (t < stataDouble || t > stataByte) {
			return s.fault("a variable of the unknown type %d", t)
		}
		s.types = append(s.types, int(t))
	}
	if err = s.expect("</variable_types><varnames>"); err != nil {
		return err
	}
	if err = s.texts(int(variables), wide[3], func(name string) { s.names = append(s.names, name) }); err != nil {
		return err
	}
	if err = s.expect("</varnames><sortlist>"); err != nil {
		return err
	}
	each := uint64(2)
	if s.format == 119 {
		each = 4
	}
	if err = s.skip((variables + 1) * each); err != nil {
		return err
	}
	if err = s.expect("</sortlist><formats>"); err != nil {
		return err
	}
	formats := 57
	if s.format == 117 {
		formats = 49
	}
	if err = s.texts(int(variables), formats, s.display); err != nil {
		return err
	}
	return s.seek("<data>")
}

// seek passes over labels and characteristics, none of which is read.
func (s *stata) seek(tag string) error {
	for {
		chunk, err := s.in.ReadSlice(tag[len(tag)-1])
		if bytes.HasSuffix(chunk, []byte(tag)) {
			return nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return s.cut(err)
		}
	}
}

// unitOf is in what a variable counts time, by how it is shown: 'd' for days, 'c' and 'C' for milliseconds, 'm' for
// months; 0 for what is none of them.
func unitOf(format string) byte {
	format = strings.TrimPrefix(strings.TrimPrefix(format, "%"), "-")
	if strings.HasPrefix(format, "d") {
		return 'd'
	}
	if unit, timed := strings.CutPrefix(format, "t"); timed && unit != "" && strings.IndexByte("dcCm", unit[0]) >= 0 {
		return unit[0]
	}
	return 0
}
