// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragents_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mileusna/useragent"
	"github.com/ua-parser/uap-go/uaparser"

	"github.com/xrprobe/xrprobe/classify"
	agents "github.com/xrprobe/xrprobe/classify/useragent"
)

// row is a string of the tables of classify/useragent, and the classes that are right.
type row struct{ userAgent, right string }

func table(t testing.TB) []row {
	t.Helper()
	var rows []row
	for _, name := range []string{"useragents.tsv", "reasoned.tsv"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "..", "classify", "useragent", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if cells := strings.Split(line, "\t"); cells[0] != "row" {
				rows = append(rows, row{userAgent: cells[4], right: strings.Join(cells[1:4], " ")})
			}
		}
	}
	return rows
}

// A reader parses a string, and writes what it made of it, from which answers can be given.
type reader struct {
	name  string
	parse func(string)
	read  func(string) string
}

// Minor versions decide nothing and are left out: with them nearly every string would be
// one of its own.
func readers(t testing.TB) []reader {
	t.Helper()
	uap, err := uaparser.New()
	if err != nil {
		t.Fatal(err)
	}
	uncached, err := uaparser.New(uaparser.WithCacheSize(1))
	if err != nil {
		t.Fatal(err)
	}
	return []reader{
		{"classify", func(s string) { classify.Classify(agents.String(s)) }, func(s string) string { return answer(classify.Classify(agents.String(s))) }},
		{"uap-go", func(s string) { uncached.Parse(s) }, func(s string) string { return ofUAP(uncached.Parse(s)) }},
		{"uap-go, cached", func(s string) { uap.Parse(s) }, func(s string) string { return ofUAP(uap.Parse(s)) }},
		{"mileusna", func(s string) { useragent.Parse(s) }, func(s string) string { return ofMileusna(useragent.Parse(s)) }},
	}
}

func ofUAP(c *uaparser.Client) string {
	return strings.Join([]string{c.UserAgent.Family, c.UserAgent.Major, c.Os.Family, c.Device.Brand, c.Device.Model}, "|")
}

func ofMileusna(u useragent.UserAgent) string {
	return fmt.Sprint(u.Name, "|", u.VersionNo.Major, "|", u.OS, "|", u.Device, "|", u.Mobile, u.Tablet, u.Desktop, u.Bot)
}

func answer(answers classify.Classifications) string {
	var words []string
	for _, a := range answers {
		word := string(a.Class)
		if a.Ambiguous != nil {
			word = "open: " + string(a.Ambiguous.Cause)
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// A string's answer can be given if no string of which another answer is right looks the
// same. That favours the parsers: rules that tell all of these apart would have to know
// each by heart. Of classify it counts the answers that are right.
func TestRightAnswers(t *testing.T) {
	rows := table(t)
	for _, reader := range readers(t) {
		rights := map[string]map[string]bool{}
		for _, row := range rows {
			made := reader.read(row.userAgent)
			if rights[made] == nil {
				rights[made] = map[string]bool{}
			}
			rights[made][row.right] = true
		}
		given := 0
		for _, row := range rows {
			made := reader.read(row.userAgent)
			if len(rights[made]) == 1 && (reader.name != "classify" || made == row.right) {
				given++
			}
		}
		fmt.Printf("%-15s %3d of %d answers\n", reader.name, given, len(rows))
		if reader.name == "classify" && given != len(rows) {
			t.Error("classify is wrong about its own tables")
		}
	}
}

func BenchmarkRead(b *testing.B) {
	rows := table(b)
	for _, reader := range readers(b) {
		b.Run(reader.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				reader.parse(rows[i%len(rows)].userAgent)
				i++
			}
		})
	}
}
