// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package helptext

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Groups of global flags.
const (
	asking    = "runtime level session via loader timeout clean-up identify user "
	machine   = asking + elsewhere + "root simulate from label "
	elsewhere = "as os arch registry env "
	printing  = "output json no-color quiet verbose "
)

// withoutMeaning lists the global flags that mean nothing to a command, by the command's
// path without the program's name. To the other commands every flag means something.
var withoutMeaning = map[string]string{
	"ask":             elsewhere + "label identify verbose",
	"check":           "label identify verbose",
	"classify":        asking + elsewhere + "quiet verbose",
	"classify verify": machine + "quiet verbose",
	"completion":      machine + printing,
	"help":            machine + printing,
	"man":             machine + printing,
	"schema":          machine + printing,
	"serve":           elsewhere + "session from label output json no-color verbose",
	"show":            elsewhere + "verbose",
	"use":             "runtime simulate from level session via timeout clean-up label identify verbose",
	"version":         machine + "no-color quiet verbose",
	"watch":           elsewhere + "session from verbose",
}

// MeansNothing reports whether a global flag means nothing to a command.
func MeansNothing(command *cobra.Command, flag string) bool {
	path := strings.TrimPrefix(command.CommandPath(), command.Root().Name()+" ")
	return slices.Contains(strings.Fields(withoutMeaning[path]), flag)
}

// Hide hides the global flags that mean nothing to a command, until restore is called.
func Hide(command *cobra.Command) (restore func()) {
	var hidden []*pflag.Flag
	command.InheritedFlags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden && MeansNothing(command, flag.Name) {
			flag.Hidden = true
			hidden = append(hidden, flag)
		}
	})
	return func() {
		for _, flag := range hidden {
			flag.Hidden = false
		}
	}
}

// Brief makes a help function that leaves out the flags that mean nothing to the command.
func Brief(help func(*cobra.Command, []string)) func(*cobra.Command, []string) {
	return func(command *cobra.Command, args []string) {
		defer Hide(command)()
		help(command, args)
	}
}
