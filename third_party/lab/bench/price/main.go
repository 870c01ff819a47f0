// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

// Command price prints what it costs to ask each runtime in a process of its own: one table that
// compares this tree with an older commit, and both with programs that do less. Every round runs each
// program once, so that a change of the machine's speed affects all of them.
//
// Beside Monado in the lab, ../run builds the programs and runs it. "make bench" runs that.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
)

func main() {
	if len(os.Args) > 1 && (os.Args[1] == "hold" || os.Args[1] == "connect") {
		exitWith(furnish(os.Args[1:]))
	}
	bin := flag.String("bin", "", "the directory of the programs to compare")
	base := flag.String("base", "base", "the name of the older commit")
	rounds := flag.Int("rounds", 31, "how often to run each program")
	tsv := flag.String("tsv", "", "a file to write the table into, with tabs")
	flag.Parse()
	if *bin == "" || *rounds < 1 || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: price -bin DIR [-base NAME] [-rounds N] [-tsv FILE]")
		os.Exit(2)
	}
	exitWith(run(*bin, *base, *rounds, *tsv))
}

// The rooms' holders work on the main thread, on which only init certainly runs.
func init() {
	if len(os.Args) > 1 && os.Args[1] == "hold" {
		runtime.LockOSThread()
	}
}

// furnish is what the processes do that hold rooms.
func furnish(args []string) error {
	var numbers []int
	for _, arg := range args[1:] {
		number, err := strconv.Atoi(arg)
		if err != nil {
			return err
		}
		numbers = append(numbers, number)
	}
	switch {
	case args[0] == "hold" && len(numbers) == 2:
		return hold(numbers[0], numbers[1])
	case args[0] == "connect" && len(numbers) == 1:
		return connect(numbers[0])
	default:
		return fmt.Errorf("price %s: wrong arguments", args[0])
	}
}

func exitWith(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "price:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func run(bin, base string, rounds int, tsv string) error {
	if err := adoptOrphans(); err != nil {
		return err
	}
	f, err := newFiles(bin)
	if err != nil {
		return err
	}
	defer os.RemoveAll(f.dir)
	b := bench{files: f, rounds: rounds, rooms: map[string]*room{}, load: load()}
	for _, tree := range []string{treeBase, treeNow} {
		if _, err := os.Stat(f.program(tree, "xrprobe")); err == nil {
			b.trees = append(b.trees, tree)
		} else {
			b.note("the column of %s is empty: there is no program", base)
		}
	}
	rows := b.measure()
	if err := writeTable(os.Stdout, base, rows); err != nil {
		return err
	}
	b.explain(os.Stdout, base)
	if tsv == "" {
		return nil
	}
	out, err := os.Create(tsv)
	if err != nil {
		return err
	}
	defer out.Close()
	return writeTSV(out, rows)
}
