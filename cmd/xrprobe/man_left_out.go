// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !man

package main

import "github.com/spf13/cobra"

// packagersCommands are only in builds with the tag "man".
func (a *app) packagersCommands() []*cobra.Command { return nil }
