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
)

// The sections of the manual that commands and other topics belong to.
const (
	commandsSection = "1"
	topicsSection   = "7"
)

// packagersCommands are for those who package xrprobe. What they need takes a
// millisecond of every start, so it is in builds with the tag "man" alone.
func (a *app) packagersCommands() []*cobra.Command { return []*cobra.Command{a.manCommand()} }

func (a *app) manCommand() *cobra.Command {
	command := a.command("man DIR", "Write the manual's pages into a folder", cobra.ExactArgs(1), nil)
	command.Hidden = true // from the manual itself
	command.Args = func(_ *cobra.Command, given []string) error {
		if len(given) != 1 {
			return usageError{fmt.Errorf("man takes one argument: the folder that the pages go into")}
		}
		return nil
	}
	command.RunE = func(command *cobra.Command, given []string) error {
		return writeManual(command.Context(), command.Root(), given[0])
	}
	return command
}

func writeManual(ctx context.Context, root *cobra.Command, folder string) error {
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
		if err := os.WriteFile(filepath.Join(folder, name), page, 0o644); err != nil {
			return usageError{err}
		}
	}
	return nil
}

// manPage writes one page. A topic's text is laid out already, and stays as it is.
func manPage(command *cobra.Command, section string) ([]byte, error) {
	command.DisableAutoGenTag = true
	if section == topicsSection {
		laidOut := command.Long
		defer func() { command.Long = laidOut }()
		command.Long = "```\n" + laidOut + "\n```"
	}
	var page bytes.Buffer
	header := &doc.GenManHeader{Section: section, Source: "xrprobe " + tool().Version, Manual: "xrprobe"}
	if err := doc.GenMan(command, header, &page); err != nil {
		return nil, err
	}
	// The parent's page is in the commands' section, whatever this one's is.
	return bytes.ReplaceAll(page.Bytes(), []byte("xrprobe("+section+")"), []byte("xrprobe("+commandsSection+")")), nil
}
