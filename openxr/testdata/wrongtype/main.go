// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command wrongtype asks for a system through the Khronos loader, with the right
// structure type or, given the argument "wrong", with another's. The lab's tests
// run it to show that the validation layer is awake.
package main

import (
	"fmt"
	"os"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

func main() {
	if err := ask(len(os.Args) > 1 && os.Args[1] == "wrong"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func ask(wrong bool) error {
	loader, err := dl.Open("libopenxr_loader.so.1")
	if err != nil {
		return err
	}
	address, err := loader.Lookup("xrGetInstanceProcAddr")
	if err != nil {
		return err
	}
	lookup := func(instance xr.Instance) func(string) uintptr {
		return func(name string) uintptr {
			terminated, function := append([]byte(name), 0), new(uintptr)
			xr.GetInstanceProcAddr(address, instance, &terminated[0], function)
			return *function
		}
	}
	global := xr.NewGlobalCommands(lookup(xr.NullHandle))
	create := &xr.InstanceCreateInfo{Type: xr.TypeInstanceCreateInfo}
	create.ApplicationInfo.ApiVersion = xr.MakeVersion(1, 0, 0)
	copy(create.ApplicationInfo.ApplicationName[:], "wrongtype")
	instance := new(xr.Instance)
	if result := global.CreateInstance(create, instance); result.Failed() {
		return fmt.Errorf("xrCreateInstance: %s", result)
	}
	commands := xr.NewCommands(lookup(*instance))
	info := &xr.SystemGetInfo{Type: xr.TypeSystemGetInfo, FormFactor: xr.FormFactorHeadMountedDisplay}
	if wrong {
		info.Type = xr.TypeSystemProperties
	}
	fmt.Println("xrGetSystem:", commands.GetSystem(*instance, info, new(xr.SystemID)))
	return nil
}
