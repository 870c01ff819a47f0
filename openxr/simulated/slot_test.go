// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// This test takes every slot, so it must not run in parallel with others.
func TestNew_RefusesTooManyRuntimes(t *testing.T) {
	sheet := Sheet{Schema: SheetSchema, Title: "one of many"}
	var open []*Runtime
	defer func() {
		for _, runtime := range open {
			runtime.Close()
		}
	}()
	for range maxSlots {
		runtime, err := New(sheet)
		require.NoError(t, err)
		open = append(open, runtime)
	}
	_, err := New(sheet)
	require.ErrorIs(t, err, ErrTooMany)
	freed := open[0].slot
	open[0].Close()
	require.Equal(t, resultToC(xr.ErrorRuntimeUnavailable), freed.answerNegotiate(nil, nil), "a free slot has no runtime")
	again, err := New(sheet)
	require.NoError(t, err)
	open = append(open, again)
}

func TestSlot_WithoutRuntimeIsUnavailable(t *testing.T) {
	t.Parallel()
	s := &slot{}
	require.Equal(t, resultToC(xr.ErrorRuntimeUnavailable), s.answerNegotiate(nil, nil))
}

func TestGetInstanceProcAddr_RefusesOtherRuntimesInstance(t *testing.T) {
	t.Parallel()
	sheet := Sheet{Schema: SheetSchema, Title: "one of two"}
	first, err := New(sheet)
	require.NoError(t, err)
	defer first.Close()
	second, err := New(sheet)
	require.NoError(t, err)
	defer second.Close()
	instance := xr.Instance(newHandle(&instanceObject{runtime: first}))
	name := append([]byte("xrGetSystem"), 0)
	var address uintptr
	require.Equal(t, resultToC(xr.Success), first.slot.answerGetInstanceProcAddr(instance, &name[0], &address))
	require.NotZero(t, address)
	require.Equal(t, resultToC(xr.ErrorHandleInvalid), second.slot.answerGetInstanceProcAddr(instance, &name[0], &address))
	require.Zero(t, address)
}

// A program in C may pass null pointers; the Go binding never does.
func TestCommands_RefuseNullPointers(t *testing.T) {
	t.Parallel()
	runtime, err := New(Sheet{Schema: SheetSchema, Title: "null", Systems: []System{{
		FormFactor:         "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY",
		ViewConfigurations: []ViewConfiguration{{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO", BlendModes: []string{}}},
	}}})
	require.NoError(t, err)
	defer runtime.Close()
	i := &instanceObject{runtime: runtime, extensions: []string{headlessExtension, debugUtilsExtension}}
	instance := xr.Instance(newHandle(i))
	s := &sessionObject{instance: i}
	session := xr.Session(newHandle(s))
	mono := xr.ViewConfigurationTypePrimaryMono
	slash := []byte("/user\x00")
	for name, got := range map[string]uintptr{
		"create instance":   runtime.slot.answerCreateInstance(nil, nil),
		"proc addr":         runtime.slot.answerGetInstanceProcAddr(0, nil, nil),
		"extensions":        runtime.slot.answerEnumerateExtensions(nil, 0, nil, nil),
		"instance":          getInstanceProperties(instance, nil),
		"event":             pollEvent(instance, nil),
		"path":              stringToPath(instance, &slash[0], nil),
		"system":            getSystem(instance, nil, nil),
		"properties":        getSystemProperties(instance, 1, nil),
		"views":             getViewConfigurationProperties(instance, 1, mono, nil),
		"create session":    createSession(instance, nil, nil),
		"begin":             beginSession(session, nil),
		"create space":      createReferenceSpace(session, nil, nil),
		"bounds":            getReferenceSpaceBoundsRect(session, xr.ReferenceSpaceTypeView, nil),
		"create messenger":  createDebugUtilsMessenger(instance, nil, nil),
		"enumerate formats": enumerateSwapchainFormats(session, 0, nil, nil),
	} {
		require.Equal(t, resultToC(xr.ErrorValidationFailure), got, name)
	}
	require.Equal(t, resultToC(xr.ErrorSystemInvalid), getSystemProperties(instance, 0, nil))
	require.Equal(t, resultToC(xr.ErrorSystemInvalid), getSystemProperties(instance, 2, nil))
	require.Equal(t, resultToC(xr.ErrorHandleInvalid), destroySpace(xr.Space(session)))
}

// The binding does not use the spaces of a destroyed session, so this test uses them
// directly, as a program in C could.
func TestDestroySession_DestroysItsSpaces(t *testing.T) {
	t.Parallel()
	runtime, err := New(Sheet{Schema: SheetSchema, Title: "spaces"})
	require.NoError(t, err)
	defer runtime.Close()
	session := &sessionObject{instance: &instanceObject{runtime: runtime}}
	handle := xr.Session(newHandle(session))
	space, other := xr.Space(newHandle(&spaceObject{session: session})), xr.Space(newHandle(&spaceObject{session: &sessionObject{instance: session.instance}}))
	require.Equal(t, resultToC(xr.Success), destroySession(handle))
	require.Equal(t, resultToC(xr.ErrorHandleInvalid), destroySpace(space))
	require.Equal(t, resultToC(xr.Success), destroySpace(other), "a space of another session")
}

func TestEnumerate_TwoCallIdiom(t *testing.T) {
	t.Parallel()
	var count uint32
	var elements [3]int32
	from := []int32{7, 8}
	require.Equal(t, xr.Success, enumerate(from, 0, &count, &elements[0], assign))
	require.EqualValues(t, 2, count)
	require.Equal(t, xr.ErrorSizeInsufficient, enumerate(from, 1, &count, &elements[0], assign))
	require.Zero(t, elements[0])
	require.Equal(t, xr.ErrorValidationFailure, enumerate(from, 2, &count, nil, assign))
	require.Equal(t, xr.Success, enumerate(from, 3, &count, &elements[0], assign))
	require.Equal(t, [3]int32{7, 8, 0}, elements)
}
