// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/internal/classifytest"
	"github.com/xrprobe/xrprobe/classify/useragent"
)

// hinted are strings with client hints, each with what is right and where that is from.
//
//go:embed testdata/hints.tsv
var hinted string

// hintRow is a string, the client hints that come with it, and the classes that are right.
type hintRow struct {
	row
	agent useragent.Agent
}

func hintTable(t testing.TB) []hintRow {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(hinted, "\n"), "\n")
	require.Equal(t, "row\tinline\timmersive-vr\timmersive-ar\tuser agent\thints\tsource", lines[0])
	var rows []hintRow
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		require.Len(t, cells, 7, line)
		require.NotEmpty(t, cells[6], "%s: a row has a source", cells[0])
		made := hintRow{row{name: cells[0], want: cells[1:4], userAgent: cells[4]}, useragent.Agent{String: useragent.String(cells[4])}}
		for header := range strings.SplitSeq(cells[5], " | ") {
			require.NoError(t, made.agent.AddHint(header))
		}
		require.True(t, made.agent.Hinted())
		rows = append(rows, made)
	}
	return rows
}

func TestAgent_IsClassifiedAsTheTableSays(t *testing.T) {
	t.Parallel()
	for _, row := range hintTable(t) {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			classes := classify.Classify(row.agent)
			require.Equal(t, strings.Join(row.want, " "), classifytest.Short(classes), classes[1].Rule)
			classifytest.RequireSound(t, classes)
		})
	}
}

// Hints that were not sent say nothing.
func TestAgent_WithoutHintsIsItsString(t *testing.T) {
	t.Parallel()
	for _, row := range everyString(t) {
		agent := useragent.Agent{String: useragent.String(row.userAgent)}
		require.Equal(t, classify.Classify(agent.String), classify.Classify(agent))
		agent.Hints = classify.Hints{FormFactors: []string{}, Brands: []string{}}
		require.Equal(t, classify.Classify(agent.String), classify.Classify(agent))
	}
}

func TestAddHint_ReadsHeaders(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for header, want := range map[string]classify.Hints{
		`Sec-CH-UA: "Google Chrome";v="156", "Not)A;Brand";v="8,1"`: {Brands: []string{"Google Chrome", "Not)A;Brand"}},
		`sec-ch-ua:"A \"B\" \\C"`:                                   {Brands: []string{`A "B" \C`}},
		"Sec-CH-UA:":                                                {Brands: []string{}},
		`Sec-CH-UA-Form-Factors:  "Mobile" ,  "XR" `:                {FormFactors: []string{"Mobile", "XR"}},
		`Sec-CH-UA-Platform: "Chrome OS"`:                           {Platform: "Chrome OS"},
		`Sec-CH-UA-Mobile: ?1`:                                      {Mobile: &yes},
		`Sec-CH-UA-Mobile:?0 `:                                      {Mobile: &no},
	} {
		var got useragent.Agent
		require.False(t, got.Hinted())
		require.NoError(t, got.AddHint(header), header)
		require.Equal(t, want, got.Hints, header)
		require.True(t, got.Hinted(), header)
	}
}

func TestAddHint_RefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"Sec-CH-UA":                    `"Sec-CH-UA" has no colon: write a header, such as Sec-CH-UA-Mobile: ?0`,
		`Sec-CH-UA-Model: "Quest 3"`:   `"Sec-CH-UA-Model": use Sec-CH-UA, Sec-CH-UA-Form-Factors, Sec-CH-UA-Mobile or Sec-CH-UA-Platform`,
		"Sec-CH-UA: Chromium":          "Sec-CH-UA: \"Chromium\" is not formed like its value",
		`Sec-CH-UA-Form-Factors: "XR`:  `Sec-CH-UA-Form-Factors: "\"XR" is not formed like its value`,
		`Sec-CH-UA-Platform: "a", "b"`: `Sec-CH-UA-Platform: "\"a\", \"b\"" is not formed like its value`,
		"Sec-CH-UA-Mobile: true":       `Sec-CH-UA-Mobile: "true" is not formed like its value`,
		"Sec-CH-UA-Platform:":          `Sec-CH-UA-Platform: "" is not formed like its value`,
	} {
		err := new(useragent.Agent).AddHint(header)
		require.ErrorIs(t, err, useragent.ErrHint, header)
		require.EqualError(t, err, "useragent: no client hint that is known here: "+want)
	}
}

// No header, however it is formed, stops the program, and hints of any kind leave
// classifications sound.
func TestAddHint_RubbishIsRefusedOrSound(t *testing.T) {
	t.Parallel()
	rows := everyString(t)
	names := []string{"Sec-CH-UA", "Sec-CH-UA-Form-Factors", "Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "X"}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.String(), rapid.StringMatching(`[",\\; a-zA-Z?01=]{0,30}`)).Draw(t, "value")
		agent := useragent.Agent{String: useragent.String(rapid.SampledFrom(rows).Draw(t, "row").userAgent)}
		if err := agent.AddHint(rapid.SampledFrom(names).Draw(t, "name") + ":" + value); err != nil {
			require.ErrorIs(t, err, useragent.ErrHint)
		}
		classifytest.RequireSound(t, classify.Classify(agent))
	})
}
