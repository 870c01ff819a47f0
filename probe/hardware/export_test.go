// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

// Slowly returns the machine as it is read where the system cannot confine paths.
func (m Machine) Slowly() Machine {
	m.slow = true
	return m
}
