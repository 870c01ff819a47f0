// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"embed"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/helptext"
)

// helpTexts holds one file for each help topic, named after it.
//
//go:embed help/*.txt
var helpTexts embed.FS

// topic is a help text that belongs to no command.
type topic struct{ name, short, text string }

func topics() []topic {
	shorts := map[string]string{
		"exit-codes":  "the exit codes, and what they mean",
		"environment": "variables that decide what is found and how it is printed",
		"formats":     "what is printed for people and for programs",
		"privacy":     "what is read and executed, and what stays on the machine",
		"search":      "how the active runtime is found, rule by rule",
	}
	var all []topic
	_ = fs.WalkDir(helpTexts, "help", func(path string, entry fs.DirEntry, _ error) error { // the files are compiled in
		if entry.IsDir() {
			return nil
		}
		text, _ := helpTexts.ReadFile(path)
		name := strings.TrimSuffix(entry.Name(), ".txt")
		all = append(all, topic{name: name, short: shorts[name], text: strings.TrimSpace(string(text))})
		return nil
	})
	return append(all, topic{name: "search", short: shorts["search"], text: helptext.Search()})
}

// addHelp adds the topics, and a help command for topics and commands.
func (a *app) addHelp(root *cobra.Command) {
	for _, t := range topics() {
		root.AddCommand(&cobra.Command{Use: t.name, Short: t.short, Long: t.text})
	}
	help := a.command("help [TOPIC|COMMAND]", "Help for a command or a topic", cobra.ArbitraryArgs, nil)
	help.RunE = func(_ *cobra.Command, given []string) error { return helpFor(root, given) }
	help.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return helpable(root), cobra.ShellCompDirectiveNoFileComp
	}
	root.SetHelpCommand(help)
}

// helpable returns the commands and topics that have help.
func helpable(root *cobra.Command) []string {
	var names []string
	for _, command := range root.Commands() {
		if command.IsAvailableCommand() || command.IsAdditionalHelpTopicCommand() {
			names = append(names, command.Name())
		}
	}
	return names
}

func helpFor(root *cobra.Command, given []string) error {
	if len(given) == 0 {
		return usageOf(root)
	}
	if err := oneOf("help", given[0], helpable(root)); err != nil {
		return err
	}
	command, _, err := root.Find(given[:1])
	if err != nil {
		return usageError{err}
	}
	if command.IsAdditionalHelpTopicCommand() {
		command.Println(command.Long)
		return nil
	}
	return usageOf(command)
}

// usageOf prints what --help prints, the flag --help included.
func usageOf(command *cobra.Command) error {
	command.InitDefaultHelpFlag()
	return command.Help()
}
