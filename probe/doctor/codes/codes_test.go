// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package codes_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/doctor/codes"
)

// given are the places that give problems and causes their codes, and what such a code looks like there.
var given = []struct {
	files string
	code  *regexp.Regexp
}{
	{"modes/report/cause.go", regexp.MustCompile(`(?:Cause|Problem)\w+ += "([a-z_]+)"`)},
	{"openxr/loader/manifest.go", regexp.MustCompile(`CodeManifest\w+ += "([a-z_]+)"`)},
	{"openxr/loader/binary.go", regexp.MustCompile(`CodeLibrary\w+ += "([a-z_]+)"`)},
	{"openxr/negotiate.go", regexp.MustCompile(`NegotiationReason = "([a-z_]+)"`)},
	{"probe/glsession/error.go", regexp.MustCompile(`Code\w+ += "([a-z_]+)"`)},
	{"probe/*.go", regexp.MustCompile(`ID: +"([a-z_]+)", Severity`)},
	{"probe/internal/*/*.go", regexp.MustCompile(`(?:ID: +"([a-z_]+)", Severity|ID = "([a-z_]+)"|id := "([a-z_]+)")`)},
}

// Every code that the source gives a problem or a cause is explained, and no other.
func TestAll_AreTheCodesOfTheSource(t *testing.T) {
	t.Parallel()
	var found []string
	for _, place := range given {
		files, err := filepath.Glob(filepath.Join("../../..", place.files))
		require.NoError(t, err)
		before := len(found)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, match := range place.code.FindAllStringSubmatch(string(text), -1) {
				found = append(found, strings.Join(match[1:], ""))
			}
		}
		require.Greater(t, len(found), before, place.files)
	}
	found = append(found, "runtime_json_relative", "runtime_json_hides") // those of a linter with several IDs
	var explained []string
	for _, code := range codes.All() {
		explained = append(explained, code.ID)
		require.Regexp(t, `^[A-Z].*\.$`, code.Explain, code.ID)
	}
	slices.Sort(found)
	slices.Sort(explained)
	require.Equal(t, slices.Compact(found), explained)
}
