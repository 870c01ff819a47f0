// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command ten uses ten commands of the raw layer. Its size shows what they add to a program.
package main

import (
	"os"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

func main() {
	commands := xr.NewCommands(func(string) uintptr { return 0 })
	for _, result := range []xr.Result{
		commands.GetInstanceProperties(0, nil), commands.GetSystem(0, nil, nil), commands.GetSystemProperties(0, 0, nil),
		commands.EnumerateViewConfigurations(0, 0, 0, nil, nil), commands.EnumerateEnvironmentBlendModes(0, 0, 0, 0, nil, nil),
		commands.CreateSession(0, nil, nil), commands.BeginSession(0, nil), commands.WaitFrame(0, nil, nil),
		commands.EndSession(0), commands.DestroySession(0),
	} {
		os.Stdout.WriteString(result.String() + "\n")
	}
}
