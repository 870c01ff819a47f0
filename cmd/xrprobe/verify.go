// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/profile"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/proof"
)

func (a *app) verifyCommand() *cobra.Command {
	by := classify.ByString
	command := a.command("verify DIR", "Prove that profiles' defaults tell no two user agents apart", oneDirectory,
		func(_ context.Context, args []string) error { return a.verify(args[0], by) })
	command.Long = `Reads every profile (*.json) in a directory, and looks for two that send the
same strings although one gets a session mode granted or denied without a prompt
and the other does not get the same. Names such pairs, and exits with 1.`
	command.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveFilterDirs
	}
	command.Flags().BoolFunc("client-hints", "tell user agents apart by their client hints too", func(string) error {
		by = classify.ByStringAndHints
		return nil
	})
	return command
}

func oneDirectory(command *cobra.Command, given []string) error {
	if len(given) != 1 {
		return usageError{fmt.Errorf("%s takes one argument: the directory with the profiles", command.CommandPath())}
	}
	return nil
}

func (a *app) verify(directory string, by classify.Indistinguishable) error {
	profiles, err := readProfiles(directory)
	if err != nil {
		return usageError{err}
	}
	found := proof.Result{Profiles: len(profiles), Conflicts: classify.NewRegistry(by, profiles...).Verify()}
	if err := a.printWords(found, found.Print); err != nil {
		return err
	}
	if len(found.Conflicts) > 0 {
		return exitOnly(exitNo)
	}
	return nil
}

// readProfiles reads the profiles in a directory, in the order of their files' names. The
// name of each profile is unique, so that a conflict can name it.
func readProfiles(directory string) ([]classify.Profile, error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return nil, err
	}
	var profiles []classify.Profile
	files := map[string]string{}
	for _, entry := range entries {
		if entry.IsDir() || filepath.Ext(entry.Name()) != ".json" {
			continue
		}
		path := filepath.Join(directory, entry.Name())
		build, err := readProfile(path)
		if err != nil {
			return nil, err
		}
		if other, taken := files[build.Name]; taken {
			return nil, &profile.Error{File: path, Field: "name", Text: fmt.Sprintf("%q is the name in %s too: give each profile a name of its own", build.Name, other)}
		}
		files[build.Name] = entry.Name()
		profiles = append(profiles, build)
	}
	if len(profiles) == 0 {
		return nil, fmt.Errorf("%s: there is no profile (*.json) in this directory", directory)
	}
	return profiles, nil
}
