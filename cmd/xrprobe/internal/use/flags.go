// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
)

// Flags are the flags of the command.
type Flags struct{ Undo, Status, DryRun, Force, Elevate bool }

// Check says what is wrong with the flags and the arguments. The arguments from the dash on are a command; the dash is -1 if there is
// none. A data sheet cannot be changed.
func (f Flags) Check(given []string, dash int, simulated bool) error {
	words := given
	if dash >= 0 {
		words = given[:dash]
	}
	switch {
	case simulated:
		return errors.New("a data sheet cannot be changed: leave --simulate out")
	case f.Elevate && runtime.GOOS != "windows":
		return errors.New("--elevate: only Windows asks for an administrator's consent; here the change is the user's own")
	case f.Undo && f.Status:
		return errors.New("--undo and --status contradict each other: leave one out")
	case (f.Undo || f.Status) && (len(given) > 0 || dash >= 0):
		return fmt.Errorf("--undo and --status take no runtime, but got %q", strings.Join(given, " "))
	case f.Undo || f.Status:
		return nil
	case len(words) == 0:
		return errors.New("name a runtime: its name, a part of it, its manifest or its library; xrprobe runtimes lists them, and --status says what is active")
	case len(words) > 1:
		return fmt.Errorf("it takes one runtime, but got %q: put a command behind --", strings.Join(words, " "))
	case strings.TrimSpace(words[0]) == "":
		return fmt.Errorf("the name %q is empty: is a variable not set?", words[0])
	case dash >= 0 && len(given) == dash:
		return fmt.Errorf("%s --: there is no command behind --", words[0])
	case dash >= 0 && f.DryRun:
		return errors.New("--dry-run and a command contradict each other: a command changes nothing")
	}
	return nil
}
