// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package join_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/join"
)

const headMounted = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"

// plugged makes records of headsets on USB.
func plugged(pairs ...[2]string) []report.Headset {
	headsets := []report.Headset{}
	for i, pair := range pairs {
		headsets = append(headsets, report.Headset{
			Vendor: &pair[0], Name: &pair[1], Kind: report.KindHeadset, Confidence: report.ConfidenceCertain, Conflicts: []string{},
			Refs: []report.DeviceRef{{What: report.BusUSB, ID: "0000:0000", Place: string(rune('1' + i))}},
		})
	}
	return headsets
}

// doubtful makes it possible alone that headsets are there.
func doubtful(headsets []report.Headset) []report.Headset {
	for i := range headsets {
		headsets[i].Confidence = report.ConfidencePossible
	}
	return headsets
}

// standalone makes headsets standalone ones.
func standalone(headsets []report.Headset) []report.Headset {
	for i := range headsets {
		headsets[i].Kind = report.KindStandalone
	}
	return headsets
}

// asked is an active runtime that answered with a system of a name.
func asked(name, system string) report.Runtime {
	return report.Runtime{
		ID: "r", Active: true, Name: &name, Level: report.LevelProperties,
		Systems: []report.System{{FormFactor: headMounted, Status: report.SystemAvailable, Name: &system}},
	}
}

// joined joins headsets with a runtime of a report.
func joined(headsets []report.Headset, runtime report.Runtime) []report.Headset {
	return join.Headsets(headsets, &report.Report{Runtimes: []report.Runtime{runtime}, Resolution: &report.Resolution{}})
}

// The headsets that the tests plug in.
var (
	index  = [2]string{"Valve", "Valve Index"}
	vive   = [2]string{"HTC", "HTC Vive"}
	pro    = [2]string{"HTC", "HTC Vive Pro"}
	psvr2  = [2]string{"Sony", "Sony PlayStation VR2"}
	reverb = [2]string{"HP", "HP Reverb G2"}
	quest  = [2]string{"Meta", "Meta Quest 2 or 3"}
)

func TestHeadsets_NamesThatTell(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name     string
		headsets []report.Headset
		runtime  report.Runtime
		// reported are the answers for those that are plugged in, and then for others.
		reported []report.Reported
	}{
		{"driver of one headset", plugged(index), asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse"), []report.Reported{"yes"}},
		{"driver of two headsets", plugged(index, vive), asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse"), []report.Reported{"unknown", "unknown"}},
		{"driver of another vendor", plugged(psvr2, vive), asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse"), []report.Reported{"no", "yes"}},
		{"driver of a vendor whose display is another's, too", plugged([2]string{"", "Varjo or Pimax Crystal Super Ultrawide"}), asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse"), []report.Reported{"yes"}},
		{"driver that no row has", plugged(index), asked("SteamVR/OpenXR", "SteamVR/OpenXR : null"), []report.Reported{"unknown"}},
		{"headset that SteamVR does not drive", plugged(reverb), asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse"), []report.Reported{"no", "yes"}},
		{"model", plugged(vive, pro), asked("Monado(XRT) by Collabora et al '25.0.0'", "Monado: HTC Vive Pro (vive)"), []report.Reported{"no", "yes"}},
		{"model that begins another", plugged(vive, pro), asked("Monado(XRT) by Collabora et al '25.0.0'", "Monado: HTC Vive (vive)"), []report.Reported{"yes", "no"}},
		{"older name of a system", plugged(index), asked("Monado(XRT) by Collabora et al '21.0.0'", "Valve Index (libsurvive)"), []report.Reported{"yes"}},
		{"model that the other's name begins with", plugged(psvr2), asked("Monado(XRT) by Collabora et al '25.0.0'", "Monado: PS VR Headset"), []report.Reported{"no", "yes"}},
		{"name of an older model", plugged(quest), asked("Oculus", "Oculus Quest2"), []report.Reported{"yes"}},
		{"simulated", plugged(index), asked("Monado(XRT) by Collabora et al '25.0.0'", "Monado: Simulated HMD"), []report.Reported{"no", "yes"}},
		{"behind the network", plugged(quest), asked("Monado(XRT) by Collabora et al 'v25.9'", "Oculus Quest on WiVRn"), []report.Reported{"no", "yes"}},
		{"a model that is not plugged in, and begins as one that is", plugged(vive), asked("Monado(XRT) by Collabora et al '25.0.0'", "Monado: HTC Vive Pro 2 (vive)"), []report.Reported{"no", "yes"}},
		{"a name that goes on", plugged([2]string{"Pico", "Pico 4"}), asked("Pico", "PICO 4 Pro"), []report.Reported{"unknown"}},
		{"one of a family", plugged([2]string{"Oculus", "Oculus Rift CV1"}), asked("Oculus", "Oculus Rift S"), []report.Reported{"no", "yes"}},
		{"one of two models", plugged([2]string{"Valve", "Valve Index or HTC Vive Pro"}), asked("Monado(XRT)", "Monado: Valve Index (vive)"), []report.Reported{"yes"}},
		{"one of three models", plugged([2]string{"HTC", "HTC Vive, HTC Vive Pro or HTC Vive Pro 2"}), asked("Monado(XRT)", "Monado: HTC Vive (vive)"), []report.Reported{"yes"}},
		{"one that may be anything", doubtful(plugged([2]string{"Valve", "Valve Index or HTC Vive Pro"})), asked("Monado(XRT)", "Monado: Bigscreen Beyond (vive)"), []report.Reported{"unknown"}},
		{"behind the network, and perhaps on a cable", standalone(plugged(quest)), asked("Monado(XRT)", "Oculus Quest on WiVRn"), []report.Reported{"unknown"}},
		{"name of a layer", plugged(index), asked("SteamVR/OpenXR", "Vive OpenXR: Vive SRanipal"), []report.Reported{"unknown"}},
		{"runtime that no row has", plugged(reverb), asked("My runtime", "HP Reverb G2 (mine)"), []report.Reported{"yes"}},
		{"names that say nothing", plugged(reverb), asked("My runtime", "A headset"), []report.Reported{"unknown"}},
		{"nothing plugged in", plugged(), asked("My runtime", "A headset"), []report.Reported{"yes"}},
		{"no bus read", nil, asked("My runtime", "A headset"), []report.Reported{"yes"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			headsets := joined(row.headsets, row.runtime)
			var reported []report.Reported
			for _, h := range headsets {
				reported = append(reported, h.Reported)
				require.Equal(t, h.Reported == report.ReportedYes, h.Because == nil, "%s", *h.Name)
				require.NotNil(t, h.Conflicts)
			}
			require.Equal(t, row.reported, reported)
		})
	}
}

func TestHeadsets_OthersAreMarked(t *testing.T) {
	t.Parallel()
	ref := []report.DeviceRef{{What: report.BusSystem, ID: "r", Place: headMounted}}
	simulated := joined(plugged(), asked("Monado 25", "Monado: Simulated HMD"))
	require.Equal(t, report.KindSimulated, simulated[0].Kind)
	require.Equal(t, ref, simulated[0].Refs)
	require.Empty(t, simulated[0].Conflicts)

	remote := joined(plugged(), asked("Monado 25", "Oculus Quest on WiVRn"))
	require.Equal(t, report.ConfidenceLikely, remote[0].Confidence)
	require.Empty(t, remote[0].Conflicts, "it needs no bus of this machine")

	unseen := joined(plugged(), asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse"))
	require.Equal(t, report.ConfidencePossible, unseen[0].Confidence)
	require.Len(t, unseen[0].Conflicts, 2)
	require.Contains(t, unseen[0].Conflicts[0], "no bus of this machine shows it")

	blind := joined(nil, asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse"))
	require.Len(t, blind[0].Conflicts, 1, "what buses show is not known")
}

// Of a bus that was not read nobody can say that it shows no headset.
func TestHeadsets_ABusThatWasNotRead(t *testing.T) {
	t.Parallel()
	runtime := asked("Monado 25", "Monado: Valve Index (vive)")
	for _, row := range []struct {
		bus       report.Bus
		because   string
		conflicts int
	}{
		{report.Bus{Bus: report.BusUSB, State: report.BusRead}, "which is none that is plugged in", 1},
		{report.Bus{Bus: report.BusUSB, State: report.BusAbsent}, "which is another headset", 0},
		{report.Bus{Bus: report.BusDisplay, State: report.BusAbsent}, "which is none that is plugged in", 1},
		{report.Bus{Bus: report.BusDisplay, State: report.BusUnreadable}, "which is another headset", 0},
		{report.Bus{Bus: report.BusHID, State: report.BusUnreadable}, "which is none that is plugged in", 1},
	} {
		headsets := join.Headsets(plugged(psvr2), &report.Report{Runtimes: []report.Runtime{runtime}, Resolution: &report.Resolution{}, Buses: []report.Bus{row.bus}})
		require.Len(t, headsets, 2)
		require.Contains(t, *headsets[0].Because, row.because)
		require.Len(t, headsets[1].Conflicts, row.conflicts)
	}
}

func TestHeadsets_WhatARuntimeDidNotSay(t *testing.T) {
	t.Parallel()
	result, name := "XR_ERROR_FORM_FACTOR_UNAVAILABLE", "SteamVR/OpenXR"
	unavailable := report.Runtime{Active: true, Name: &name, Level: report.LevelProperties, Systems: []report.System{{FormFactor: headMounted, Status: report.SystemUnavailable, Result: &result}}}
	failure := "XR_ERROR_RUNTIME_FAILURE"
	refused := report.Runtime{Active: true, Name: &name, Level: report.LevelProperties, Systems: []report.System{{FormFactor: headMounted, Status: report.SystemFailed, Result: &failure}}}
	crashed := report.Runtime{ID: "steamxr", Active: true, Level: report.LevelProperties, Cause: &report.Cause{Level: report.LevelSystem, Text: "it crashed"}}
	broken := report.Runtime{ID: "steamxr", Active: true, Level: report.LevelProperties, Cause: &report.Cause{Level: report.LevelBinary, Text: "its library is missing"}}
	files := report.Runtime{ID: "steamxr", Active: true, Level: report.LevelBinary}
	inactive := asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse")
	inactive.Active = false
	for _, row := range []struct {
		runtimes []report.Runtime
		reported report.Reported
		because  string
	}{
		{[]report.Runtime{unavailable}, report.ReportedNo, "SteamVR/OpenXR answered XR_ERROR_FORM_FACTOR_UNAVAILABLE for head-mounted displays"},
		{[]report.Runtime{refused}, report.ReportedUnknown, "SteamVR/OpenXR answered XR_ERROR_RUNTIME_FAILURE for head-mounted displays"},
		{[]report.Runtime{crashed}, report.ReportedUnknown, "steamxr did not answer: it crashed"},
		{[]report.Runtime{broken}, report.ReportedUnknown, "steamxr cannot be asked: its library is missing"},
		{[]report.Runtime{files}, report.ReportedUnknown, "steamxr was asked up to the level binary, and only from the level properties up does a runtime tell which headset it has"},
		{[]report.Runtime{inactive}, report.ReportedUnknown, "the active runtime was not asked"},
		{[]report.Runtime{}, report.ReportedNo, "no OpenXR runtime is active"},
		{nil, report.ReportedUnknown, "it is not known which runtime is active"},
	} {
		headsets := join.Headsets(plugged(index), &report.Report{Runtimes: row.runtimes, Resolution: &report.Resolution{}})
		require.Len(t, headsets, 1)
		require.Equal(t, row.reported, headsets[0].Reported)
		require.Equal(t, row.because, *headsets[0].Because)
	}
	require.Len(t, joined(plugged(index), inactive)[0].Refs, 2, "it is the headset of a runtime, if not of the active one")
	require.Nil(t, joined(nil, unavailable), "neither buses nor runtimes show one")
}

// A runtime that was asked for no name told none.
func TestHeadsets_ANameThatWasNotAsked(t *testing.T) {
	t.Parallel()
	runtime := asked("Monado 25", "")
	runtime.Level, runtime.Systems[0].Name = report.LevelSystem, nil
	headsets := joined(plugged(index), runtime)
	require.Len(t, headsets, 1)
	require.Equal(t, report.ReportedUnknown, headsets[0].Reported)
	require.Contains(t, *headsets[0].Because, "Monado 25 reports a headset, which may be this one: the headset's name is only asked for from the level properties up")
}

func TestHeadsets_LeavesItsInputAsItIs(t *testing.T) {
	t.Parallel()
	headsets := plugged(index)
	joined(headsets, asked("SteamVR/OpenXR", "SteamVR/OpenXR : lighthouse"))
	require.Equal(t, plugged(index), headsets)
}
