// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build man

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/helptext"
)

// The sections of the manual for commands and for topics.
const (
	commandsSection = "1"
	topicsSection   = "7"
)

// packagersCommands are for people who package xrprobe. The code that they need makes each
// start a millisecond slower, so only builds with the tag "man" have them.
func (a *app) packagersCommands() []*cobra.Command { return []*cobra.Command{a.manCommand()} }

func (a *app) manCommand() *cobra.Command {
	command := a.command("man DIR", "Write the manual's pages into a directory", cobra.ExactArgs(1), nil)
	command.Hidden = true // the manual does not list it
	command.Args = func(_ *cobra.Command, given []string) error {
		if len(given) != 1 {
			return usageError{fmt.Errorf("man takes one argument: the directory for the pages")}
		}
		return nil
	}
	command.RunE = func(command *cobra.Command, given []string) error {
		return writeManual(command.Context(), command.Root(), given[0])
	}
	return command
}

func writeManual(ctx context.Context, root *cobra.Command, directory string) error {
	for _, command := range append([]*cobra.Command{root}, root.Commands()...) {
		section := commandsSection
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case command.IsAdditionalHelpTopicCommand():
			section = topicsSection
		case command.Hidden:
			continue
		}
		page, err := manPage(command, section)
		if err != nil {
			return err
		}
		name := strings.ReplaceAll(command.CommandPath(), " ", "-") + "." + section
		if err := os.WriteFile(filepath.Join(directory, name), page, 0o644); err != nil {
			return usageError{err}
		}
	}
	return nil
}

// manPage writes one page. It keeps the layout of a topic's text.
func manPage(command *cobra.Command, section string) ([]byte, error) {
	command.DisableAutoGenTag = true
	defer helptext.Hide(command)()
	if section == topicsSection {
		command.Long = "```\n" + topicText(command.Name()) + "\n```"
	}
	var page bytes.Buffer
	header := &doc.GenManHeader{Section: section, Source: "xrprobe " + tool().Version, Manual: "xrprobe"}
	if err := doc.GenMan(command, header, &page); err != nil {
		return nil, err
	}
	// The parent's page is in the commands' section, whatever this one's is.
	return bytes.ReplaceAll(page.Bytes(), []byte("xrprobe("+section+")"), []byte("xrprobe("+commandsSection+")")), nil
}
