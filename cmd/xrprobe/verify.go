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
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
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

// verified is the result as JSON.
type verified struct {
	Profiles  int                 `json:"profiles"`
	Conflicts []classify.Conflict `json:"conflicts"`
}

func (a *app) verify(directory string, by classify.Indistinguishable) error {
	profiles, err := readProfiles(directory)
	if err != nil {
		return usageError{err}
	}
	found := verified{Profiles: len(profiles), Conflicts: classify.NewRegistry(by, profiles...).Verify()}
	if err := a.printVerified(found); err != nil {
		return err
	}
	if len(found.Conflicts) > 0 {
		return exitOnly(exitNo)
	}
	return nil
}

func (a *app) printVerified(found verified) error {
	if a.flags.format() != outputHuman {
		return a.printJSON(found)
	}
	return a.printProse(func(p *prose.Writer) {
		if p.Aligned {
			p.Entry("Profiles", "%d; %s", found.Profiles, proven(found.Conflicts))
		}
		p.Table(conflictTable(found.Conflicts))
	})
}

// proven says what the proof found.
func proven(conflicts []classify.Conflict) string {
	pairs := map[[2]string]bool{}
	for _, c := range conflicts {
		pairs[[2]string{c.First, c.Second}] = true
	}
	switch len(pairs) {
	case 0:
		return "no two that send the same strings can be told apart by what they are granted or denied"
	case 1:
		return "two send the same strings, but can be told apart by what they are granted or denied"
	default:
		return fmt.Sprintf("%d pairs send the same strings, but can be told apart by what they are granted or denied", len(pairs))
	}
}

func conflictTable(conflicts []classify.Conflict) prose.Table {
	t := prose.Table{Header: []string{"PROFILE", "STATE", "PROFILE", "STATE", "MODE", "STRING"}}
	for _, c := range conflicts {
		t.Rows = append(t.Rows, []string{c.First, string(c.FirstState), c.Second, string(c.SecondState), string(c.Mode), c.Strings.UserAgent})
	}
	return t
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
