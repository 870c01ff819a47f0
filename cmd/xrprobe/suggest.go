// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/suggest"
)

// oneOf returns a usage error unless the word is one of the choices. The error names what
// the word was given for, the nearest choice, and all choices.
func oneOf(what, word string, choices []string) error {
	if slices.Contains(choices, word) {
		return nil
	}
	return usageError{fmt.Errorf("%s %q: %suse %s", what, word, suggest.Sentence(word, choices), suggest.Or(choices))}
}

// flagError makes an error of parsing flags a usage error, and adds the nearest flag to
// an unknown one.
func flagError(command *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || unknown.GetSpecifiedShortnames() != "" {
		return usageError{err}
	}
	var names []string
	command.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	if near := suggest.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		return usageError{fmt.Errorf("%w: did you mean --%s?", err, near)}
	}
	return usageError{err}
}

// unknownCommand returns the error for a word that is not a command. It names the command
// that was probably meant, or all of them.
func unknownCommand(root *cobra.Command, word string) error {
	var names []string
	for _, command := range root.Commands() {
		if command.IsAvailableCommand() {
			names = append(names, command.Name())
		}
	}
	if near := suggest.Nearest(word, names); near != "" {
		return usageError{fmt.Errorf("there is no command %q: did you mean %q?", word, near)}
	}
	return usageError{fmt.Errorf("there is no command %q: use %s", word, suggest.Or(names))}
}
