// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package useragent_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/useragent"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Every rule has a name of its own, a reason and a source, and is the first rule that matches
// some string of the tables, or some string with hints.
func TestRules_EachHasASourceAndIsReached(t *testing.T) {
	t.Parallel()
	reached := map[string]bool{}
	for _, row := range everyString(t) {
		for _, class := range classify.Classify(useragent.String(row.userAgent))[1:] {
			reached[class.Rule] = true
		}
	}
	for _, row := range hintTable(t) {
		reached[classify.Classify(row.agent)[1].Rule] = true
	}
	seen := map[string]bool{}
	for _, rule := range useragent.Rules() {
		require.NotEmpty(t, rule.Because, rule.Name)
		require.NotEmpty(t, rule.Source, rule.Name)
		require.False(t, seen[rule.Name], rule.Name)
		require.True(t, reached[rule.Name], "no test reaches %s", rule.Name)
		seen[rule.Name] = true
	}
}

// Every cause in classify's table is that of a rule here, and every rule's cause is in the
// table. Only classify's registry gives the cause that profiles differ.
func TestRules_UseEveryCauseOfTheTable(t *testing.T) {
	t.Parallel()
	used := map[classify.AmbiguityCause]bool{classify.CauseProfilesDiffer: true}
	for i, rule := range useragent.Rules() {
		for _, class := range useragent.Opinions(i) {
			if class.Ambiguous != nil {
				require.Contains(t, classify.AmbiguityCauses(), class.Ambiguous.Cause, rule.Name)
				used[class.Ambiguous.Cause] = true
			}
		}
	}
	for _, cause := range classify.AmbiguityCauses() {
		require.True(t, used[cause], "no rule has the cause %s", cause)
	}
}

// A caller who changes a classification changes no other one, and no rule.
func TestString_ClassificationsAreTheCallersOwn(t *testing.T) {
	t.Parallel()
	const reduced = useragent.String("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/111.0.0.0 Mobile Safari/537.36")
	first := classify.Classify(reduced)
	want := classify.Classify(reduced)
	first[2].Ambiguous.Candidates[0] = webxr.NeverSupport
	first[2].Ambiguous.Cause = ""
	first[1].Class = webxr.NeverSupport
	require.Equal(t, want, classify.Classify(reduced))
}

func TestString_APointerIsClassifiedLikeTheString(t *testing.T) {
	t.Parallel()
	agent := useragent.String("Lynx/2.8")
	require.Equal(t, classify.Classify(agent), classify.Classify(&agent))
	require.Equal(t, reflect.String, reflect.TypeOf(agent).Kind(), "a string has no place for what is plugged in")
}

// A server classifies the string of every request. The two allocations are those of the
// classifications and of the [classify.Subject].
func TestString_IsClassifiedInTwoAllocations(t *testing.T) {
	rows := everyString(t)
	i := 0
	require.LessOrEqual(t, testing.AllocsPerRun(len(rows), func() {
		classify.Classify(useragent.String(rows[i%len(rows)].userAgent))
		i++
	}), 2.0)
}
