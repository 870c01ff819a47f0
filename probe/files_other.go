// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !unix

package probe

import "os"

// namesIn returns the names of a folder's first files, in the system's order.
func namesIn(folder string, most int) []string {
	opened, err := os.Open(folder)
	if err != nil {
		return nil
	}
	defer closeAll(opened)
	names, _ := opened.Readdirnames(most)
	return names
}
