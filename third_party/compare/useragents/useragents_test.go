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

// row is a string of the tables of classify/useragent, and the right answer.
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

// parser is a parser of user-agent strings. Parse only parses; describe returns what the
// parser found, as text from which an answer could be given.
type parser struct {
	name     string
	parse    func(string)
	describe func(string) string
}

// parsers returns the parsers. Their descriptions omit minor versions, because no answer
// depends on these and nearly every string would have a description of its own.
func parsers(t testing.TB) []parser {
	t.Helper()
	uap, err := uaparser.New()
	if err != nil {
		t.Fatal(err)
	}
	uncached, err := uaparser.New(uaparser.WithCacheSize(1))
	if err != nil {
		t.Fatal(err)
	}
	return []parser{
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

// An answer can be given from a description if all strings with this description have the
// same right answer. This favours the other parsers: their users would need a rule for each
// description. For classify the test counts the answers that are right.
func TestAnswersFromParsers(t *testing.T) {
	rows := table(t)
	for _, parser := range parsers(t) {
		rights := map[string]map[string]bool{}
		for _, row := range rows {
			description := parser.describe(row.userAgent)
			if rights[description] == nil {
				rights[description] = map[string]bool{}
			}
			rights[description][row.right] = true
		}
		given := 0
		for _, row := range rows {
			description := parser.describe(row.userAgent)
			if len(rights[description]) == 1 && (parser.name != "classify" || description == row.right) {
				given++
			}
		}
		fmt.Printf("%-15s %3d of %d answers\n", parser.name, given, len(rows))
		if parser.name == "classify" && given != len(rows) {
			t.Error("classify is wrong about its own tables")
		}
	}
}

func BenchmarkParse(b *testing.B) {
	rows := table(b)
	for _, parser := range parsers(b) {
		b.Run(parser.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				parser.parse(rows[i%len(rows)].userAgent)
				i++
			}
		})
	}
}
