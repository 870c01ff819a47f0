// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !linux

package sockets

// TCP returns ErrUnknown.
func TCP() ([]Listener, error) { return nil, ErrUnknown }

// Unix returns ErrUnknown.
func Unix() ([]Listener, error) { return nil, ErrUnknown }
