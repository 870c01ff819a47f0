// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

// LookUps returns how many features were looked up on a device.
func (d *Devices) LookUps() int64 { return d.lookUps.Load() }
