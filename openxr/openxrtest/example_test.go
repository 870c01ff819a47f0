// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxrtest_test

import (
	"fmt"
	"log"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/openxrtest"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Test a program against a headset that is unplugged at first.
func Example() {
	runtime, err := openxrtest.New(openxrtest.Sheet{
		Schema: openxrtest.SheetSchema, Title: "a headset",
		Systems: []openxrtest.System{{
			FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Name: new("Test headset"),
			ViewConfigurations: []openxrtest.ViewConfiguration{},
		}},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer runtime.Close()
	runtime.On("xrGetSystem", openxrtest.Behaviour{Result: xr.ErrorFormFactorUnavailable, Times: 1})

	entry, err := runtime.Entry()
	if err != nil {
		log.Fatal(err)
	}
	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "example"})
	if err != nil {
		log.Fatal(err)
	}
	_, err = instance.System(xr.FormFactorHeadMountedDisplay)
	fmt.Println(err)
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	if err != nil {
		log.Fatal(err)
	}
	properties, err := system.Properties()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(properties.Name)
	// Output:
	// ask for XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY: xrGetSystem: XR_ERROR_FORM_FACTOR_UNAVAILABLE
	// Test headset
}
