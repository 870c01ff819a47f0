// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package wire

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

// An empty list is an answer, and travels as one.
func TestKnown_EmptyListsAreAnswers(t *testing.T) {
	t.Parallel()
	empty := Known{Runtime: report.Runtime{
		Extensions: []report.Extension{}, EnabledExtensions: []string{}, Systems: []report.System{},
	}}
	require.Equal(t, empty.Runtime, parentOf(t, Known{}, empty).Runtime)
	full := Known{Runtime: report.Runtime{Systems: []report.System{{
		FormFactor: "f", ViewConfigurations: []report.ViewConfiguration{{Type: "t", Properties: []report.ViewProperty{}}},
		Properties: []report.Property{}, SpatialCapabilities: []string{}, Queries: []report.Query{},
	}}}}
	require.Equal(t, full.Runtime, parentOf(t, Known{}, full).Runtime)
}

// parentOf returns what a parent knows that knew something before, and read the steps of a child that knew more and more.
func parentOf(t *testing.T, parent Known, child ...Known) Known {
	t.Helper()
	var sent Known
	for _, known := range child {
		var s, got Step
		known.Since(sent, &s)
		sent = known.Copy()
		var frame bytes.Buffer
		require.NoError(t, WriteFrame(&frame, Nonce{}, s))
		require.NoError(t, ReadFrame(&frame, Nonce{}, &got))
		require.NoError(t, parent.Add(got))
	}
	return parent
}

// What a child adds to a list in place is new, too.
func TestKnown_SeesWhatIsAddedInPlace(t *testing.T) {
	t.Parallel()
	child := Known{Runtime: report.Runtime{Systems: []report.System{{FormFactor: "f"}, {FormFactor: "g"}}}}
	var first, second, third, none Step
	child.Since(Known{}, &first)
	sent := child.Copy()
	child.Runtime.Systems[1].ViewConfigurations = []report.ViewConfiguration{{Type: "t"}}
	child.Since(sent, &second)
	sent = child.Copy()
	child.Runtime.Systems[1].ViewConfigurations[0].Properties = []report.ViewProperty{{Struct: "S"}}
	child.Since(sent, &third)
	child.Since(child.Copy(), &none)
	require.Len(t, first.Runtime.Systems, 2)
	require.Equal(t, []SystemUpdate{{At: 1, ViewConfigurations: []report.ViewConfiguration{{Type: "t"}}}}, second.Runtime.Systems)
	require.Equal(t, []SystemUpdate{{At: 1, ViewProperties: map[int][]report.ViewProperty{0: {{Struct: "S"}}}}}, third.Runtime.Systems)
	require.Equal(t, Step{Runtime: &Update{}, Problems: none.Problems, Layers: none.Layers}, none)
	require.Empty(t, none.Problems)
}

// What the child does not tell stays as the parent knows it.
func TestKnown_KeepsWhatTheParentKnew(t *testing.T) {
	t.Parallel()
	opened := Known{Runtime: report.Runtime{ID: "monado", Name: new("of the manifest"), Status: report.StatusNotRun}}
	require.Equal(t, opened.Runtime, parentOf(t, opened, Known{}).Runtime)
	got := parentOf(t, opened, Known{Runtime: report.Runtime{Name: new("its own"), Status: report.StatusOK}}).Runtime
	require.Equal(t, report.Runtime{ID: "monado", Name: new("its own"), Status: report.StatusOK}, got)
}

// No step of a child that went wrong reaches beyond the lists that there are.
func TestKnown_RefusesPlacesThatAreNotThere(t *testing.T) {
	t.Parallel()
	for name, update := range map[string]SystemUpdate{
		"a system after a gap":          {At: 2},
		"a system before the first":     {At: -1},
		"a view configuration too much": {At: 0, ViewProperties: map[int][]report.ViewProperty{1: {}}},
		"a negative view configuration": {At: 0, ViewProperties: map[int][]report.ViewProperty{-1: {}}},
	} {
		known := Known{Runtime: report.Runtime{Systems: []report.System{{ViewConfigurations: []report.ViewConfiguration{{}}}}}}
		require.ErrorIs(t, known.Add(Step{Runtime: &Update{Systems: []SystemUpdate{update}}}), ErrBadFrame, name)
	}
}

// Whatever a step says, adding it ends in an answer or an error.
func FuzzKnown_Add(f *testing.F) {
	f.Add([]byte(`{"runtime": {"systems": [{"at": 0, "view_properties": {"0": []}}]}}`))
	f.Add([]byte(`{"runtime": {"systems": [{"at": 0, "view_configurations": [{}]}, {"at": 0, "view_properties": {"0": [{}]}}]}}`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		var s Step
		var known Known
		if json.Unmarshal(data, &s) == nil && known.Add(s) == nil {
			_ = known.Add(s)
		}
	})
}
