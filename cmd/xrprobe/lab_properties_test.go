// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/parts"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// inC writes a headset's properties as the program in C does, with numbers for booleans,
// enumerants and flags.
func inC(t *testing.T, headset report.System) []string {
	t.Helper()
	var lines []string
	for _, property := range headset.Properties {
		switch property.State {
		case report.PropertyUntouched:
			lines = append(lines, property.Struct+" untouched")
		case report.PropertyReported:
			for name, value := range property.Values {
				lines = append(lines, fmt.Sprintf("%s.%s %d", property.Struct, name, numberOf(t, property.Struct, name, value)))
			}
		default:
			require.Fail(t, property.Struct, property.State)
		}
	}
	for _, query := range headset.Queries {
		for name, value := range query.Values {
			lines = append(lines, query.Command+"."+name+" "+parts.ValueText(value))
		}
	}
	return lines
}

// numberOf returns the number of a boolean, an enumerant or flags.
func numberOf(t *testing.T, structure, member string, value report.Value) (number uint64) {
	t.Helper()
	switch {
	case value.Bool != nil:
		return uint64(xr.MakeBool(*value.Bool))
	case value.Number != nil:
		return *value.Number
	}
	for _, s := range xr.SystemPropertyStructs() {
		for _, m := range s.Members {
			for _, named := range m.Names {
				if s.Name == structure && m.Name == member && (slices.Contains(value.Names, named.Name) || value.Text != nil && *value.Text == named.Name) {
					number |= named.Value
				}
			}
		}
	}
	return number
}

// For every structure that Monado advertises, and every command that needs no session,
// xrprobe reports what a program in C gets through the Khronos loader.
func TestLabProperties_EqualThoseOfAProgramInC(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	source, err := filepath.Abs("testdata/properties/properties.c")
	require.NoError(t, err)
	results := inOneRun(t, lab.Options{Monado: true, Binds: []string{program, source}},
		"gcc -Wall -Werror "+source+" -lopenxr_loader -o /tmp/properties && /tmp/properties >/tmp/c.txt && grep '^[xX]r' /tmp/c.txt",
		program+" --json --via direct", program+" --json --via loader")
	require.Zero(t, results[0].ExitCode, results[0].Stderr)
	theirs := results[0].Stdout
	for i, via := range []string{"direct", "loader"} {
		t.Run(via, func(t *testing.T) {
			t.Parallel()
			r := reportOf(t, results[1+i])
			headset := r.Active().Systems[0]
			require.ElementsMatch(t, strings.Split(strings.TrimSpace(theirs), "\n"), inC(t, headset))
			advertised := slices.ContainsFunc(headset.Properties, func(p report.Property) bool { return p.State == report.PropertyReported })
			require.True(t, advertised, "Monado advertises some")
			require.Contains(t, theirs, "xrGetVulkanGraphicsRequirements2KHR.min")
			require.Empty(t, r.Problems)
		})
	}
}

// The data sheet has the properties that the lab's Monado reports.
func TestLabProperties_SheetEqualsMonado(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, program, "--json")
	found := reportOf(t, result)
	reported := map[string]map[string]any{}
	for _, property := range found.Active().Systems[0].Properties {
		reported[property.Struct] = map[string]any{}
		for name, value := range property.Values {
			require.NotNil(t, value.Bool, property.Struct)
			reported[property.Struct][name] = *value.Bool
		}
	}
	known := sheetOf(t, "monado").Systems[0].Properties
	require.NotEmpty(t, known)
	for structure, members := range known {
		require.Equal(t, members, reported[structure], structure)
	}
}

// manyInARow is how often Monado is asked for everything.
const manyInARow = 20

// Afterwards the service has as many open connections as before, and still answers.
func TestLabProperties_MonadoSurvivesAllQuestions(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, "sh", "-c", fmt.Sprintf(
		`clients() { ls -l /proc/$(pgrep -x monado-service)/fd | grep -c socket; }
before=$(clients); n=0; while [ $n -lt %d ]; do %s -q show properties >/dev/null 2>&1 || exit 1; n=$((n+1)); done
sleep 1; after=$(clients); echo $n $((after - before)); %s -q check immersive-vr; echo $?`, manyInARow, program, program))
	require.Equal(t, strconv.Itoa(manyInARow)+" 0\n0\n", result.Stdout, result.Stderr)
}
