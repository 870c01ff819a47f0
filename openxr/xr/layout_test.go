// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// The sizes and offsets are those that a C compiler computes for the headers of the OpenXR
// SDK on 64-bit platforms.
func TestLayout_IsThatOfC(t *testing.T) {
	t.Parallel()
	type offsets map[string]uintptr
	for _, c := range []struct {
		value   any
		size    uintptr
		offsets offsets
	}{
		{xr.NegotiateLoaderInfo{}, 40, offsets{
			"StructType": 0, "StructVersion": 4, "StructSize": 8, "MinInterfaceVersion": 16,
			"MaxInterfaceVersion": 20, "MinApiVersion": 24, "MaxApiVersion": 32,
		}},
		{xr.NegotiateRuntimeRequest{}, 40, offsets{
			"StructType": 0, "StructVersion": 4, "StructSize": 8, "RuntimeInterfaceVersion": 16,
			"RuntimeApiVersion": 24, "GetInstanceProcAddr": 32,
		}},
		{xr.NegotiateApiLayerRequest{}, 48, offsets{
			"StructType": 0, "StructVersion": 4, "StructSize": 8, "LayerInterfaceVersion": 16,
			"LayerApiVersion": 24, "GetInstanceProcAddr": 32, "CreateApiLayerInstance": 40,
		}},
		{xr.ApiLayerCreateInfo{}, 544, offsets{
			"StructType": 0, "StructVersion": 4, "StructSize": 8, "LoaderInstance": 16,
			"SettingsFileLocation": 24, "NextInfo": 536,
		}},
		{xr.ApiLayerNextInfo{}, 296, offsets{
			"StructType": 0, "StructVersion": 4, "StructSize": 8, "LayerName": 16,
			"NextGetInstanceProcAddr": 272, "NextCreateApiLayerInstance": 280, "Next": 288,
		}},
		{xr.SystemProperties{}, 304, offsets{
			"Type": 0, "Next": 8, "SystemID": 16, "VendorID": 24, "SystemName": 28,
			"GraphicsProperties": 284, "TrackingProperties": 296,
		}},
		{xr.BaseInStructure{}, 16, offsets{"Type": 0, "Next": 8}},
		{xr.BaseOutStructure{}, 16, offsets{"Type": 0, "Next": 8}},
		{xr.InstanceCreateInfo{}, 328, nil},
		{xr.ApplicationInfo{}, 272, nil},
		{xr.InstanceProperties{}, 152, nil},
		{xr.ExtensionProperties{}, 152, nil},
		{xr.ApiLayerProperties{}, 544, nil},
		{xr.SystemGetInfo{}, 24, nil},
		{xr.ViewConfigurationProperties{}, 24, nil},
		{xr.ViewConfigurationView{}, 40, nil},
		{xr.EventDataBuffer{}, xr.MaxEventDataSize, nil},
	} {
		structure := reflect.TypeOf(c.value)
		require.Equal(t, c.size, structure.Size(), structure.Name())
		if c.offsets == nil {
			continue
		}
		require.Len(t, c.offsets, structure.NumField(), structure.Name())
		for name, offset := range c.offsets {
			field, found := structure.FieldByName(name)
			require.True(t, found, "%s has no %s", structure.Name(), name)
			require.Equal(t, offset, field.Offset, "%s.%s", structure.Name(), name)
		}
	}
	require.EqualValues(t, 4016, xr.MaxEventDataSize)
}

// The garbage collector must see every pointer to Go memory: only sizes and the addresses of
// functions are uintptr.
func TestLayout_PointersArePointers(t *testing.T) {
	t.Parallel()
	plain := []string{
		"StructSize", "GetInstanceProcAddr", "CreateApiLayerInstance", "NextGetInstanceProcAddr", "NextCreateApiLayerInstance",
	}
	for _, value := range []any{
		xr.NegotiateLoaderInfo{}, xr.NegotiateRuntimeRequest{}, xr.NegotiateApiLayerRequest{}, xr.ApiLayerCreateInfo{},
		xr.ApiLayerNextInfo{}, xr.InstanceCreateInfo{}, xr.InstanceProperties{}, xr.SystemGetInfo{}, xr.SystemProperties{},
	} {
		structure := reflect.TypeOf(value)
		for i := range structure.NumField() {
			field := structure.Field(i)
			require.Equal(t, slices.Contains(plain, field.Name), field.Type.Kind() == reflect.Uintptr, "%s.%s", structure.Name(), field.Name)
		}
	}
}
