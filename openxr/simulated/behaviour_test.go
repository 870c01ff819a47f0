// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

func TestRuntime_RecordsCallsInOrder(t *testing.T) {
	t.Parallel()
	runtime, instance := newInstance(t, whole(t))
	_, err := instance.System(xr.FormFactorHandheldDisplay)
	require.Error(t, err)
	_, err = instance.Properties()
	require.NoError(t, err)
	require.NoError(t, instance.Destroy())
	require.Equal(t, []simulated.Record{
		{Command: "xrNegotiateLoaderRuntimeInterface"},
		{Command: "xrGetInstanceProcAddr"},
		{Command: "xrCreateInstance"},
		{Command: "xrGetInstanceProcAddr"},
		{Command: "xrGetSystem", Result: xr.ErrorFormFactorUnsupported},
		{Command: "xrGetInstanceProcAddr"},
		{Command: "xrGetInstanceProperties"},
		{Command: "xrGetInstanceProcAddr"},
		{Command: "xrDestroyInstance"},
	}, runtime.Calls())
}

func TestBehaviour_ResultForSomeCalls(t *testing.T) {
	t.Parallel()
	runtime, instance := newInstance(t, whole(t))
	runtime.On("xrGetSystem", simulated.Behaviour{Result: xr.ErrorFormFactorUnavailable, Times: 2})
	for _, want := range []xr.Result{xr.ErrorFormFactorUnavailable, xr.ErrorFormFactorUnavailable, xr.Success} {
		_, err := instance.System(xr.FormFactorHeadMountedDisplay)
		got, _ := openxr.ResultOf(err)
		require.Equal(t, want, got)
	}
}

func TestSheet_CallsMisbehave(t *testing.T) {
	t.Parallel()
	sheet := whole(t)
	sheet.Calls = map[string]simulated.Call{"xrGetInstanceProperties": {Result: "XR_ERROR_INSTANCE_LOST", Times: 1, DelayMS: 30}}
	_, instance := newInstance(t, sheet)
	begun := time.Now()
	_, err := instance.Properties()
	requireResult(t, xr.ErrorInstanceLost, err)
	require.GreaterOrEqual(t, time.Since(begun), 30*time.Millisecond)
	_, err = instance.Properties()
	require.NoError(t, err)
}

func TestBehaviour_HookMayLie(t *testing.T) {
	t.Parallel()
	runtime, instance := newInstance(t, whole(t))
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
		result := answer()
		arguments[2].(*xr.SystemProperties).VendorID = 7
		return result
	}})
	properties, err := system.Properties()
	require.NoError(t, err)
	require.EqualValues(t, 7, properties.VendorID)
	require.Equal(t, "Whole headset", properties.Name)

	runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func([]any, func() xr.Result) xr.Result { return xr.Success }})
	_, err = system.Properties()
	require.ErrorIs(t, err, openxr.ErrDistrusted)
}

func TestRuntime_ClosedHandlesAreInvalid(t *testing.T) {
	t.Parallel()
	runtime, err := simulated.New(whole(t))
	require.NoError(t, err)
	entry, err := runtime.Entry()
	require.NoError(t, err)
	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "test"})
	require.NoError(t, err)
	_, err = instance.Properties()
	require.NoError(t, err)
	runtime.Close()
	runtime.Close()
	_, err = instance.Properties()
	requireResult(t, xr.ErrorHandleInvalid, err)
}

func TestDestroyInstance_HandleIsInvalid(t *testing.T) {
	t.Parallel()
	_, instance := newInstance(t, whole(t))
	require.NoError(t, instance.Destroy())
	requireResult(t, xr.ErrorHandleInvalid, instance.Destroy())
	_, err := instance.System(xr.FormFactorHeadMountedDisplay)
	requireResult(t, xr.ErrorFunctionUnsupported, err) // the binding looks xrGetSystem up only now, and the instance is gone
}

func TestCreateInstance_Refuses(t *testing.T) {
	t.Parallel()
	sheet := whole(t)
	sheet.Runtime.APIVersion = new("1.0")
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	defer runtime.Close()
	entry, err := runtime.Entry()
	require.NoError(t, err)
	for want, info := range map[xr.Result]openxr.InstanceInfo{
		xr.ErrorApiVersionUnsupported: {ApplicationName: "test", APIVersion: xr.MakeVersion(1, 1, 0)},
		xr.ErrorExtensionNotPresent:   {ApplicationName: "test", Extensions: []string{"XR_MND_headless", "XR_FB_scene"}},
		xr.ErrorNameInvalid:           {},
	} {
		_, err := entry.CreateInstance(info)
		requireResult(t, want, err)
	}
	_, err = entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "test", Extensions: []string{"XR_MND_headless"}})
	require.NoError(t, err)
}

// A process can make about two thousand C functions and cannot free them, so this passes
// only if runtimes reuse them.
func TestNew_TenThousandRuntimes(t *testing.T) {
	t.Parallel()
	sheet := whole(t)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for range 1250 {
				sheet := sheet
				sheet.Runtime.Version = new(xr.MakeVersion(1, uint16(worker), 0).String())
				runtime, err := simulated.New(sheet)
				if !isNil(t, err) {
					return
				}
				entry, err := runtime.Entry()
				isNil(t, err)
				instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "test"})
				isNil(t, err)
				properties, err := instance.Properties()
				isNil(t, err)
				if properties.RuntimeVersion.Minor() != uint16(worker) {
					t.Errorf("got the answer of another runtime: %+v", properties)
				}
				runtime.Close()
			}
		})
	}
	group.Wait()
}

// isNil reports an error without ending the goroutine, so that every goroutine may call it.
func isNil(t *testing.T, err error) bool {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
	return err == nil
}
