// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

func headlessSession(t *testing.T) (*simulated.Runtime, *openxr.Instance, *openxr.Session) {
	t.Helper()
	runtime, instance := newInstance(t, whole(t), "XR_MND_headless", "XR_EXT_debug_utils")
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	session, err := system.CreateSession(nil)
	require.NoError(t, err)
	return runtime, instance, session
}

// states polls all waiting events and returns the session states in them.
func states(t *testing.T, instance *openxr.Instance) []xr.SessionState {
	t.Helper()
	var seen []xr.SessionState
	for {
		event, some, err := instance.PollEvent()
		require.NoError(t, err)
		if !some {
			return seen
		}
		seen = append(seen, event.(openxr.SessionStateChanged).State)
	}
}

func TestSession_Lifecycle(t *testing.T) {
	t.Parallel()
	_, instance, session := headlessSession(t)
	require.Equal(t, []xr.SessionState{xr.SessionStateIdle, xr.SessionStateReady}, states(t, instance))
	requireResult(t, xr.ErrorSessionNotRunning, session.RequestExit())
	requireResult(t, xr.ErrorSessionNotRunning, session.End())
	require.NoError(t, session.Begin(xr.ViewConfigurationTypePrimaryStereo))
	requireResult(t, xr.ErrorSessionRunning, session.Begin(xr.ViewConfigurationTypePrimaryStereo))
	requireResult(t, xr.ErrorSessionNotStopping, session.End())
	require.Equal(t, []xr.SessionState{xr.SessionStateSynchronized, xr.SessionStateVisible, xr.SessionStateFocused}, states(t, instance))
	require.NoError(t, session.RequestExit())
	require.NoError(t, session.End())
	require.Equal(t, []xr.SessionState{
		xr.SessionStateVisible, xr.SessionStateSynchronized, xr.SessionStateStopping, xr.SessionStateIdle, xr.SessionStateExiting,
	}, states(t, instance))
	requireResult(t, xr.ErrorSessionNotReady, session.Begin(xr.ViewConfigurationTypePrimaryStereo))
	require.NoError(t, session.Destroy())
}

func TestSession_SpacesAndFormats(t *testing.T) {
	t.Parallel()
	_, _, session := headlessSession(t)
	spaces, err := session.ReferenceSpaces()
	require.NoError(t, err)
	require.Equal(t, []xr.ReferenceSpaceType{xr.ReferenceSpaceTypeView, xr.ReferenceSpaceTypeLocal, xr.ReferenceSpaceTypeStage}, spaces)
	formats, err := session.SwapchainFormats()
	require.NoError(t, err)
	require.Empty(t, formats)
	local, err := session.CreateReferenceSpace(xr.ReferenceSpaceTypeLocal)
	require.NoError(t, err)
	_, _, known, err := session.Bounds(xr.ReferenceSpaceTypeLocal)
	require.NoError(t, err)
	require.False(t, known)
	width, depth, known, err := session.Bounds(xr.ReferenceSpaceTypeStage)
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, [2]float32{2.5, 4}, [2]float32{width, depth})
	_, err = session.CreateReferenceSpace(xr.ReferenceSpaceTypeUnboundedMSFT)
	requireResult(t, xr.ErrorReferenceSpaceUnsupported, err)
	_, _, _, err = session.Bounds(xr.ReferenceSpaceTypeUnboundedMSFT)
	requireResult(t, xr.ErrorReferenceSpaceUnsupported, err)
	require.NoError(t, local.Destroy())
}

func TestDestroySession_KeepsInstance(t *testing.T) {
	t.Parallel()
	_, instance, session := headlessSession(t)
	space, err := session.CreateReferenceSpace(xr.ReferenceSpaceTypeView)
	require.NoError(t, err)
	_, err = session.CreateReferenceSpace(xr.ReferenceSpaceTypeView)
	require.NoError(t, err)
	require.NoError(t, space.Destroy())
	require.NoError(t, session.Destroy())
	_, err = instance.Properties()
	require.NoError(t, err, "the instance still answers")
}

func TestStringToPath_RoundTrip(t *testing.T) {
	t.Parallel()
	_, instance := newInstance(t, whole(t))
	hand, err := instance.Path("/user/hand/left")
	require.NoError(t, err)
	again, err := instance.Path("/user/hand/left")
	require.NoError(t, err)
	require.Equal(t, hand, again)
	head, err := instance.Path("/user/head")
	require.NoError(t, err)
	require.NotEqual(t, hand, head)
	name, err := instance.PathName(head)
	require.NoError(t, err)
	require.Equal(t, "/user/head", name)
	for _, bad := range []string{"user", "/", "/user/", "/user//head", ""} {
		_, err := instance.Path(bad)
		requireResult(t, xr.ErrorPathFormatInvalid, err)
	}
	_, err = instance.PathName(99)
	requireResult(t, xr.ErrorPathInvalid, err)
}

func TestSendMessage_ReachesMatchingMessengers(t *testing.T) {
	t.Parallel()
	runtime, instance := newInstance(t, whole(t), "XR_EXT_debug_utils")
	var received []openxr.DebugMessage
	messenger, err := instance.OnDebugMessage(xr.DebugUtilsMessageSeverityErrorBitEXT, xr.DebugUtilsMessageTypeGeneralBitEXT,
		func(m openxr.DebugMessage) { received = append(received, m) })
	require.NoError(t, err)
	message := simulated.Message{Severity: xr.DebugUtilsMessageSeverityErrorBitEXT, Type: xr.DebugUtilsMessageTypeGeneralBitEXT, ID: "id", Function: "xrTest", Text: "words"}
	runtime.SendMessage(message)
	otherSeverity, otherType := message, message
	otherSeverity.Severity = xr.DebugUtilsMessageSeverityInfoBitEXT
	otherType.Type = xr.DebugUtilsMessageTypePerformanceBitEXT
	runtime.SendMessage(otherSeverity)
	runtime.SendMessage(otherType)
	another, _ := newInstance(t, whole(t), "XR_EXT_debug_utils")
	another.SendMessage(message)
	require.Equal(t, []openxr.DebugMessage{{Severity: message.Severity, Type: message.Type, ID: "id", Function: "xrTest", Text: "words"}}, received)
	require.NoError(t, messenger.Destroy())
	runtime.SendMessage(message)
	require.Len(t, received, 1)
}
