// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/helptext"
)

// helpTexts holds one file for each help topic, named after it.
//
//go:embed help/*.txt
var helpTexts embed.FS

// topic is a help text that belongs to no command.
type topic struct{ name, short string }

func topics() []topic {
	return []topic{
		{"environment", "variables that decide what is found and how it is printed"},
		{"exit-codes", "the exit codes, and what they mean"},
		{"formats", "what is printed for people and for programs"},
		{"privacy", "what is read and executed, and what stays on the machine"},
		{searchTopic, "how the active runtime is found, rule by rule"},
	}
}

// searchTopic is the topic that has no file, because it is made from the rules.
const searchTopic = "search"

// topicText returns the text of a topic, or "" for another name. Few runs need a text, so it is made when it is asked for.
func topicText(name string) string {
	if name == searchTopic {
		return helptext.Search()
	}
	text, _ := helpTexts.ReadFile("help/" + name + ".txt")
	return strings.TrimSpace(string(text))
}

// addHelp adds the topics, and a help command for topics and commands.
func (a *app) addHelp(root *cobra.Command) {
	for _, t := range topics() {
		command := &cobra.Command{Use: t.name, Short: t.short}
		command.SetHelpFunc(func(command *cobra.Command, args []string) {
			command.Long = topicText(t.name)
			root.HelpFunc()(command, args)
		})
		root.AddCommand(command)
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
		command.Println(topicText(command.Name()))
		return nil
	}
	return usageOf(command)
}

// usageOf prints what --help prints, the flag --help included.
func usageOf(command *cobra.Command) error {
	command.InitDefaultHelpFlag()
	return command.Help()
}
