// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("gen", flag.ContinueOnError)
	registry := flags.String("registry", "", "the OpenXR registry, xr.xml")
	out := flags.String("out", "", "the directory of package xr")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *registry == "" || *out == "" {
		return errors.New("both -registry and -out are needed")
	}
	source, err := os.ReadFile(*registry)
	if err != nil {
		return err
	}
	files, err := generate(source, everything)
	if err != nil {
		return fmt.Errorf("%s: %w", *registry, err)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(*out, f.Name), f.Text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
