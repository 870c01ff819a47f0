// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package activate makes an installed runtime the active one, and undoes it. It is the only package that changes a machine.
//
//	plan, err := activate.Make(ctx, activate.Machine{}, activate.Choice{Name: "Monado", Manifests: map[string]string{
//		"x86_64": "/usr/share/openxr/1/openxr_monado.json",
//	}})
//	if err != nil {
//		return err // it would not load, or there is no place to write to
//	}
//	for _, command := range plan.Commands() {
//		fmt.Println(command) // what Apply does, as a person would do it
//	}
//	err = plan.Apply(ctx)
//
// On Linux it writes into the user's own openxr/1 (rules L1 and L2): the plain file, which every Khronos loader reads, and the files
// for one architecture where there is one already, where the runtime has a build for it, or where the plain file would take the
// choice away from the programs of another architecture. All files change at one moment. On Windows it writes the value
// ActiveRuntime of both views of the registry (rules W1 and W3). On macOS, where only the administrator may write (rule M1), it
// writes nothing and says the commands.
//
// It never changes the file of another runtime, never writes for all users on Linux, and starts no program. It refuses a runtime
// that would not load, and a change under the feet of a program that uses the active runtime.
package activate
