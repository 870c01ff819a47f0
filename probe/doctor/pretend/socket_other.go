// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package pretend

import "errors"

// socket reports that no socket is made here without a process that listens to it.
func socket(string) error { return errors.New("only Linux makes a socket to which no process listens") }
