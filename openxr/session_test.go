// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package openxr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// connected returns an instance of a runtime written in C, and its headset.
func connected(t *testing.T, words ...string) (*openxr.Instance, *openxr.System) {
	t.Helper()
	entry, err := openxr.FromLibrary(compiled.Library(t, words...))
	require.NoError(t, err)
	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "test"})
	require.NoError(t, err)
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	return instance, system
}

func TestSession_FromCreationToDestruction(t *testing.T) {
	t.Parallel()
	_, system := connected(t)
	session, err := system.CreateSession(nil)
	require.NoError(t, err)
	spaces, err := session.ReferenceSpaces()
	require.NoError(t, err)
	require.Equal(t, []xr.ReferenceSpaceType{xr.ReferenceSpaceTypeView, xr.ReferenceSpaceTypeLocal}, spaces)
	formats, err := session.SwapchainFormats()
	require.NoError(t, err)
	require.Empty(t, formats)
	width, depth, known, err := session.Bounds(xr.ReferenceSpaceTypeStage)
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, [2]float32{2.5, 4}, [2]float32{width, depth})
	_, _, known, err = session.Bounds(xr.ReferenceSpaceTypeLocal)
	require.NoError(t, err)
	require.False(t, known)
	space, err := session.CreateReferenceSpace(xr.ReferenceSpaceTypeLocal)
	require.NoError(t, err)
	require.NoError(t, space.Destroy())
	require.ErrorIs(t, space.Destroy(), openxr.ErrDestroyed)

	result, _ := openxr.ResultOf(session.Begin(xr.ViewConfigurationTypePrimaryStereo))
	require.Equal(t, xr.ErrorFunctionUnsupported, result, "the test runtime has no frame loop")

	require.NoError(t, session.Destroy())
	for name, use := range map[string]func() error{
		"destroy": session.Destroy, "exit": session.RequestExit, "end": session.End,
		"spaces": func() error { _, err := session.ReferenceSpaces(); return err },
		"space":  func() error { _, err := session.CreateReferenceSpace(xr.ReferenceSpaceTypeView); return err },
		"bounds": func() error { _, _, _, err := session.Bounds(xr.ReferenceSpaceTypeView); return err },
	} {
		require.ErrorIs(t, use(), openxr.ErrDestroyed, name)
	}
}

func TestCreateSession_DistrustsANullHandle(t *testing.T) {
	t.Parallel()
	_, system := connected(t, "null-session")
	_, err := system.CreateSession(nil)
	require.ErrorIs(t, err, openxr.ErrDistrusted)
}

func TestPollEvent_ReadsEachType(t *testing.T) {
	t.Parallel()
	instance, _ := connected(t)
	var got []openxr.Event
	for {
		event, more, err := instance.PollEvent()
		require.NoError(t, err)
		if !more {
			break
		}
		got = append(got, event)
	}
	require.Equal(t, []openxr.Event{
		openxr.UnknownEvent{Type: 999},
		openxr.EventsLost{Count: 7},
		openxr.InstanceLossPending{At: 7},
		openxr.SessionStateChanged{Session: 7, State: xr.SessionStateFocused, At: 9},
		openxr.ReferenceSpaceChangePending{Session: 7, Space: 5, At: 9},
		openxr.InteractionProfileChanged{Session: 7},
	}, got)
}

func TestPollEvent_DistrustsAnUnwrittenEvent(t *testing.T) {
	t.Parallel()
	instance, _ := connected(t, "no-event")
	_, _, err := instance.PollEvent()
	require.ErrorIs(t, err, openxr.ErrDistrusted)
}

func TestPath_RoundTrip(t *testing.T) {
	t.Parallel()
	instance, _ := connected(t)
	path, err := instance.Path("/user")
	require.NoError(t, err)
	require.EqualValues(t, 5, path)
	name, err := instance.PathName(path)
	require.NoError(t, err)
	require.Equal(t, "/user", name)
	for _, bad := range []string{"user", "/us\x00er"} {
		_, err = instance.Path(bad)
		result, _ := openxr.ResultOf(err)
		require.Equal(t, xr.ErrorPathFormatInvalid, result)
	}
	hostile, _ := connected(t, "unending-name")
	name, err = hostile.PathName(1)
	require.NoError(t, err)
	require.Equal(t, "pppppp", name)
}

func TestChain_SeesWhichOutputsWereWritten(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"strict", "cuts-chain"} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			_, system := connected(t, words)
			chain := &openxr.Chain{}
			gaze := openxr.AppendOutput[xr.SystemEyeGazeInteractionPropertiesEXT](chain, xr.TypeSystemEyeGazeInteractionPropertiesEXT)
			hand := openxr.AppendOutput[xr.SystemHandTrackingPropertiesEXT](chain, xr.TypeSystemHandTrackingPropertiesEXT)
			_, reported := hand.Value()
			require.False(t, reported, "no command was called yet")
			for range 2 {
				properties, err := system.PropertiesWith(chain)
				require.NoError(t, err)
				require.Equal(t, "Test headset", properties.Name)
				hands, reported := hand.Value()
				require.True(t, reported)
				require.True(t, hands.SupportsHandTracking.Bool())
				_, reported = gaze.Value()
				require.False(t, reported, "the runtime does not know it")
			}
		})
	}
}

func TestChain_RefusesWrongStructures(t *testing.T) {
	t.Parallel()
	_, system := connected(t)
	for name, spoil := range map[string]func(*openxr.Chain){
		"no header":     func(c *openxr.Chain) { openxr.AppendOutput[xr.Extent2Df](c, xr.TypeUnknown) },
		"no structure":  func(c *openxr.Chain) { openxr.Append(c, new(int)) },
		"with pointers": func(c *openxr.Chain) { openxr.AppendOutput[xr.InstanceCreateInfo](c, xr.TypeInstanceCreateInfo) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			chain := &openxr.Chain{}
			spoil(chain)
			_, err := system.PropertiesWith(chain)
			require.ErrorIs(t, err, openxr.ErrChain)
		})
	}
}

func TestAppend_ChainsTheCallersStructures(t *testing.T) {
	t.Parallel()
	_, system := connected(t)
	chain := &openxr.Chain{}
	first := &xr.SystemHandTrackingPropertiesEXT{Type: xr.TypeSystemHandTrackingPropertiesEXT}
	second := &xr.SystemHandTrackingPropertiesEXT{Type: xr.TypeSystemHandTrackingPropertiesEXT}
	openxr.Append(chain, first)
	openxr.Append(chain, second)
	_, err := system.PropertiesWith(chain)
	require.NoError(t, err)
	require.True(t, first.SupportsHandTracking.Bool())
	require.True(t, second.SupportsHandTracking.Bool())
	require.Nil(t, first.Next, "the links are cleared")
}

// If a chain is used again, the output of the first runtime does not count for the second.
func TestChain_ForgetsOutputsBetweenCalls(t *testing.T) {
	t.Parallel()
	chain := &openxr.Chain{}
	hands := openxr.AppendOutput[xr.SystemHandTrackingPropertiesEXT](chain, xr.TypeSystemHandTrackingPropertiesEXT)
	for _, row := range []struct {
		words    string
		reported bool
	}{{"strict", true}, {"no-hands", false}} {
		_, system := connected(t, row.words)
		_, err := system.PropertiesWith(chain)
		require.NoError(t, err)
		_, reported := hands.Value()
		require.Equal(t, row.reported, reported, row.words)
	}
}

func TestOnDebugMessage_UntilDestroyed(t *testing.T) {
	t.Parallel()
	instance, system := connected(t)
	var got []openxr.DebugMessage
	messenger, err := instance.OnDebugMessage(0x1111, 0xf, func(m openxr.DebugMessage) { got = append(got, m) })
	require.NoError(t, err)
	require.Equal(t, []openxr.DebugMessage{
		{Severity: xr.DebugUtilsMessageSeverityErrorBitEXT, Type: xr.DebugUtilsMessageTypeValidationBitEXT, ID: "VUID-1", Function: "xrTest", Text: "bad\uFFFD"},
		{Severity: xr.DebugUtilsMessageSeverityInfoBitEXT, Type: xr.DebugUtilsMessageTypeGeneralBitEXT},
	}, got)
	require.NoError(t, messenger.Destroy())
	require.ErrorIs(t, messenger.Destroy(), openxr.ErrDestroyed)
	session, err := system.CreateSession(nil)
	require.NoError(t, err)
	require.NoError(t, session.Destroy())
	require.Len(t, got, 2, "the handler is not called after Destroy, although the runtime still sends messages")

	without, _ := connected(t, "lacks=xrCreateDebugUtilsMessengerEXT")
	_, err = without.OnDebugMessage(0x1111, 0xf, func(openxr.DebugMessage) {})
	result, _ := openxr.ResultOf(err)
	require.Equal(t, xr.ErrorFunctionUnsupported, result)
}
