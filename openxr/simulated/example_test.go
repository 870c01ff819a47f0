// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated_test

import (
	"fmt"
	"log"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// This tests a program against a headset that is not plugged in at first.
func Example() {
	runtime, err := simulated.New(simulated.Sheet{
		Schema: simulated.SheetSchema, Title: "a headset",
		Systems: []simulated.System{{
			FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Name: new("Test headset"),
			ViewConfigurations: []simulated.ViewConfiguration{},
		}},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer runtime.Close()
	runtime.On("xrGetSystem", simulated.Behaviour{Result: xr.ErrorFormFactorUnavailable, Times: 1})

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
