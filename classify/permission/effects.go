// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

// effects are calls to the world outside, made when no lock is held.
type effects []func()

func (e effects) run() {
	for _, effect := range e {
		effect()
	}
}
